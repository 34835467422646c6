/** Finds a quoted passage in a text. */
import {
  around,
  pieceOf,
  placeAtDistance,
  placeFrom,
  SPAN,
  type LongText,
  type Range,
} from './long-text.ts';
import { concat, safe, sliceSafe, type SafeText } from './safe.ts';

/** Where a quote stands in a shown text; judges quote loosely: other white space, other capitals. */
export function findQuote(
  text: SafeText,
  quote: string,
): { readonly start: number; readonly end: number } | undefined {
  const wanted = safe(quote).trim();
  if (wanted === '') return undefined;
  return exactly(text, wanted) ?? loosely(text, wanted);
}

function exactly(text: SafeText, wanted: string): Range | undefined {
  const at = text.indexOf(wanted);
  return at < 0 ? undefined : { start: at, end: at + wanted.length };
}

function loosely(text: SafeText, wanted: string): Range | undefined {
  const [first, ...others] = partsOf(wanted);
  if (first === undefined) return undefined;
  const begins = new RegExp(first, 'giu');
  const goesOn = others.map((part) => new RegExp(part, 'iuy'));
  for (let found = begins.exec(text); found !== null; found = begins.exec(text)) {
    let end = begins.lastIndex;
    const isWhole = goesOn.every((part) => {
      part.lastIndex = end;
      if (!part.test(text)) return false;
      end = part.lastIndex;
      return true;
    });
    if (isWhole) return { start: found.index, end };
    begins.lastIndex = found.index + 1;
  }
  return undefined;
}

/** A quote may be as long as its text, and an expression may not: it is looked for in parts. */
const PART = 2000;

/** Expressions that match a quote one after the other. */
function partsOf(wanted: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < wanted.length;) {
    let end = Math.min(wanted.length, at + PART);
    // Neither a pair of surrogates nor a run of white space is cut.
    while (end < wanted.length && /^(?:[\uDC00-\uDFFF]|\s)/.test(wanted.slice(end, end + 1)))
      end += 1;
    const words = wanted.slice(at, end).split(/\s+/);
    parts.push(words.map((word) => RegExp.escape(word)).join('\\s+'));
    at = end;
  }
  return parts;
}

/** White space that a quote may have more of in the text than it has itself. */
const MORE_SPACE = 1000;

/**
 * As `findQuote`, in a text of any length. If its `source`, not made safe, has the very words, the place
 * where it has them first is taken: that is found without looking at all of the text.
 */
export function findLongQuote(
  long: LongText,
  quote: string,
  source: string | undefined,
): Range | undefined {
  if (long.pieces === 1) return findQuote(long.textAt(0), quote);
  const wanted = safe(quote).trim();
  if (wanted === '') return undefined;
  const find = (piece: number, how: typeof exactly): Range | undefined => {
    const text = long.textAt(piece);
    const end = piece * SPAN + text.length;
    // It may go on in the piece behind the one that it begins in.
    const behind = around(long, { start: end, end }, wanted.length + MORE_SPACE);
    const found = how(concat(text, sliceSafe(behind.text, behind.start)), wanted);
    if (found === undefined || found.start >= text.length) return undefined;
    return { start: piece * SPAN + found.start, end: placeFrom(long, piece, found.end) };
  };
  const there = source?.indexOf(wanted) ?? -1;
  const verbatim =
    there < 0 ? undefined : find(pieceOf(long, placeAtDistance(long, there)), exactly);
  if (verbatim !== undefined) return verbatim;
  let loose: Range | undefined;
  for (let piece = 0; piece < long.pieces; piece += 1) {
    const exact = find(piece, exactly);
    if (exact !== undefined) return exact;
    loose ??= find(piece, loosely);
  }
  return loose;
}
