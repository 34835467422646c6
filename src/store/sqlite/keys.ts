/** Keys of trials are numbers that rise as trials are added; that is known in this folder alone. */
import type { TrialKey } from '../../query/results.ts';
import type { Mark } from '../store.ts';

export function keyOf(number: number): TrialKey {
  return number as unknown as TrialKey;
}

export function numberOf(name: TrialKey | Mark): number {
  return name as unknown as number;
}

/** A mark is the key of the trial that was added last. */
export function markOf(number: number): Mark {
  return number as unknown as Mark;
}
