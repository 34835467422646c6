/** The ways back: to the turn before, and out of the trial. */
import { goToRow } from '../docket/filter.ts';
import { showHit } from '../search/cursor.ts';
import type { State } from '../../state.ts';
import { pop, topScreen, type Transition } from '../../transition.ts';
import { show, stepBy } from './moving.ts';
import { atStep } from './positions.ts';
import { atLine } from './returning.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { neighbourStep } from './steps.ts';

/**
 * To the turn before, at the line it was left at, or the turn after it. That one begins at its top,
 * unless one has just come back from it.
 */
export function turnBy(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  by: 1 | -1,
): Transition {
  const step = neighbourStep(loaded.trial, screen, screen.step, by);
  if (step === undefined) return stepBy(state, screen, loaded, by);
  const next = { ...screen, quote: undefined, turned: by };
  return show(state, by < 0 || screen.turned === -1 ? atLine(next, step) : atStep(next, step));
}

/**
 * Back to the screen below. The list's cursor is on the trial that was read last then, that of
 * results on the hit.
 */
export function leave(state: State, { key, loaded, hit, step }: ReplayScreen): Transition {
  const below = pop(state);
  if (loaded === undefined) return [below];
  const { type } = topScreen(below);
  if (type === 'search') return [showHit(below, key, hit?.turn ?? step)];
  return type === 'docket' ? goToRow(below, loaded.row.id) : [below];
}
