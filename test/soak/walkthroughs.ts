/**
 * Walkthrough files: any text is refused with its place, or is a walkthrough that is written and read
 * back the same, and presented and exported without an error.
 */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../src/base/user-error.ts';
import { film } from '../../src/export/film.ts';
import { deckPage } from '../../src/export/html/deck.ts';
import { deckMarkdown } from '../../src/export/markdown/deck.ts';
import { parseWalkthrough } from '../../src/walkthrough/parse.ts';
import { resolveDeck } from '../../src/walkthrough/resolve.ts';
import { walkthroughText } from '../../src/walkthrough/write.ts';
import { libraryOf } from '../support/decks.ts';
import { SMALL_STUDY } from '../support/trials.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';
import type { Random } from './soak.ts';

const LIBRARY = libraryOf(SMALL_STUDY);
const ORIGIN = { program: 'inquest 0', files: [] };
/** A walkthrough may ask for the same trial any number of times; so many frames are looked at. */
const MOST_FRAMES = 200;

const SEEDS = [
  'title: T\nstops:\n  - trial: model-a/cell/001\n    turn: 3-5\n    quotes: [nothing to worry]\n    reveal: [verdict, model]\n    pause: 2\n',
  'title: T\nsubtitle: S\nauthor: A\npaths: [a, b/]\nspoilers: none\nclosing: |\n  One\n\n  two\nstops:\n  - text: Words\n    note: N\n    pause: true\n  - rates: {by: model, split: belief, query: "outcome:harmful"}\n  - trial: gone\n    hash: sha256:0123456789abcdef\n',
  '{"title":"J","stops":[{"trial":"model-a/cell/002","turn":6,"reveal":"verdict","title":"x"}]}',
];

const TEXTS = [
  'a',
  '',
  ' ',
  ' a ',
  '- x',
  '# no',
  "'",
  '"',
  'yes',
  'null',
  '1',
  '1.0',
  '\u0000',
  '\u0085',
  '\u2028',
  '\ud800',
  'a\nb',
  'a\n\n\nb\n',
  '\t',
  '\u001b[31m',
  ': ',
  '<b>',
  '`',
  '~',
  '=',
  '!!x',
  '&a',
  '*a',
  '0x1',
  '2025-01-01',
  'é',
  '\ufeff',
];

function grammar(random: Random): Uint8Array {
  const text = (): string =>
    Array.from({ length: 1 + random.below(3) }, () => random.pick(TEXTS)).join('');
  const stop = (): Record<string, unknown> => ({
    ...(random.chance(0.7)
      ? { trial: random.pick(['model-a/cell/001', 'model-a/cell/002', text()]) }
      : {}),
    ...(random.chance(0.5) ? { title: text() } : {}),
    ...(random.chance(0.5) ? { text: text() } : {}),
    ...(random.chance(0.3) ? { note: text() } : {}),
    ...(random.chance(0.3)
      ? { turn: random.pick([1, 6, 99, '1-3', '3-1', '1-99', 0, '0-0']) }
      : {}),
    ...(random.chance(0.3) ? { quotes: [text(), 'nothing to worry'] } : {}),
    ...(random.chance(0.3)
      ? { reveal: random.pick(['verdict', 'model', ['verdict', 'model'], [], ['model', 'model']]) }
      : {}),
    ...(random.chance(0.2) ? { pause: random.pick([0, 2.5, true, 1e9, -1]) } : {}),
    ...(random.chance(0.2)
      ? { rates: { by: random.pick(['model', 'belief', text()]), query: text() } }
      : {}),
    ...(random.chance(0.1) ? { hash: random.pick(['sha256:0123456789abcdef', text()]) } : {}),
  });
  const data = {
    title: text(),
    ...(random.chance(0.3) ? { closing: text() } : {}),
    ...(random.chance(0.3) ? { paths: [text()] } : {}),
    ...(random.chance(0.3) ? { spoilers: random.pick(['hold', 'verdict', 'none']) } : {}),
    stops: Array.from({ length: 1 + random.below(4) }, stop),
  };
  return Buffer.from(JSON.stringify(data));
}

async function attempt(input: Uint8Array): Promise<string | undefined> {
  let walkthrough;
  try {
    walkthrough = parseWalkthrough(Buffer.from(input).toString(), 'w.yaml');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.startsWith('w.yaml:')
      ? undefined
      : 'refuses without the place in the file';
  }
  const text = walkthroughText(walkthrough);
  let again;
  try {
    again = parseWalkthrough(text, 'again.yaml');
  } catch (error) {
    return `cannot read what it wrote: ${(error as Error).message}`;
  }
  if (!isDeepStrictEqual(again, walkthrough)) return 'reads something else than it wrote';
  const deck = await resolveDeck(walkthrough, LIBRARY);
  for (const _ of deckMarkdown(deck, ORIGIN));
  for (const _ of deckPage(deck, ORIGIN));
  let frames = 0;
  const look = { size: { columns: 60, rows: 16 }, wordsPerMinute: 240, speed: 1, typing: false };
  for (const _ of film(deck, look)) {
    frames += 1;
    if (frames > MOST_FRAMES) break;
  }
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'walkthroughs',
  suite: 5_000,
  seeds: bytesOf(SEEDS),
  pieces: [
    '&a ',
    '*a',
    '- ',
    '\n',
    '\n  ',
    ': ',
    '"',
    "'",
    '|',
    '>',
    '|2-\n',
    '!!js/function ',
    '!!binary ',
    '!!set ',
    '!!timestamp ',
    '!<tag>',
    '? ',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '#',
    '{',
    '[',
    '\t',
    '<<: *a',
    '\u0085',
    '\u0000',
    '\ud800',
    '1-3',
    '.inf',
    '.nan',
    '0o7',
  ],
  grammar,
  attempt,
});
