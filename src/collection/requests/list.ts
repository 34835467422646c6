import { patternsOf } from '../../query/plan.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** A page of the matching trials in order, and how many there are. */
export const list: Handler<'list'> = async ({ store, current }, params) => {
  const { query, sort, limit, after } = params;
  const cache = await current();
  const { plan: wanted, terms } = await planned(store, cache, query);
  const matching = await cache.keys(wanted, sort);
  const all = after === undefined ? matching : matching.filter((key) => key > after);
  const anchor = params.anchor && anchorNow(all, params.anchor);
  const moved = (anchor?.index ?? 0) - (anchor === undefined ? 0 : (params.anchor?.index ?? 0));
  const offset = Math.max(0, params.offset + moved);
  const total = all.length;
  const page = all.subarray(offset, limit === undefined ? undefined : offset + limit);
  const rows = await store.rows([...page]);
  const patterns = patternsOf(wanted);
  return { query: query.text, sort, anchor, total, offset, rows, terms, patterns };
};

type Anchor = { readonly key: number; readonly index: number };

/** A trial and where it is now; undefined where it is no longer in the list. */
function anchorNow(keys: Uint32Array, { key, index }: Anchor): Anchor | undefined {
  const found = keys[index] === key ? index : keys.indexOf(key);
  return found < 0 ? undefined : { key, index: found };
}
