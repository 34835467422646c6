/** Where a replay can be put: at a step, at a hit, at a place in a step's text. */
import { rowAbove, rowAt, TOP, type Page } from '../../../text/page.ts';
import type { Hit, ReplayScreen } from './state.ts';
import type { State } from '../../state.ts';
import { viewOf } from './view.ts';
import { stepPage } from '../../step-page.ts';

/** The replay at the beginning of a step. */
export function atStep(screen: ReplayScreen, step: number): ReplayScreen {
  return { ...screen, step, marking: undefined, anchor: { turn: step, offset: TOP } };
}

/** The replay at a match: its row is brought into the view. */
export function atHit(state: State, screen: ReplayScreen, hit: Hit): ReplayScreen {
  return atPlace(state, { ...screen, step: hit.turn, hit }, hit.start);
}

/** The replay scrolled so that a place in the current step's text is visible. */
export function atPlace(state: State, screen: ReplayScreen, place: number): ReplayScreen {
  const { loaded, step } = screen;
  if (loaded === undefined) return screen;
  const { text, rows } = viewOf(state.size, screen);
  const page = stepPage(loaded.trial, step, text, screen);
  const offset = rowsOver(page, place, rows);
  return { ...screen, anchor: { turn: step, offset } };
}

/** The row that a view begins with: the first of all if the place is in view then, else one a third over it. */
function rowsOver(page: Page, place: number, height: number): number {
  let third = rowAt(page, place);
  let row: number | undefined = third;
  for (let above = 0; above < height - 2; above += 1) {
    const next: number | undefined = rowAbove(page, row);
    if (next === undefined) return TOP;
    row = next;
    if (above < Math.floor(height / 3) && row >= 0) third = row;
  }
  return third;
}
