/**
 * A page: lines of our own (the head), and below them a text of any length as wrapped rows. A step of a
 * trial and a slide of a walkthrough are pages.
 *
 * A row is identified by the place where it begins: in the text as `long-text.ts` counts, in the head
 * as a negative number counted back from the text (-1: its last line). So no rows have to be counted,
 * a long text is made safe and wrapped only where it is looked at, and a place survives a resize.
 */
import {
  distanceTo,
  pieceOf,
  placeAtDistance,
  placeFrom,
  SPAN,
  type LongText,
  type Range,
} from './long-text.ts';
import type { Markup } from './markdown.ts';
import { createRows, type Rows } from './rows.ts';
import { sliceSafe, t, type SafeText } from './safe.ts';
import { highlight, styled, type Line, type StyledRange } from './spans.ts';
import type { Style } from './styles.ts';
import { graphemes } from './width.ts';

export type Page = {
  readonly head: readonly Line[];
  readonly text: LongText;
  readonly rows: Rows;
  /** Style of the text. */
  readonly style: Style;
  /** Private reasoning and drafts have a bar at the left of their text. */
  readonly isPrivate: boolean;
  /** The last row: of the head (the text is not shown), of the text, or a blank one below it. */
  readonly end: 'head' | 'text' | 'blank';
  /** How the text is drawn, where not as it is written: a piece of it. */
  readonly markup?: ((text: LongText, piece: number) => Markup) | undefined;
};

/** Cells of the bar at the left of a private text. */
export const BAR_CELLS = 2;
/** The row that stands for the blank one below a text. */
export const BLANK = Number.POSITIVE_INFINITY;
/** A place before every row. */
export const TOP = Number.NEGATIVE_INFINITY;

/** A page with its text wrapped at a width in cells. */
export function createPage(parts: Omit<Page, 'rows'>, width: number): Page {
  return { ...parts, rows: createRows(parts.text, width) };
}

/** The row that a place is on. `TOP` gives the first row, `BLANK` the last. */
export function rowAt({ head, rows, end }: Page, place: number): number {
  if (end === 'head') return Math.max(-head.length, Math.min(-1, place));
  if (place === BLANK && end === 'blank') return BLANK;
  return place < 0 && head.length > 0 ? Math.max(-head.length, place) : rows.at(place).start;
}

/** The row below a row; undefined below the last. */
export function rowBelow({ rows, end }: Page, row: number): number | undefined {
  if (row === BLANK) return undefined;
  if (row < 0) return row < -1 || end !== 'head' ? row + 1 : undefined;
  return rows.below(row)?.start ?? (end === 'blank' ? BLANK : undefined);
}

/** The row above a row; undefined above the first. */
export function rowAbove({ head, rows }: Page, row: number): number | undefined {
  if (row === BLANK) return rows.last().start;
  const above = row > 0 ? rows.above(row)?.start : row - 1;
  return above !== undefined && above >= -head.length ? above : undefined;
}

/** One row as styled text, without the bar. Of a text that is being typed: what comes before `typed`. */
export function lineAt(
  { head, text, rows, style, markup }: Page,
  row: number,
  marks: readonly StyledRange[],
  typed = Number.POSITIVE_INFINITY,
): Line {
  if (row < 0) return head[head.length + row] ?? [];
  if (row === BLANK) return [];
  const { start, end } = rows.at(row);
  const piece = pieceOf(text, start);
  const base = piece * SPAN;
  const drawn = markup?.(text, piece);
  const shown = drawn?.text ?? text.textAt(piece);
  const own = marks
    .filter((mark) => mark.start < end && mark.end > start)
    .map((mark) => ({ ...mark, start: mark.start - base, end: mark.end - base }));
  const cut = typed < end ? wholeLetters(shown, start - base, typed - base) : end - base;
  if (cut === start - base && end > start) return [];
  return highlight(
    shown,
    { start: start - base, end: cut },
    [...(drawn?.ranges ?? []), ...own],
    style,
  );
}

/** The bar at the left of a row; empty where the row has none. */
export function barAt({ isPrivate }: Page, row: number): Line {
  return isPrivate && row >= 0 ? [styled(t`┆ `, 'reasoning')] : [];
}

/** No letter, however composed, has more units. */
const LONGEST_LETTER = 40;

/** The end of the last letter that is whole before an offset. */
function wholeLetters(text: SafeText, start: number, end: number): number {
  if (end <= start) return start;
  let at = start;
  // A letter may go on beyond the offset, so what follows it is looked at as well.
  for (const letter of graphemes(sliceSafe(text, start, end + LONGEST_LETTER))) {
    if (at + letter.length > end) break;
    at += letter.length;
  }
  return at;
}

/** A part of a page's text, as places. */
export type PagePart = Range & { readonly page: Page };

/** The place at a share, `count` / `of`, of the letters of a part. */
export function placeInPart(
  { page: { text }, start, end }: PagePart,
  count: number,
  of: number,
): number {
  const first = pieceOf(text, start);
  const last = pieceOf(text, end);
  let letters = end - last * SPAN - (start - first * SPAN);
  for (let piece = first; piece < last; piece += 1) letters += text.textAt(piece).length;
  const done = Math.floor((letters * count) / of);
  return placeFrom(text, first, start - first * SPAN + done);
}

/** The share (0 to 1) of a page's text that comes before a place. */
export function shareAt({ text }: Page, place: number): number {
  return distanceTo(text, place) / Math.max(1, text.length);
}

/** The row at a share of a page's text; the inverse of `shareAt`, to the nearest letter. */
export function rowAtShare(page: Page, share: number): number {
  return rowAt(page, placeAtDistance(page.text, share * page.text.length));
}

/** The next row below a place that has text in it and is at least so much of the text (0 to 1) on. */
export function nextTextRow(page: Page, place: number, share: number): number | undefined {
  const { rows, text } = page;
  const least = distanceTo(text, place) + share * text.length;
  for (let row = rows.below(place); row !== undefined; row = rows.below(row.start)) {
    if (row.end > row.start && distanceTo(text, row.start) >= least) return row.start;
  }
  return undefined;
}
