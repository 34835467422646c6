/** Keyword in context: an occurrence a line, with the words before and after it. */
import { findMatches } from '../text/match.ts';
import { isFor, type MatchPattern } from '../text/patterns.ts';
import { words } from '../text/words.ts';
import type { ConcordanceLine, LineOrder } from './types.ts';

/** Characters of a passage that are kept before and after an occurrence. */
const CONTEXT = 160;
/** Occurrences that are looked for in one passage. */
const MOST_MATCHES = 1000;

type Place = Omit<ConcordanceLine, 'before' | 'form' | 'after' | 'nth'>;

/** The occurrences in a passage; of those that overlap the first is a line. */
export function linesIn(
  passage: string,
  patterns: readonly MatchPattern[],
  place: Place,
): readonly ConcordanceLine[] {
  const wanted = patterns.filter((one) => isFor(one, place.kind));
  const lines: ConcordanceLine[] = [];
  let end = 0;
  for (const [nth, match] of findMatches(passage, wanted, MOST_MATCHES).entries()) {
    if (match.start < end) continue;
    end = match.end;
    lines.push({
      ...place,
      before: before(passage, match.start),
      form: inOneLine(passage.slice(match.start, match.end)),
      after: after(passage, match.end),
      nth,
    });
  }
  return lines;
}

function before(text: string, end: number): string {
  const start = Math.max(0, end - CONTEXT);
  const piece = inOneLine(text.slice(start, end)).trimStart();
  return start > 0 ? `…${piece.toWellFormed()}` : piece;
}

function after(text: string, start: number): string {
  const end = Math.min(text.length, start + CONTEXT);
  const piece = inOneLine(text.slice(start, end)).trimEnd();
  return end < text.length ? `${piece.toWellFormed()}…` : piece;
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** The lines in an order; lines that are equal in it keep theirs. */
export function sortedLines(
  lines: readonly ConcordanceLine[],
  order: LineOrder,
): readonly ConcordanceLine[] {
  if (order === 'trial') return lines;
  const made = lines.map((line) => ({ line, by: sortKey(line, order) }));
  return made
    .sort((one, other) => (one.by < other.by ? -1 : one.by > other.by ? 1 : 0))
    .map(({ line }) => line);
}

/** The words after it, or those before it from the nearest on. */
function sortKey(
  { before: left, form, after: right }: ConcordanceLine,
  order: 'before' | 'after',
): string {
  const found = Array.from(
    words(order === 'after' ? `${right} ${form}` : left),
    ({ word }) => word,
  );
  return (order === 'after' ? found : found.toReversed()).join(' ');
}
