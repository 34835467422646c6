/**
 * Nothing of a trial or walkthrough becomes alive in its Markdown: rendered as CommonMark, and with
 * tables, raw HTML and links of plain addresses, there is no HTML, no image and no link.
 */
import { Readable } from 'node:stream';
import { array, assert, asyncProperty, constantFrom, integer, string } from 'fast-check';
import { expect, it } from 'vitest';
import { md } from '../../src/export/md.ts';
import type { ExportContext, TrialSet } from '../../src/export/writer.ts';
import type { Trial } from '../../src/trial/types.ts';
import { NO_VALUE } from '../../src/query/ast.ts';
import { deckOf, libraryOf } from '../support/decks.ts';
import { live, RENDERERS } from '../support/markdown.ts';

const HOSTILE = [
  '![t](http://evil.invalid/p.png)',
  '<img src="http://evil.invalid/p2.png">',
  '<script>alert(1)</script>',
  '[click](javascript:alert(1))',
  '[ref]: http://evil.invalid "t"\n\n[ref]',
  '[ref][]',
  '![ref]',
  '<http://evil.invalid>',
  '<me@evil.invalid>',
  'https://evil.invalid/?a=b',
  'ftp://evil.invalid',
  'www.evil.com',
  'evil.com/path',
  '//evil.com',
  'me@evil.com',
  'mailto:me@evil.com',
  'a\n---\n# heading',
  'a\n===',
  '\n\n<div>\n\n',
  '<!-- c -->',
  '<?x ?>',
  '<![CDATA[x]]>',
  '</td>',
  '| a | b |\n|---|---|\n| <b> | [x](http://evil.invalid) |',
  'h\n:-',
  '```\n<b>\n```',
  '~~~\n<b>\n~~~',
  '`````',
  '`<b>`',
  '\\`<b>',
  '\\',
  '\\\\[x](http://evil.invalid)',
  '*a* _b_ **c**',
  '&lt;b&gt;',
  '&#60;b&#62;',
  '- x\n  <b>',
  '    <b>',
  '\t<b>',
  '> <b>',
  '1. <b>',
  '\r<b>\r\n<i>',
  '\u2028<b>',
  '---\n<b>\n---',
  '"',
  "'",
  '|',
  ' ',
  '',
];
const piece = constantFrom(...HOSTILE);
const hostile = array(piece, { maxLength: 4 }).map((parts) => parts.join(' '));
const glued = array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const value = constantFrom('hostile', 'glued', 'any').chain((kind) =>
  kind === 'hostile' ? hostile : kind === 'glued' ? glued : string({ unit: 'grapheme' }),
);

/** A trial with one of some values in every field. */
function trialOf(values: readonly string[], id: string): Trial {
  let at = 0;
  const next = (): string => values[(at += 1) % values.length] ?? '';
  const quotes = () => [{ turn: 1, text: next(), note: next(), trial: next() }, { text: next() }];
  const turn = () => ({
    by: next(),
    from: next(),
    to: next(),
    cc: next(),
    subject: next(),
    at: next(),
    attachments: [next(), next()],
    name: next(),
    ref: next(),
    args: { [next()]: next(), deep: [{ [next()]: next() }] },
    raw: next(),
    text: next(),
    meta: { [next()]: next() },
  });
  return {
    id: id + next(),
    model: next(),
    scenario: next(),
    condition: next(),
    sample: next(),
    instruction: next(),
    startedAt: next(),
    tags: [next(), next()],
    synthetic: true,
    meta: { redacted: next(), [next()]: next() },
    verdict: {
      outcome: 'harmful',
      label: next(),
      by: next(),
      rationale: next(),
      quotes: quotes(),
      scores: { [next()]: next(), [`${next()}2`]: { value: next() } },
      gates: [{ name: next(), label: next(), passed: true, quotes: quotes() }],
    },
    turns: (['briefing', 'email', 'reasoning', 'message', 'action', 'result', 'note'] as const).map(
      (kind) => ({ ...turn(), kind }),
    ),
  };
}

async function documentOf(pieces: AsyncIterable<unknown> | undefined): Promise<string> {
  if (pieces === undefined) throw new Error('not written');
  let document = '';
  for await (const each of pieces) document += String(each);
  return document;
}

function written(trials: readonly Trial[]): Promise<string> {
  const collection = { trials: () => Readable.from(trials) };
  const set = { collection, keys: trials.map((_, at) => at), query: '' };
  // The writer of Markdown asks for nothing else.
  return documentOf(md.trials?.(set as unknown as TrialSet, {} as ExportContext));
}

it('knows what is alive', () => {
  for (const text of [
    '<b>',
    '[x](y)',
    '![x](y)',
    'http://evil.invalid',
    'www.evil.com',
    'a@b.com',
  ]) {
    expect(live(text)).not.toEqual([]);
  }
});

it('has none of it in one trial or several', async () => {
  await assert(
    asyncProperty(
      array(value, { minLength: 1, maxLength: 6 }),
      integer({ min: 1, max: 3 }),
      async (values, many) => {
        const document = await written(
          Array.from({ length: many }, (_, at) => trialOf(values, String(at))),
        );
        expect(live(document)).toEqual([]);
        // Front matter stands at the beginning alone: what looks like it elsewhere is in a fence.
        const rest = document.slice(document.indexOf('\n---\n', 3) + 5);
        for (const renderer of RENDERERS) {
          const types = renderer.parse(rest, {}).map(({ type }) => type);
          expect(types).not.toContain('hr');
          expect(types).not.toContain('table_open');
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('has none of it in a walkthrough', async () => {
  await assert(
    asyncProperty(array(value, { minLength: 1, maxLength: 6 }), async (values) => {
      let at = 0;
      const next = (): string => values[(at += 1) % values.length] ?? '';
      const trial = trialOf(values, 'a');
      const library = libraryOf([trial]);
      const deck = await deckOf(
        {
          title: next(),
          subtitle: next(),
          author: next(),
          closing: next(),
          stops: [
            { title: next(), text: next() },
            { title: next(), text: next(), trial: trial.id, turns: { first: 1, last: 7 } },
            { trial: trial.id, quotes: [next()], reveal: ['verdict', 'model'] },
            { title: next(), rates: { by: 'model', split: 'condition' } },
            { title: next(), trial: next() },
          ],
        },
        {
          ...library,
          rates: async (query, by) => {
            const { groups, total } = await library.rates(query, by);
            const named = [NO_VALUE, ...values].flatMap((name) =>
              groups.map((group) => ({ ...group, values: by.map(() => name) })),
            );
            return { groups: named, total };
          },
        },
      );
      const origin = { program: 'Inquest', files: [next()], redacted: next() };
      const document = await documentOf(
        md.walkthrough?.(deck, { origin } as unknown as ExportContext),
      );
      expect(live(document)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('keeps the words', async () => {
  const words = 'A plain <b>value</b>, 100 % *of* it_is | [here] & at http://evil.invalid/x`y.';
  const document = await written([0, 1].map((at) => ({ ...trialOf([words], ''), id: `t${at}` })));
  const [commonmark] = RENDERERS;
  const shown = (commonmark?.parse(document, {}) ?? [])
    .filter(({ type }) => type === 'inline')
    .map(({ children }) => (children ?? []).map(({ content }) => content).join(''));
  expect(shown).toContain(`Subject: ${words}`);
  // Of the second trial the list, of the first the front matter.
  expect(shown).toContain(`Model: ${words}`);
  const front = /^model: (.*)$/m.exec(document)?.[1] ?? '';
  expect(JSON.parse(front)).toBe(words);
});
