/**
 * The rows of a long text at a width, from any place on, down or up. Every piece is wrapped for itself
 * and as far as it is looked at, so the last screen of 10 MB costs what the first one does.
 */
import { pieceOf, SPAN, type LongText } from './long-text.ts';
import { createCache } from './remember.ts';
import { sliceSafe } from './safe.ts';
import { createWrapped, type Row, type Wrapped } from './wrap.ts';

/** Rows are ranges of places in the text (`long-text.ts`). A row lies in one piece. */
export type Rows = {
  /** The row that a place is on. */
  readonly at: (place: number) => Row;
  /** The rows below and above the one that a place is on; undefined at the ends. */
  readonly below: (place: number) => Row | undefined;
  readonly above: (place: number) => Row | undefined;
  readonly last: () => Row;
};

const MOST_PIECES = 64;

export function createRows(long: LongText, width: number): Rows {
  const cache = createCache<number, Wrapped>(MOST_PIECES);
  const wrapped = (piece: number): Wrapped => cache(piece, wrapPiece);

  function wrapPiece(piece: number): Wrapped {
    const text = long.textAt(piece);
    // The line break that ends a piece begins no row of it.
    const isCut = piece < long.pieces - 1 && text.endsWith('\n');
    return createWrapped(isCut ? sliceSafe(text, 0, -1) : text, width);
  }

  function row(piece: number, index: number): Row | undefined {
    const found = wrapped(piece).rowAt(index);
    const base = piece * SPAN;
    return found === undefined ? undefined : { start: base + found.start, end: base + found.end };
  }

  function lastOf(piece: number): Row {
    return row(piece, wrapped(piece).count() - 1) ?? { start: piece * SPAN, end: piece * SPAN };
  }

  function find(place: number): readonly [piece: number, index: number] {
    const piece = pieceOf(long, place);
    return [piece, wrapped(piece).indexOf(Math.max(0, place - piece * SPAN))];
  }

  return {
    at: (place) => {
      const [piece, index] = find(place);
      return row(piece, index) ?? lastOf(piece);
    },
    below: (place) => {
      const [piece, index] = find(place);
      const next = row(piece, index + 1);
      return next ?? (piece + 1 < long.pieces ? row(piece + 1, 0) : undefined);
    },
    above: (place) => {
      const [piece, index] = find(place);
      if (index > 0) return row(piece, index - 1);
      return piece > 0 ? lastOf(piece - 1) : undefined;
    },
    last: () => lastOf(long.pieces - 1),
  };
}
