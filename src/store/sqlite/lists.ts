/** Lists of trials: their pages, the neighbours of a trial in them, how many there are. */
import type { DatabaseSync } from 'node:sqlite';
import type { Sort, TrialKey } from '../../query/results.ts';
import {
  ALL_IN_ORDER,
  type Anchor,
  type Neighbours,
  type Page,
  type PageOptions,
  type TrialList,
} from '../store.ts';
import type { TextSource } from '../conditions.ts';
import { sortColumns } from './columns.ts';
import { trialCondition } from './compile.ts';
import { createKeyLists, type KeyList } from './key-lists.ts';
import { keyOf, markOf, numberOf } from './keys.ts';
import { inOneState } from './one-state.ts';
import { numbersOf } from './bulk-read.ts';
import type { TrialReader } from './read-trial.ts';

/** Rows from the first one that are read without making a list of keys. */
const EARLY = 1000;

export type Lists = {
  readonly page: (list: TrialList, options: PageOptions) => Page;
  readonly neighbours: (list: TrialList, key: TrialKey) => Neighbours;
  readonly count: (plan: TrialList['plan']) => number;
  /** All keys of a list, in memory of their own. */
  readonly keys: (list: TrialList) => Uint32Array;
  /** Forgets the lists that are cached. */
  readonly drop: () => void;
};

/** `prepare` is called before a plan is used, within the transaction. */
export function createLists(
  database: DatabaseSync,
  {
    generation,
    prepare,
    source,
    trials,
  }: {
    readonly generation: () => number;
    readonly prepare: () => void;
    readonly source: TextSource;
    readonly trials: TrialReader;
  },
): Lists {
  const cached = createKeyLists(generation, ({ plan, sort }) => {
    const where = trialCondition(plan, source);
    // As one text: a million rows one by one take SQLite's binding half a second.
    const row = database
      .prepare(
        `SELECT json_group_array(key) AS keys
          FROM (SELECT t.key FROM trial t WHERE ${where.text} ORDER BY ${orderBy(sort)})`,
      )
      .get(...where.values);
    return numbersOf(row?.['keys']);
  });

  /** Uses a list before it can be freed. */
  function withList<T>(list: TrialList, use: (list: KeyList) => T): T {
    return inOneState(database, () => {
      prepare();
      const { keys, newest } = cached.of(list);
      if (list.since === undefined) return use({ keys, newest });
      const since = numberOf(list.since);
      const later = keys.filter((key) => key > since);
      return use({ keys: later, newest: Math.max(newest, since) });
    });
  }

  const earlyPage = createEarlyPage(database, trials);

  return {
    page: (list, options) => {
      const early = cached.countOf(list.plan) === undefined ? earlyPage(list, options) : undefined;
      return early ?? withList(list, (keys) => pageOf(keys, options, trials));
    },
    neighbours: (list, key) =>
      withList(list, ({ keys }) => {
        const index = keys.indexOf(numberOf(key));
        const at = (one: number): TrialKey | null => {
          const found = keys[one];
          return found === undefined ? null : keyOf(found);
        };
        return {
          index,
          total: keys.length,
          previous: index > 0 ? at(index - 1) : null,
          next: index >= 0 ? at(index + 1) : null,
        };
      }),
    count: (plan) =>
      inOneState(database, () => {
        prepare();
        const known = cached.countOf(plan);
        if (known !== undefined) return known;
        const where = trialCondition(plan, source);
        const row = database
          .prepare(`SELECT count(*) AS trials FROM trial t WHERE ${where.text}`)
          .get(...where.values);
        return Number(row?.['trials']);
      }),
    keys: (list) => withList(list, ({ keys }) => keys.slice()),
    drop: cached.drop,
  };
}

/** A page of a list, moved with the trial that holds it. */
function pageOf(
  { keys, newest }: KeyList,
  { offset: wanted, limit, anchor: before, fields }: PageOptions,
  reader: TrialReader,
): Page {
  const anchor = before && anchorNow(keys, before);
  const moved = anchor === undefined || before === undefined ? 0 : anchor.index - before.index;
  const offset = Math.max(0, wanted + moved);
  const page = keys.subarray(offset, limit === undefined ? undefined : offset + limit);
  const rows = Array.from(page).flatMap((key) => reader.row(key, fields) ?? []);
  return { rows, offset, total: keys.length, anchor, mark: markOf(newest) };
}

/**
 * Reads an early page of all trials in the order of the files, which the index has: what is shown first
 * when a collection is opened must not wait for the keys of a million trials. Undefined for other pages.
 */
function createEarlyPage(
  database: DatabaseSync,
  reader: TrialReader,
): (list: TrialList, options: PageOptions) => Page | undefined {
  const getKeys = database.prepare(
    `SELECT t.key FROM trial t ORDER BY ${orderBy(ALL_IN_ORDER.sort)} LIMIT ? OFFSET ?`,
  );
  const getExtent = database.prepare(
    'SELECT (SELECT count(*) FROM trial) AS trials, (SELECT max(key) FROM trial) AS newest',
  );
  return (list, { offset, limit, anchor, fields }) => {
    const isEarly = limit !== undefined && offset + limit <= EARLY && anchor === undefined;
    if (!isEarly || !isAllInOrder(list)) return undefined;
    return inOneState(database, () => {
      const { trials, newest } = getExtent.get() ?? {};
      const rows = getKeys
        .all(limit, offset)
        .flatMap(({ key }) => reader.row(Number(key), fields) ?? []);
      const mark = markOf(Number(newest ?? 0));
      return { rows, offset, total: Number(trials), anchor: undefined, mark };
    });
  };
}

function isAllInOrder({ plan, sort, since }: TrialList): boolean {
  return plan.type === 'all' && sort.field === 'order' && !sort.descending && since === undefined;
}

/** Where a trial is now; undefined where it is no longer in the list. */
function anchorNow(keys: Uint32Array, { key, index }: Anchor): Anchor | undefined {
  const wanted = numberOf(key);
  const found = keys[index] === wanted ? index : keys.indexOf(wanted);
  return found < 0 ? undefined : { key, index: found };
}

/** In the order of the files as the index has it; by anything else, what has no value comes last. */
function orderBy({ field, descending }: Sort): string {
  const direction = descending ? 'DESC' : 'ASC';
  const columns = sortColumns(field);
  if (field === 'order') return columns.map((column) => `${column} ${direction}`).join(', ');
  return [
    ...columns.map((column) => `${column} ${direction} NULLS LAST`),
    ...sortColumns('order'),
  ].join(', ');
}
