/**
 * A text of any length as pieces that are made safe only when they are looked at, so that a text of
 * 10 MB costs what is seen of it. Where it is cut depends on the text alone: behind a line break, else
 * between words, else in a place where no letter is torn. A short text is one piece.
 *
 * A place in it is one number, its piece times `SPAN` and the offset in the piece's shown text. Places
 * are in the order of the text; in a short text they are plain offsets.
 */
import { createCache } from './remember.ts';
import { concat, safe, sliceSafe, t, type SafeText } from './safe.ts';
import { isPlain } from './width.ts';
import { endsInWord } from './words.ts';

/** Units of a piece, before it is made safe: at least so many, at most twice. */
export const PIECE = 16_384;
/** More than a piece can become by being made safe: no unit becomes more than ten. */
export const SPAN = 2 ** 20;

export type Range = { readonly start: number; readonly end: number };

export type LongText = {
  readonly pieces: number;
  /** Units before it was made safe. */
  readonly length: number;
  /** The shown text of a piece. */
  readonly textAt: (piece: number) => SafeText;
  /** A piece before it was made safe: to look into, never to show. */
  readonly pieceAt: (piece: number) => string;
  /** How many pieces have been made safe so far. */
  readonly looked: () => number;
  /** Where a piece begins, in units before it was made safe. */
  readonly startOf: (piece: number) => number;
  /** Whether a piece may begin in the middle of a word. */
  readonly isTorn: (piece: number) => boolean;
};

/** A letter with its marks is not longer, as a rule. */
const MARKED_LETTER = 20;

/** The source of a text's pieces, not safe yet. */
type Source = Omit<LongText, 'textAt' | 'looked'>;

/** A cache of all pieces would grow with the text: the others are made safe again when needed. */
const MOST_PIECES = 64;

export function longText(text: string): LongText {
  return madeSafe(cut(text));
}

/** A value as JSON, of which one field may be very long: that one is written piece by piece. */
export function longJson(value: object, field: string, text: string): LongText {
  if (text.length <= 2 * PIECE) return longText(JSON.stringify(value, undefined, 2));
  const frame = JSON.stringify({ ...value, [field]: '' }, undefined, 2);
  // Only a field of the value itself is indented by two.
  const mark = `\n  ${JSON.stringify(field)}: "`;
  const at = frame.indexOf(mark) + mark.length;
  const words = cut(text);
  const escaped: Source = {
    ...words,
    pieceAt: (piece) => JSON.stringify(words.pieceAt(piece)).slice(1, -1),
  };
  return madeSafe(joined([cut(frame.slice(0, at)), escaped, cut(frame.slice(at))]));
}

/** The piece that a place is in. */
export function pieceOf({ pieces }: LongText, place: number): number {
  return Math.max(0, Math.min(pieces - 1, Math.floor(place / SPAN)));
}

/** The text around a range, with at most `reach` on either side, and the range in it. */
export function around(long: LongText, range: Range, reach: number): Range & { text: SafeText } {
  const first = pieceOf(long, range.start);
  const last = pieceOf(long, range.end);
  let text = t``;
  let start = range.start - first * SPAN;
  let end = 0;
  for (let piece = first; piece <= last; piece += 1) {
    if (piece === last) end = text.length + range.end - last * SPAN;
    text = concat(text, long.textAt(piece));
  }
  for (let piece = first - 1; piece >= 0 && start < reach; piece -= 1) {
    const before = long.textAt(piece);
    text = concat(before, text);
    start += before.length;
    end += before.length;
  }
  for (let piece = last + 1; piece < long.pieces && text.length - end < reach; piece += 1) {
    text = concat(text, long.textAt(piece));
  }
  const from = Math.max(0, start - reach);
  return { text: sliceSafe(text, from, end + reach), start: start - from, end: end - from };
}

/** The place of an offset counted from where a piece begins, which may be in a later piece. */
export function placeFrom(long: LongText, piece: number, offset: number): number {
  let at = piece;
  let left = offset;
  while (at < long.pieces - 1 && left > long.textAt(at).length) {
    left -= long.textAt(at).length;
    at += 1;
  }
  return at * SPAN + left;
}

