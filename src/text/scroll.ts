/** Walking through the rows of pages that stand below each other, as on one roll of paper. */
import { BLANK, rowAbove, rowAt, rowBelow, TOP, type Page } from './page.ts';

/** A row, and the page that it is on. */
export type RowPosition<P extends Page = Page> = { readonly page: P; readonly row: number };

/** The pages that can be scrolled through, and the number of rows in view. */
export type Scroll<P extends Page = Page> = {
  readonly pages: readonly P[];
  readonly height: number;
};

/** The rows in view from a position on, at most `height` of them. */
export function visibleRows<P extends Page>(
  scroll: Scroll<P>,
  from: RowPosition<P> | undefined,
): readonly RowPosition<P>[] {
  const positions: RowPosition<P>[] = [];
  for (
    let position = from;
    position !== undefined && positions.length < scroll.height;
    position = after(scroll, position)
  ) {
    positions.push(position);
  }
  return positions;
}

/**
 * The position that so many rows down, or up, lead to. Down it ends where the last row is the lowest in
 * view. Where it was there already, the position given is returned.
 */
export function scrollBy<P extends Page>(
  scroll: Scroll<P>,
  from: RowPosition<P>,
  rows: number,
): RowPosition<P> {
  let position = from;
  // Going down ends when the row at the bottom is the last.
  let bottom = rows > 0 ? visibleRows(scroll, from)[scroll.height - 1] : undefined;
  for (let left = Math.abs(rows); left > 0; left -= 1) {
    if (rows > 0) {
      bottom = bottom === undefined ? undefined : after(scroll, bottom);
      if (bottom === undefined) break;
    }
    const next = rows > 0 ? after(scroll, position) : before(scroll, position);
    if (next === undefined) break;
    position = next;
  }
  return position;
}

/** Whether there are rows below those in view. */
export function hasMoreBelow<P extends Page>(scroll: Scroll<P>, from: RowPosition<P>): boolean {
  return scrollBy(scroll, from, 1) !== from;
}

/** The position, or the nearest above it that fills the view. */
export function filledView<P extends Page>(
  scroll: Scroll<P>,
  from: RowPosition<P>,
): RowPosition<P> {
  return scrollBy(scroll, from, visibleRows(scroll, from).length - scroll.height);
}

/** The lowest position that fills the view; undefined without pages. */
export function lowestPosition<P extends Page>(scroll: Scroll<P>): RowPosition<P> | undefined {
  const page = scroll.pages.at(-1);
  return page === undefined ? undefined : filledView(scroll, { page, row: rowAt(page, BLANK) });
}

function after<P extends Page>(
  { pages }: Scroll<P>,
  { page, row }: RowPosition<P>,
): RowPosition<P> | undefined {
  const below = rowBelow(page, row);
  if (below !== undefined) return { page, row: below };
  const next = pages[pages.indexOf(page) + 1];
  return next === undefined ? undefined : { page: next, row: rowAt(next, TOP) };
}

function before<P extends Page>(
  { pages }: Scroll<P>,
  { page, row }: RowPosition<P>,
): RowPosition<P> | undefined {
  const above = rowAbove(page, row);
  if (above !== undefined) return { page, row: above };
  const previous = pages[pages.indexOf(page) - 1];
  return previous === undefined ? undefined : { page: previous, row: rowAt(previous, BLANK) };
}
