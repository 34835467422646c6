/**
 * Which trials a page has. An index gives the trials of one bucket in order, and not those of several: each
 * bucket is asked for as many as the page needs, and what they give is merged.
 */
import { ALWAYS, type Sql } from '../sql.ts';
import { ALL_IN_ORDER, type TrialList } from '../store.ts';
import { hasCode } from './coded-values.ts';
import type { Place } from './keys.ts';
import type { Compiling } from './known.ts';
import { listed, rowsOf } from './listed.ts';
import { classesOf, orderBy, orderOf, positionColumns, positionOrder } from './order.ts';
import { tallyOf } from './rollup.ts';
import { simpleFilter } from './simple-filters.ts';
import { run, sequence } from './statement.ts';
import { inOrder } from './nodes/in-order.ts';
import type { Servers } from './nodes/servers.ts';

type Window = {
  readonly offset: number;
  readonly limit: number | undefined;
  /** Length of the list. */
  readonly total: number;
};

/** Parts of a statement; with more of them it takes longer to plan than to run. */
const MOST_PARTS = 200;

export async function placesOf(
  client: Servers,
  known: Compiling,
  list: TrialList,
  window: Window,
): Promise<readonly Place[]> {
  const { offset, limit, total } = window;
  if (total <= offset || limit === 0) return [];
  if (limit === undefined || client.count > 1) {
    return inOrder(client, listed(known, list), { offset, limit });
  }
  const all = known.buckets.reduce((sum, { trials }) => sum + trials, 0);
  // To find the page in an index, so many entries are passed over; or else all that match are sorted.
  const isFew = total < ((offset + limit) * all) / total;
  if (isFew) return run<Place>(client, sorted(known, list, offset, limit));
  const classes = await classesAt(client, known, list, offset, limit);
  const parts = classes?.parts ?? [ALWAYS];
  if (parts.length * known.buckets.length > MOST_PARTS) {
    return run<Place>(client, sorted(known, list, offset, limit));
  }
  // Within a class there is no other order than that of the files.
  const order = classes === undefined ? list.sort : ALL_IN_ORDER.sort;
  return run<Place>(
    client,
    merged(known, { ...list, sort: order }, { parts, offset: classes?.offset ?? offset, limit }),
  );
}

/** About so many trials are sorted sooner than they are looked for a second time. */
const FEW = 50_000;

/**
 * The page and the length of a list of presumably few trials whose number is not kept: they are looked for once. Undefined
 * where there may be many of them.
 */
export async function fewAt(
  client: Servers,
  known: Compiling,
  list: TrialList,
  { offset, limit }: Pick<Window, 'offset' | 'limit'>,
): Promise<{ readonly places: readonly Place[]; readonly total: number } | undefined> {
  if (client.count > 1 || limit === undefined || limit === 0 || list.since !== undefined) {
    return undefined;
  }
  const guess = await guessed(client, known, list.plan);
  if (guess === undefined || guess > FEW) return undefined;
  const rows = await run<Place & { readonly total: number }>(
    client,
    sorted(known, list, offset, limit),
  );
  const total = rows[0]?.total ?? (offset === 0 ? 0 : undefined);
  return total === undefined ? undefined : { places: rows, total };
}

/** How many trials match if its fields have nothing to do with each other; undefined where that is known, or not to be had. */
async function guessed(
  client: Servers,
  known: Compiling,
  plan: TrialList['plan'],
): Promise<number | undefined> {
  const filter = simpleFilter(known, plan);
  const how = { by: [], withConditions: false } as const;
  if (filter === undefined || tallyOf(known, filter, how) !== undefined) return undefined;
  const all = known.buckets.reduce((sum, { trials }) => sum + trials, 0);
  let guess = all;
  for (const one of filter) {
    const tally = tallyOf(known, new Map([one]), how);
    if (tally === undefined) continue;
    const rows = await run<{ trials: number }>(client, tally);
    guess *= rows.reduce((sum, { trials }) => sum + trials, 0) / Math.max(1, all);
  }
  return guess;
}

/** Finds all that match, and sorts them. */
function sorted(known: Compiling, list: TrialList, offset: number, limit: number): Sql {
  const one = listed(known, list);
  return sequence(
    `WITH found AS MATERIALIZED (SELECT ${positionColumns(one.order)}`,
    rowsOf(one),
    `) SELECT bucket, key, (SELECT count(*) FROM found) AS total FROM found ${positionOrder(one.order)}`,
    { text: 'LIMIT ? OFFSET ?', values: [limit, offset] },
  );
}

type Merged = {
  /** Conditions on `t`: what fulfils one stands before what fulfils the next. */
  readonly parts: readonly Sql[];
  readonly offset: number;
  readonly limit: number;
};

/** Merges what each bucket gives in order, part after part. */
function merged(known: Compiling, list: TrialList, { parts, offset, limit }: Merged): Sql {
  const order = orderOf(known, list.sort);
  const selects = parts.flatMap((part, n) =>
    known.buckets.map((bucket) => {
      const one = listed({ ...known, buckets: [bucket] }, list);
      return sequence(
        `(SELECT ${n} AS part, ${positionColumns(order)}`,
        rowsOf(one, part),
        // As an index has it: within a bucket the numbers of files rise like their own.
        orderBy({ ...order, source: 't.source' }),
        { text: 'LIMIT ?)', values: [offset + limit] },
      );
    }),
  );
  const union = selects.reduce((before, select) => sequence(before, 'UNION ALL', select));
  return sequence(
    'SELECT bucket, key FROM (',
    union,
    `) found ${positionOrder(order).replace('ORDER BY', 'ORDER BY part,')}`,
    { text: 'LIMIT ? OFFSET ?', values: [limit, offset] },
  );
}

/**
 * Of a list that is sorted by a field with few values whose numbers are kept: the values that the page
 * shows, one after the other, and where it begins in the first of them. Undefined for other lists.
 */
async function classesAt(
  client: Servers,
  known: Compiling,
  { plan, sort, since }: TrialList,
  offset: number,
  limit: number,
): Promise<{ readonly parts: readonly Sql[]; readonly offset: number } | undefined> {
  const classes = classesOf(known, sort);
  const filter = since === undefined ? simpleFilter(known, plan) : undefined;
  if (classes === undefined || filter === undefined) return undefined;
  const tally = tallyOf(known, filter, { by: [classes.column], withConditions: false });
  if (tally === undefined) return undefined;
  const counts = new Map<number, number>();
  for (const { v0, trials } of await run<{ v0: number; trials: number }>(client, tally)) {
    counts.set(v0, (counts.get(v0) ?? 0) + trials);
  }
  const parts: Sql[] = [];
  let before = 0;
  let begins = 0;
  for (const codes of classes.codes) {
    const count = codes.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0);
    const after = before + count;
    if (count > 0 && after > offset && before < offset + limit) {
      if (parts.length === 0) begins = offset - before;
      parts.push(hasCode(`t.${classes.column}`, codes));
    }
    before = after;
  }
  return { parts, offset: begins };
}