/** How far into the text a place is, from 0 to its `length`, as nearly as can be told at once. */
export function distanceTo(long: LongText, place: number): number {
  const piece = pieceOf(long, place);
  const from = long.startOf(piece);
  const shown = Math.max(1, long.textAt(piece).length);
  const share = Math.min(1, (place - piece * SPAN) / shown);
  return from + share * (endOf(long, piece) - from);
}

/** The place that is so far into the text; the inverse of `distanceTo`. */
export function placeAtDistance(long: LongText, distance: number): number {
  let low = 0;
  let high = long.pieces - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (long.startOf(middle) <= distance) low = middle;
    else high = middle - 1;
  }
  const from = long.startOf(low);
  const share = Math.min(1, (distance - from) / Math.max(1, endOf(long, low) - from));
  return low * SPAN + share * long.textAt(low).length;
}

function endOf(long: LongText, piece: number): number {
  return piece + 1 < long.pieces ? long.startOf(piece + 1) : long.length;
}

function madeSafe(source: Source): LongText {
  const texts = createCache<number, SafeText>(MOST_PIECES);
  const { pieceAt } = source;
  let looked = 0;
  const madeAt = (piece: number): SafeText => {
    looked += 1;
    return safe(pieceAt(piece));
  };
  return {
    ...source,
    looked: () => looked,
    textAt: (piece) => texts(piece, madeAt),
  };
}

function cut(text: string): Source {
  const pieces = Math.max(1, Math.floor(text.length / PIECE));
  const borders = createCache<number, number>();
  const startOf = (piece: number): number => {
    if (piece <= 0) return 0;
    if (piece >= pieces) return text.length;
    return borders(piece, (at) => borderIn(text, at * PIECE));
  };
  const pieceAt = (piece: number): string => text.slice(startOf(piece), startOf(piece + 1));
  const isTorn = (piece: number): boolean => {
    const start = startOf(piece);
    return piece > 0 && endsInWord(safe(text.slice(Math.max(0, start - MARKED_LETTER), start)));
  };
  return { pieces, length: text.length, startOf, isTorn, pieceAt };
}

/** Sources one after the other. */
function joined(sources: readonly Source[]): Source {
  const at = (piece: number): readonly [Source, number, number] => {
    let left = piece;
    let before = 0;
    for (const source of sources) {
      if (left < source.pieces) return [source, left, before];
      left -= source.pieces;
      before += source.length;
    }
    return [EMPTY, 0, before];
  };
  return {
    pieces: sources.reduce((sum, { pieces }) => sum + pieces, 0),
    length: sources.reduce((sum, { length }) => sum + length, 0),
    startOf: (piece) => {
      const [source, own, before] = at(piece);
      return before + source.startOf(own);
    },
    isTorn: (piece) => {
      const [source, own] = at(piece);
      return own === 0 ? piece > 0 : source.isTorn(own);
    },
    pieceAt: (piece) => {
      const [source, own] = at(piece);
      return source.pieceAt(own);
    },
  };
}

const EMPTY = cut('');

/** The one place at which the `PIECE` units from an offset on are cut; never the offset itself. */
function borderIn(text: string, from: number): number {
  const window = text.slice(from, from + PIECE);
  const newline = window.indexOf('\n');
  if (newline >= 0) return from + newline + 1;
  // Nothing before a plain letter changes how what follows is made safe, or joins it.
  const space = window.search(/ (?=[!-~])/);
  if (space >= 0) return from + space + 1;
  const sign = window.search(/[!-/:-@[-`{-~](?=[!-~])/);
  if (sign >= 0) return from + sign + 1;
  let plain = 0;
  for (let at = 1; at < window.length; at += 1) {
    if (!isPlain(window.charAt(at))) continue;
    if (/[\p{P}\p{S}\p{Z}]/u.test(window.charAt(at - 1))) return from + at;
    if (plain === 0) plain = at;
  }
  if (plain > 0) return from + plain;
  const code = text.charCodeAt(from + PIECE);
  return from + PIECE - (code >= 0xdc00 && code <= 0xdfff ? 1 : 0);
}
