/** Sizes of everything on screen, from the terminal's size alone. Cells and rows. */
import type { Size } from './message.ts';

export const SMALLEST: Size = { columns: 40, rows: 10 };

export function isTooSmall(size: Size): boolean {
  return size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
}

/** Rows between header and footer. */
export function bodyRows(size: Size): number {
  return Math.max(1, size.rows - 2);
}

export type DocketLayout = {
  /** 0: no facet panel. */
  readonly facets: number;
  readonly list: number;
  /** Rows for trials, without the line of column titles. */
  readonly listRows: number;
  /** Rows of the preview with its rule; 0: none. */
  readonly previewRows: number;
  readonly facetRows: number;
};

export function docketLayout(size: Size): DocketLayout {
  const body = bodyRows(size);
  const facets = size.columns < 72 ? 0 : Math.min(48, Math.max(30, Math.floor(size.columns * 0.3)));
  const previewRows = body < 18 ? 0 : Math.min(14, Math.floor(body * 0.36));
  return {
    facets,
    list: size.columns - facets - (facets > 0 ? 1 : 0),
    listRows: Math.max(1, body - 1 - previewRows),
    previewRows,
    facetRows: body,
  };
}

export type ReplayLayout = {
  /** 0: no rail. */
  readonly rail: number;
  /** Cells of the reading pane, margin included. */
  readonly pane: number;
  /** Cells of a line of text: a measure that can be read. */
  readonly text: number;
  /** The verdict beside the text; 0: none. */
  readonly beside: number;
  readonly rows: number;
};

/** From this width on there is room for the verdict beside the text. */
export const BESIDE_FROM = 120;
const LONGEST_LINE = 110;

/** `isBeside`: the verdict is wanted beside the text. */
export function replayLayout({ columns, rows }: Size, isBeside = false): ReplayLayout {
  const body = bodyRows({ columns, rows });
  if (isBeside && columns >= BESIDE_FROM) {
    const rail = Math.min(40, Math.floor(columns * 0.2));
    // What the text does not need is the verdict's.
    const least = Math.floor(columns * 0.28);
    const beside = Math.max(least, Math.min(90, columns - rail - 2 - LONGEST_LINE - 4));
    const pane = columns - rail - beside - 2;
    return { rail, pane, text: Math.min(LONGEST_LINE, pane - 4), beside, rows: body };
  }
  const rail = columns < 60 ? 0 : columns < 100 ? 24 : Math.min(44, Math.floor(columns * 0.24));
  const pane = columns - rail - (rail > 0 ? 1 : 0);
  const text = Math.max(10, Math.min(LONGEST_LINE, pane - 4));
  return { rail, pane, text, beside: 0, rows: body };
}

export type SearchLayout = {
  /** 0: variants are one line above the results. */
  readonly variants: number;
  readonly results: number;
  readonly resultRows: number;
};

export function searchLayout(size: Size): SearchLayout {
  const variants = size.columns < 90 ? 0 : Math.min(40, Math.floor(size.columns * 0.25));
  return {
    variants,
    results: size.columns - variants - (variants > 0 ? 1 : 0),
    // The input line, the line under it (error or counts), and a blank one.
    resultRows: Math.max(1, bodyRows(size) - 3),
  };
}

/** Rows that a list in a picker or the palette has. */
export function pickerRows(size: Size): number {
  return Math.max(1, bodyRows(size) - 4);
}

/** Rows of the list of chapters: all but its title and a blank row. */
export function chapterRows(size: Size): number {
  return Math.max(1, bodyRows(size) - 2);
}

export type ConcordanceLayout = {
  /** Rows for lines of context, below the forms. */
  readonly lines: number;
  /** Rows for groups, below a rule and the titles of columns and above a note. */
  readonly table: number;
};

/** `rows`: how many the table has. */
export function concordanceLayout(size: Size, rows: number): ConcordanceLayout {
  const room = Math.max(2, bodyRows(size) - 4);
  const table = Math.min(Math.max(1, rows), Math.max(1, Math.floor(room * 0.45)));
  return { lines: Math.max(1, room - table), table };
}

export type BookmarksLayout = {
  readonly listRows: number;
  /** Rows for the stop under the cursor, with the rule above; 0: none. */
  readonly detailRows: number;
};

export function bookmarksLayout(size: Size): BookmarksLayout {
  const body = bodyRows(size);
  const detailRows = body < 14 ? 0 : Math.min(12, Math.floor(body * 0.4));
  return { listRows: Math.max(1, body - detailRows), detailRows };
}

export type DetailedLayout = {
  readonly listRows: number;
  /** Rows for all that is said of the row under the cursor, with the rule above. */
  readonly detailRows: number;
};

/** Characters that are said of a row in full, where there is room for them. */
const LONGEST_DETAIL = 1000;

/** A list of rows that are cut, with the one under the cursor in full below. */
export function detailedLayout(size: Size): DetailedLayout {
  const body = bodyRows(size);
  // A rule stands above it, and not every line is full.
  const wanted = 2 + Math.ceil(LONGEST_DETAIL / size.columns);
  const detailRows = Math.max(3, Math.min(wanted, Math.floor(body * 0.4)));
  return { listRows: Math.max(1, body - detailRows), detailRows };
}

/** Cells at the left of the speaker's notes. */
export const NOTES_MARGIN = 2;
const LONGEST_NOTE = 90;

/** Cells of a line of the speaker's notes. */
export function notesMeasure({ columns }: Size): number {
  return Math.max(10, Math.min(LONGEST_NOTE, columns - 2 * NOTES_MARGIN));
}
