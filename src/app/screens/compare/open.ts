/** Opening the comparison of two trials. */
import type { Result, TrialRef } from '../../../collection/protocol.ts';
import type { State } from '../../state.ts';
import { ask, findScreen, push, type Transition } from '../../transition.ts';
import { compare } from './state.ts';

/** Compares two trials; without a second one, with that of another model in the same condition. */
export function openCompare(state: State, left: TrialRef, right: TrialRef | undefined): Transition {
  const before = state.closed.compare;
  const initial = compare.initial({ left, right });
  const { isPair } = initial;
  const isSame =
    isOf(before?.loaded?.left, left) &&
    (right === undefined ? before?.isPair === false : isOf(before?.loaded?.right, right));
  return askCompare(push(state, before !== undefined && isSame ? { ...before, isPair } : initial));
}

function isOf(compared: Result<'compare'>['left'] | undefined, trial: TrialRef): boolean {
  if (compared === undefined) return false;
  return 'id' in trial ? compared.row.id === trial.id : compared.row.key === trial.key;
}

/** Asks for the trials of the topmost comparison, if they have not arrived. */
export function askCompare(state: State): Transition {
  const screen = findScreen(state, 'compare');
  if (screen === undefined || screen.loaded !== undefined) return [state];
  const { left, right } = screen;
  return ask(state, { name: 'compare', params: { left, right } });
}
