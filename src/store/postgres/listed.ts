/** Lists as they are asked of the database. */
import { ALWAYS, join, sql, wrap, type Sql } from '../sql.ts';
import type { TrialList } from '../store.ts';
import { trialsOf } from './conditions.ts';
import { lastKeys } from './keys.ts';
import type { Compiling } from './known.ts';
import { orderOf, type Order } from './order.ts';
import { sequence } from './statement.ts';

export type Listed = { readonly order: Order; readonly where: Sql };

export function listed(known: Compiling, { plan, sort, since }: TrialList): Listed {
  const newer = since === undefined ? ALWAYS : addedSince(known, lastKeys(since));
  return { order: orderOf(known, sort), where: join([trialsOf(known, plan), newer], 'AND') };
}

function addedSince({ buckets }: Compiling, last: Readonly<Record<string, number>>): Sql {
  return wrap(
    '(',
    join(
      buckets.map(({ id }) => sql(`(t.bucket = ${id} AND t.key > ${last[id] ?? 0})`)),
      'OR',
    ),
    ')',
  );
}

/** `FROM … WHERE …` of a list. */
export function rowsOf({ order, where }: Listed, more: Sql = ALWAYS): Sql {
  const all = more === ALWAYS ? where : join([where, more], 'AND');
  return sequence('FROM inquest.fact t', order.join, 'WHERE', all);
}
