/** Keys of trials, as a test needs them. */
import type { Plan } from '../../src/query/plan-types.ts';
import type { Sort, TrialKey } from '../../src/query/results.ts';
import { ALL_IN_ORDER, type Store } from '../../src/store/store.ts';

/** The keys of all matching trials, sorted. */
export async function keysOf(
  store: Store,
  plan: Plan = ALL_IN_ORDER.plan,
  sort: Sort = ALL_IN_ORDER.sort,
): Promise<readonly TrialKey[]> {
  const { rows } = await store.page({ plan, sort }, { offset: 0 });
  return rows.map(({ key }) => key);
}

/** A key as no store need have made it. */
export function madeKey(number: number): TrialKey {
  return number as unknown as TrialKey;
}

/** A key that no trial has. */
export const NO_KEY = madeKey(-1);
