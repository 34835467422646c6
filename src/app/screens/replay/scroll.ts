/** The rows of a replay: those of the current step, or of all steps up to it when unfolded. */
import { rowAbove, rowAt, TOP } from '../../../text/page.ts';
import {
  hasMoreBelow as hasRowsBelow,
  lowestPosition,
  scrollBy as scrollRows,
  visibleRows as rowsInView,
  type RowPosition,
  type Scroll,
} from '../../../text/scroll.ts';
import type { Size } from '../../message.ts';
import { stepPage, type StepPage } from '../../step-page.ts';
import type { Anchor, LoadedTrial, ReplayScreen } from './state.ts';
import { isFolded, stepOrder } from './steps.ts';
import { viewOf } from './view.ts';

export type StepScroll = Scroll<StepPage>;

/** `ahead`: how many steps after the current one belong to an unfolded trial. */
export function scrollOf(
  size: Size,
  screen: ReplayScreen,
  { trial }: LoadedTrial,
  ahead = 0,
): StepScroll {
  const { text, rows } = viewOf(size, screen);
  const order = stepOrder(trial, screen.byTime);
  const upTo = order.indexOf(screen.step);
  const steps = screen.unfolded ? order.slice(0, upTo + 1 + ahead) : [screen.step];
  const pageOf = (step: number): StepPage => {
    // Who goes to a folded turn reads it.
    const folded = step !== screen.step && isFolded(trial, step, screen.folded);
    const { raw, details, written, notes } = screen;
    return stepPage(trial, step, text, { raw, details, written, notes, isFolded: folded });
  };
  return { pages: steps.map(pageOf), height: rows };
}

/** The rows in view from an anchor on, at most `height` of them. */
export function visibleRows(scroll: StepScroll, anchor: Anchor): readonly RowPosition<StepPage>[] {
  return rowsInView(scroll, positionOf(scroll, anchor));
}

/**
 * The anchor after scrolling by rows. It stops where the last row of the last step is at the
 * bottom; `moved` false says that it was there already.
 */
export function scrollBy(
  scroll: StepScroll,
  anchor: Anchor,
  rows: number,
): { readonly anchor: Anchor; readonly moved: boolean } {
  const from = positionOf(scroll, anchor);
  if (from === undefined) return { anchor, moved: false };
  const position = scrollRows(scroll, from, rows);
  return { anchor: anchorOf(position), moved: position !== from };
}

/** The step of the last row in view; undefined where only titles of folded turns are. */
export function lowestStep(scroll: StepScroll, anchor: Anchor): number | undefined {
  return visibleRows(scroll, anchor).findLast(({ page }) => page.end !== 'head')?.page.step;
}

/** The anchor that shows the last row at the bottom. */
export function lastAnchor(scroll: StepScroll): Anchor {
  const lowest = lowestPosition(scroll);
  return lowest === undefined ? { turn: 1, offset: 0 } : anchorOf(lowest);
}

/** Unfolded, a step that fits on the screen is shown at its bottom, with what came before above. */
export function withEarlierTurns(size: Size, screen: ReplayScreen): ReplayScreen {
  const { anchor, loaded, step } = screen;
  const atTop = anchor.turn === step && anchor.offset === TOP;
  if (!screen.unfolded || !atTop || loaded === undefined) return screen;
  const last = lastAnchor(scrollOf(size, screen, loaded));
  return last.turn === step ? screen : { ...screen, anchor: last };
}

/** Whether there is text below the rows in view. */
export function hasMoreBelow(scroll: StepScroll, anchor: Anchor): boolean {
  const from = positionOf(scroll, anchor);
  return from !== undefined && hasRowsBelow(scroll, from);
}

function anchorOf({ page, row }: RowPosition<StepPage>): Anchor {
  return { turn: page.step, offset: rowAbove(page, row) === undefined ? TOP : row };
}

function positionOf(scroll: StepScroll, anchor: Anchor): RowPosition<StepPage> | undefined {
  const page = scroll.pages.find(({ step }) => step === anchor.turn) ?? scroll.pages.at(-1);
  return page === undefined ? undefined : { page, row: rowAt(page, anchor.offset) };
}
