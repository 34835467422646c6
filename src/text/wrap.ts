/**
 * Word wrap as ranges into a text: rows are never copied. Wrapping goes on only as far as rows are
 * asked for, so the first screen of a 10 MB text costs a screen.
 */
import { eachGrapheme, graphemeWidth, isAscii } from './width.ts';
import type { SafeText } from './safe.ts';

/** Half-open range of offsets. Spaces at which a line was broken belong to no row. */
export type Row = { readonly start: number; readonly end: number };

export type Wrapped = {
  /** The row with this number, from 0; undefined beyond the end. */
  readonly rowAt: (index: number) => Row | undefined;
  /** All rows. Finishes the wrapping. */
  readonly count: () => number;
  /** Rows found so far. */
  readonly known: () => number;
  /** The row that an offset is on. */
  readonly indexOf: (offset: number) => number;
};

/** A text wrapped at a width in cells, row by row as they are asked for. */
export function createWrapped(text: SafeText, width: number): Wrapped {
  const rows: Row[] = [];
  const cells = Math.max(1, width);
  /** Where the next row begins; beyond the text's end when all is wrapped. */
  let next = 0;

  function more(): boolean {
    if (next > text.length) return false;
    const row = rowFrom(text, next, cells);
    rows.push(row);
    next = afterRow(text, row);
    return true;
  }

  return {
    rowAt: (index) => {
      while (rows.length <= index && more());
      return rows[index];
    },
    count: () => {
      while (more());
      return rows.length;
    },
    known: () => rows.length,
    indexOf: (offset) => {
      while (next <= offset && more());
      let low = 0;
      let high = rows.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((rows[middle]?.start ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return Math.max(0, low);
    },
  };
}

/** All rows of a text. */
export function wrap(text: SafeText, width: number): readonly Row[] {
  const wrapped = createWrapped(text, width);
  return Array.from({ length: wrapped.count() }, (_, index) => wrapped.rowAt(index)).filter(
    (row) => row !== undefined,
  );
}

/** Where the row after this one begins; one beyond the text's length if there is none. */
function afterRow(text: string, row: Row): number {
  let at = row.end;
  while (text.charCodeAt(at) === SPACE) at += 1;
  if (at >= text.length) return row.end >= text.length || at > row.end ? text.length + 1 : at;
  return text.charCodeAt(at) === NEWLINE ? at + 1 : at;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** The row that begins at an offset: as many whole words as fit, or as many graphemes. */
function rowFrom(text: string, start: number, cells: number): Row {
  // No row can be longer than this many units without being cut, whatever the line's length.
  const window = text.slice(start, start + cells * 4 + 64);
  const newline = window.indexOf('\n');
  const line = newline < 0 ? window : window.slice(0, newline);
  const isWhole = newline >= 0 || start + line.length >= text.length;
  if (isAscii(line)) {
    if (isWhole && line.length <= cells) return { start, end: start + line.length };
    return { start, end: start + breakAt(line, cells, line.length) };
  }
  let used = 0;
  let fits = 0;
  for (const grapheme of eachGrapheme(line)) {
    const size = graphemeWidth(grapheme);
    // A single grapheme wider than the row stands alone: nothing is lost.
    if (used + size > cells && fits > 0) break;
    used += size;
    fits += grapheme.length;
  }
  if (isWhole && fits === line.length) return { start, end: start + line.length };
  return { start, end: start + breakAt(line, fits, line.length) };
}

/** The break nearest before `fits`: after the last word that fits, or in the middle of a long one. */
function breakAt(line: string, fits: number, length: number): number {
  if (fits >= length) return length;
  if (line.charCodeAt(fits) === SPACE) return trimmed(line, fits);
  const space = line.lastIndexOf(' ', fits - 1);
  // A row of nothing but leading spaces would show nothing: the word is cut instead.
  const end = space <= 0 ? 0 : trimmed(line, space);
  return end > 0 ? end : Math.max(1, fits);
}

/** Trailing spaces hang outside the row. */
function trimmed(line: string, end: number): number {
  let at = end;
  while (at > 0 && line.charCodeAt(at - 1) === SPACE) at -= 1;
  return at > 0 ? at : end;
}
