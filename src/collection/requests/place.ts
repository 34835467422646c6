import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** Where a trial is in a sorted, filtered list, and its neighbours. */
export const place: Handler<'place'> = async ({ store, current }, { query, sort, key }) => {
  const cache = await current();
  const { plan: wanted } = await planned(store, cache, query);
  const all = await cache.keys(wanted, sort);
  const index = all.indexOf(key);
  return {
    index,
    total: all.length,
    previous: index > 0 ? (all[index - 1] ?? null) : null,
    next: index >= 0 ? (all[index + 1] ?? null) : null,
  };
};
