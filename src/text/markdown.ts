/**
 * Markdown drawn lightly: bold, code, headings and bullets of lists. Nothing is left out and nothing is
 * moved: signs stay where they are, and a bullet takes the place of the sign that it is written with.
 */
import type { LongText } from './long-text.ts';
import { createCache, createWeakCache, type Cache } from './remember.ts';
import { joinSafe, sliceSafe, t, type SafeText } from './safe.ts';
import type { StyledRange } from './spans.ts';
import type { Style } from './styles.ts';

/** A text as it is drawn, as long as the text itself, and what is styled in it. */
export type Markup = { readonly text: SafeText; readonly ranges: readonly StyledRange[] };

const MOST_PIECES = 64;
const markups = createWeakCache<LongText, Cache<number, Markup>>();

/** A piece of a text with its Markdown. A block of code that begins in an earlier piece is not seen. */
export function markupOf(long: LongText, piece: number): Markup {
  const made = markups(long, () => createCache(MOST_PIECES));
  return made(piece, () => markdown(long.textAt(piece)));
}

const FENCE = /^ {0,3}(?:```|~~~)/;
const HEADING = /^(#{1,6}) \S/;
const BULLET = /^(\s*)[-*+] (?=\S)/;
// Bounded, so that no text makes them slow.
const CODE = /(`)[^`\n]{1,400}`/g;
const BOLD = /(\*\*|__)(?=[^\s*_])[^*_\n]{1,400}(?<=\S)\1/g;

export function markdown(text: SafeText): Markup {
  const ranges: StyledRange[] = [];
  const bullets: number[] = [];
  let isCode = false;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (FENCE.test(line)) {
      isCode = !isCode;
      ranges.push({ start, end, style: 'dim' });
    } else if (isCode) {
      ranges.push({ start, end, style: 'code' });
    } else {
      const bullet = BULLET.exec(line);
      if (bullet !== null) bullets.push(start + (bullet[1]?.length ?? 0));
      const heading = HEADING.exec(line)?.[1];
      if (heading !== undefined) {
        ranges.push({ start, end, style: 'strong' });
        ranges.push({ start, end: start + heading.length, style: 'dim' });
      }
      ranges.push(...inlineRanges(line, start));
    }
    start = end + 1;
  }
  return { text: withBullets(text, bullets), ranges };
}

function inlineRanges(line: string, start: number): readonly StyledRange[] {
  if (!/[`*_]/.test(line)) return [];
  const between = (found: RegExpExecArray, style: Style): readonly StyledRange[] => {
    const from = start + found.index;
    const to = from + found[0].length;
    const sign = found[1]?.length ?? 0;
    return [
      { start: from, end: to, style },
      { start: from, end: from + sign, style: 'dim' },
      { start: to - sign, end: to, style: 'dim' },
    ];
  };
  // Stars in code are no signs.
  const plain = line.replace(CODE, (code) => ' '.repeat(code.length));
  return [
    ...[...plain.matchAll(BOLD)].flatMap((found) => between(found, 'strong')),
    ...[...line.matchAll(CODE)].flatMap((found) => between(found, 'code')),
  ];
}

const DOT = t`•`;

function withBullets(text: SafeText, at: readonly number[]): SafeText {
  if (at.length === 0) return text;
  const parts: SafeText[] = [];
  let from = 0;
  for (const place of at) {
    parts.push(sliceSafe(text, from, place), DOT);
    from = place + 1;
  }
  return joinSafe([...parts, sliceSafe(text, from)], t``);
}
