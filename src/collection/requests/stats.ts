import type { Counts, Group } from '../../query/results.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

const NO_COUNTS: Counts = {
  trials: 0,
  judged: 0,
  harmful: 0,
  safe: 0,
  unjudged: 0,
  judgeFailed: 0,
  error: 0,
};
const NO_TRIALS: Group = { values: [], counts: NO_COUNTS, conditions: 0 };

/** Counts of the matching trials by the fields, and of all of them. */
export const stats: Handler<'stats'> = async ({ store, current }, { query, by }) => {
  const cache = await current();
  if (by.includes('signal')) await cache.signals();
  const { plan: wanted } = await planned(store, cache, query);
  const groups = await store.groups(wanted, by);
  const [total] = await store.groups(wanted, []);
  return { query: query.text, groups, total: total ?? NO_TRIALS };
};
