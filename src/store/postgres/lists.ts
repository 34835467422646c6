/** Lists of trials: their pages, the neighbours of a trial in them, how many there are. */
import type { Plan } from '../../query/plan-types.ts';
import type { TrialKey } from '../../query/results.ts';
import { sql, type Sql } from '../sql.ts';
import {
  ALL_IN_ORDER,
  type Anchor,
  type Neighbours,
  type Page,
  type PageOptions,
  type TrialList,
} from '../store.ts';
import { keyOf, markOf, placeOf, type Place } from './keys.ts';
import type { Compiling } from './known.ts';
import { listed, rowsOf, type Listed } from './listed.ts';
import { beside, positionColumns, positionOf, type Position } from './order.ts';
import { fewAt, placesOf } from './pages.ts';
import { readRows } from './read-rows.ts';
import { tallyOf } from './rollup.ts';
import { simpleFilter } from './simple-filters.ts';
import { run, sequence } from './statement.ts';
import { inOrder } from './nodes/in-order.ts';
import type { Servers } from './nodes/servers.ts';

/** A page of a list, moved with the trial that holds it. */
export async function readPage(
  client: Servers,
  known: Compiling,
  list: TrialList,
  { offset: wanted, limit, anchor: before, fields }: PageOptions,
): Promise<Page> {
  const first = Math.max(0, wanted);
  const few =
    before === undefined ? await fewAt(client, known, list, { offset: first, limit }) : undefined;
  if (few !== undefined) {
    const rows = await readRows(client, known, few.places, fields);
    const mark = await markNow(client, known);
    return { rows, offset: first, total: few.total, anchor: undefined, mark };
  }
  const one = listed(known, list);
  const total =
    list.since === undefined ? await countOf(client, known, list.plan) : await count(client, one);
  const anchor = before && (await anchorNow(client, one, before));
  const moved = anchor === undefined || before === undefined ? 0 : anchor.index - before.index;
  const offset = Math.max(0, wanted + moved);
  const places = await placesOf(client, known, list, { offset, limit, total });
  const rows = await readRows(client, known, places, fields);
  return { rows, offset, total, anchor, mark: await markNow(client, known) };
}

/** How many trials match a plan. */
export async function countOf(client: Servers, known: Compiling, plan: Plan): Promise<number> {
  if (plan.type === 'all' && known.kept.total !== undefined) return known.kept.total;
  const filter = simpleFilter(known, plan);
  const tally = filter && tallyOf(known, filter, { by: [], withConditions: false });
  if (tally !== undefined) {
    const rows = await run<{ trials: number }>(client, tally);
    return rows.reduce((sum, { trials }) => sum + trials, 0);
  }
  return count(client, listed(known, { ...ALL_IN_ORDER, plan }));
}

async function count(client: Servers, one: Listed, more?: Sql): Promise<number> {
  const rows = await run<{ trials: number }>(
    client,
    sequence('SELECT count(*) AS trials', rowsOf(one, more)),
  );
  return rows.reduce((sum, { trials }) => sum + trials, 0);
}

/** Where a trial is in a list; undefined where it is not in it. */
async function positionIn(
  client: Servers,
  one: Listed,
  key: TrialKey,
): Promise<Position | undefined> {
  const place = placeOf(key);
  if (place === undefined) return undefined;
  const [row] = await run(
    client,
    sequence(
      `SELECT ${positionColumns(one.order)}`,
      rowsOf(one, sql(`t.bucket = ${place.bucket} AND t.key = ${place.key}`)),
    ),
  );
  return row && positionOf(one.order, row);
}

async function anchorNow(
  client: Servers,
  one: Listed,
  { key }: Anchor,
): Promise<Anchor | undefined> {
  const position = await positionIn(client, one, key);
  if (position === undefined) return undefined;
  return { key, index: await count(client, one, beside(one.order, position, 'before')) };
}

export async function readNeighbours(
  client: Servers,
  known: Compiling,
  list: TrialList,
  key: TrialKey,
): Promise<Neighbours> {
  const one = listed(known, list);
  const total = await count(client, one);
  const position = await positionIn(client, one, key);
  if (position === undefined) return { index: -1, total, previous: null, next: null };
  const next = async (side: 'before' | 'after'): Promise<TrialKey | null> => {
    const more = beside(one.order, position, side);
    const [row] = await inOrder(client, one, { more, isReverse: side === 'before', limit: 1 });
    return row === undefined ? null : keyOf(row);
  };
  const index = await count(client, one, beside(one.order, position, 'before'));
  return { index, total, previous: await next('before'), next: await next('after') };
}

/** The places of all trials of a list, in order. */
export async function allOf(
  client: Servers,
  known: Compiling,
  list: TrialList,
): Promise<readonly Place[]> {
  return inOrder(client, listed(known, list));
}

async function markNow(client: Servers, { buckets }: Compiling): Promise<Page['mark']> {
  const { rows } = await client.query<{ id: number; last: number }>(
    'SELECT id, next_trial - 1 AS last FROM inquest.bucket WHERE id = ANY ($1)',
    [buckets.map(({ id }) => id)],
  );
  return markOf(Object.fromEntries(rows.map(({ id, last }) => [id, last])));
}
