/** Walking through a replay's rows: from an anchor, up and down, across steps when unfolded. */
import { BLANK, rowAbove, rowAt, rowBelow, stepDocument, type StepDocument } from './document.ts';
import { replayLayout } from '../../layout.ts';
import type { Size } from '../../message.ts';
import type { Anchor, LoadedTrial, ReplayScreen } from './state.ts';
import { stepOrder } from './steps.ts';

/** A row of the view: which step's document, and where in it the row begins. */
export type RowPosition = { readonly document: StepDocument; readonly row: number };

/** The rows that can be scrolled through: the current step, or all steps up to it. */
export type Scroll = {
  readonly documents: readonly StepDocument[];
  readonly height: number;
};

export function scrollOf(size: Size, screen: ReplayScreen, loaded: LoadedTrial): Scroll {
  const { text, rows } = replayLayout(size);
  const order = stepOrder(loaded.trial, screen.byTime);
  const upTo = order.indexOf(screen.step);
  const steps = screen.unfolded ? order.slice(0, upTo + 1) : [screen.step];
  return {
    documents: steps.map((step) => stepDocument(loaded, step, text, screen)),
    height: rows,
  };
}

/** The rows in view from an anchor on, at most `height` of them. */
export function visibleRows(scroll: Scroll, anchor: Anchor): readonly RowPosition[] {
  const positions: RowPosition[] = [];
  let position: RowPosition | undefined = positionOf(scroll, anchor);
  while (position !== undefined && positions.length < scroll.height) {
    positions.push(position);
    position = after(scroll, position);
  }
  return positions;
}

/**
 * The anchor after scrolling by rows. It stops where the last row of the last step is at the
 * bottom; `moved` false says that it was there already.
 */
export function scrollBy(
  scroll: Scroll,
  anchor: Anchor,
  rows: number,
): { readonly anchor: Anchor; readonly moved: boolean } {
  const from = positionOf(scroll, anchor);
  if (from === undefined) return { anchor, moved: false };
  let position = from;
  // Going down ends when the row at the bottom is the last.
  let bottom = rows > 0 ? ahead(scroll, from, scroll.height - 1) : undefined;
  for (let left = Math.abs(rows); left > 0; left -= 1) {
    if (rows > 0) {
      bottom = bottom === undefined ? undefined : after(scroll, bottom);
      if (bottom === undefined) break;
    }
    const next = rows > 0 ? after(scroll, position) : before(scroll, position);
    if (next === undefined) break;
    position = next;
  }
  const moved =
    position !== from && (position.document !== from.document || position.row !== from.row);
  return { anchor: anchorOf(position), moved };
}

/** The anchor that shows the last row at the bottom. */
export function lastAnchor(scroll: Scroll): Anchor {
  const lowest = lowestTop(scroll);
  return lowest === undefined ? { turn: 1, offset: 0 } : anchorOf(lowest);
}

/** Unfolded, a step that fits on the screen is shown at its bottom, with what came before above. */
export function withEarlierTurns(size: Size, screen: ReplayScreen): ReplayScreen {
  const { anchor, loaded, step } = screen;
  const atTop = anchor.turn === step && anchor.offset === Number.NEGATIVE_INFINITY;
  if (!screen.unfolded || !atTop || loaded === undefined) return screen;
  const last = lastAnchor(scrollOf(size, screen, loaded));
  return last.turn === step ? screen : { ...screen, anchor: last };
}

function anchorOf({ document, row }: RowPosition): Anchor {
  const isFirst = rowAbove(document, row) === undefined;
  return { turn: document.step, offset: isFirst ? Number.NEGATIVE_INFINITY : row };
}

/** Whether there is text below what is in view. */
export function hasMoreBelow(scroll: Scroll, anchor: Anchor): boolean {
  return scrollBy(scroll, anchor, 1).moved;
}

function positionOf(scroll: Scroll, anchor: Anchor): RowPosition | undefined {
  const document =
    scroll.documents.find(({ step }) => step === anchor.turn) ?? scroll.documents.at(-1);
  return document === undefined ? undefined : { document, row: rowAt(document, anchor.offset) };
}

function after(scroll: Scroll, { document, row }: RowPosition): RowPosition | undefined {
  const below = rowBelow(document, row);
  if (below !== undefined) return { document, row: below };
  const next = scroll.documents[scroll.documents.indexOf(document) + 1];
  return next === undefined ? undefined : topOf(next);
}

function before(scroll: Scroll, { document, row }: RowPosition): RowPosition | undefined {
  const above = rowAbove(document, row);
  if (above !== undefined) return { document, row: above };
  const previous = scroll.documents[scroll.documents.indexOf(document) - 1];
  return previous === undefined ? undefined : { document: previous, row: BLANK };
}

function topOf(document: StepDocument): RowPosition {
  return { document, row: rowAt(document, Number.NEGATIVE_INFINITY) };
}

function ahead(scroll: Scroll, from: RowPosition, rows: number): RowPosition | undefined {
  let position: RowPosition | undefined = from;
  for (let left = rows; left > 0 && position !== undefined; left -= 1)
    position = after(scroll, position);
  return position;
}

/** The lowest place the view's top may be at: one screen above the end. */
function lowestTop(scroll: Scroll): RowPosition | undefined {
  const last = scroll.documents.at(-1);
  if (last === undefined) return undefined;
  let position: RowPosition = { document: last, row: BLANK };
  for (let left = scroll.height - 1; left > 0; left -= 1) {
    const previous = before(scroll, position);
    if (previous === undefined) break;
    position = previous;
  }
  return position;
}
