/** Keys of trials, as a test needs them. */
import type { Plan } from '../../src/query/plan-types.ts';
import type { Sort } from '../../src/query/results.ts';
import { ALL_IN_ORDER, type Store } from '../../src/store/store.ts';

/** The keys of all matching trials, sorted. */
export async function keysOf(
  store: Store,
  plan: Plan = ALL_IN_ORDER.plan,
  sort: Sort = ALL_IN_ORDER.sort,
): Promise<readonly number[]> {
  const { rows } = await store.page({ plan, sort }, { offset: 0 });
  return rows.map(({ key }) => key);
}
