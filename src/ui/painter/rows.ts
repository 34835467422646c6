/** What is on the screen, row by row, and what must be written to make it something else. Pure. */
import { isPlain, width } from '../../text/width.ts';
import type { Line, Span } from '../../text/spans.ts';

/** A piece of a row at a column of its own; its line is exactly as wide as its pane. */
type Piece = { readonly column: number; readonly width: number; readonly line: Line };

export type ScreenRow = {
  /** What Ink drew there, as text with codes; pieces lie on top of it. */
  readonly base: string;
  /** From left to right. */
  readonly pieces: readonly Piece[];
};

/** A pane where Ink's layout has put it. */
export type PlacedPane = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Cut and filled to the pane's width; one for each of its rows. */
  readonly lines: readonly Line[];
};

/** The rows of a screen of some height: panes over a frame of Ink's. */
export function composeRows(
  frame: string,
  panes: readonly PlacedPane[],
  height: number,
): readonly ScreenRow[] {
  const bases = frame.split('\n');
  const pieces = Array.from({ length: height }, (): Piece[] => []);
  for (const { x, y, width: cells, lines } of panes.toSorted((a, b) => a.x - b.x)) {
    lines.forEach((line, index) => pieces[y + index]?.push({ column: x, width: cells, line }));
  }
  return pieces.map((inRow, row) => ({ base: bases[row] ?? '', pieces: inRow }));
}

type Paint = (line: Line) => string;

const ERASE_ROW = '\u001B[2K';

/** What to write so that a screen that shows `before` shows `after`; unknown rows are undefined. */
export function changes(
  before: readonly (ScreenRow | undefined)[],
  after: readonly ScreenRow[],
  paint: Paint,
): string {
  return after.map((row, index) => rowChanges(before[index], row, index, paint)).join('');
}

function rowChanges(
  before: ScreenRow | undefined,
  after: ScreenRow,
  row: number,
  paint: Paint,
): string {
  if (before === undefined || before.base !== after.base || !isSamePlaces(before, after)) {
    return wholeRow(after, row, paint);
  }
  const changed = after.pieces.flatMap((piece, index) => {
    const old = before.pieces[index]?.line ?? [];
    return isSameLine(old, piece.line) ? [] : [{ piece, old }];
  });
  if (changed.length === 0) return '';
  // Where terminals disagree about a width, what stands to the right may have been pushed aside.
  const isCertain = (line: Line): boolean => line.every(({ text }) => isPlain(text));
  if (!changed.every(({ piece, old }) => isCertain(old) && isCertain(piece.line))) {
    return wholeRow(after, row, paint);
  }
  return changed.map(({ piece, old }) => runOf(old, piece, row, paint)).join('');
}

function wholeRow({ base, pieces }: ScreenRow, row: number, paint: Paint): string {
  const painted = pieces.map(({ column, line }) => moveTo(row, column) + paint(line));
  return moveTo(row, 0) + ERASE_ROW + base + painted.join('');
}

/** From the first span of a piece that differs to the last one. */
function runOf(old: Line, { column, line }: Piece, row: number, paint: Paint): string {
  let first = 0;
  let cells = 0;
  for (; first < line.length && isSameSpan(old[first], line[first]); first += 1) {
    cells += width(line[first]?.text ?? '');
  }
  // Both lines are as wide as their pane: what is the same at their ends is in the same place.
  let same = 0;
  while (
    same < Math.min(line.length, old.length) - first &&
    isSameSpan(old.at(-1 - same), line.at(-1 - same))
  ) {
    same += 1;
  }
  return moveTo(row, column + cells) + paint(line.slice(first, line.length - same));
}

function moveTo(row: number, column: number): string {
  return `\u001B[${row + 1};${column + 1}H`;
}

function isSamePlaces(a: ScreenRow, b: ScreenRow): boolean {
  return (
    a.pieces.length === b.pieces.length &&
    a.pieces.every((piece, index) => {
      const other = b.pieces[index];
      return piece.column === other?.column && piece.width === other.width;
    })
  );
}

function isSameLine(a: Line, b: Line): boolean {
  return a.length === b.length && a.every((span, index) => isSameSpan(span, b[index]));
}

function isSameSpan(a: Span | undefined, b: Span | undefined): boolean {
  return a?.text === b?.text && a?.style === b?.style;
}
