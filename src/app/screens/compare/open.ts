/** Opening the comparison of two trials. */
import type { TrialKey } from '../../../query/results.ts';
import type { State } from '../../state.ts';
import { ask, push, type Transition } from '../../transition.ts';
import { compare } from './state.ts';

/** Compares two trials; without a second one, with that of another model in the same condition. */
export function openCompare(state: State, left: TrialKey, right: TrialKey | undefined): Transition {
  return ask(push(state, compare.initial({ left })), { name: 'compare', params: { left, right } });
}
