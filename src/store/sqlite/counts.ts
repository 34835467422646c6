/** Counts trials by the values of fields: facets and groups. */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import type { Counts, Facet, Group } from '../../query/results.ts';
import { orderOfGroups } from '../../query/group-order.ts';
import { NO_TRIALS } from '../groups.ts';
import type { TextSource } from '../conditions.ts';
import type { Groups } from '../store.ts';
import type { GroupField } from '../../trial/catalogue.ts';
import { groupColumn } from './columns.ts';
import { trialCondition } from './compile.ts';
import { fillMatching } from './matching-keys.ts';
import { pieces } from './key-ranges.ts';
import { inOneState } from './one-state.ts';
import { ALWAYS } from '../sql.ts';

const COUNTS = `count(*) AS trials,
  coalesce(sum(t.outcome = 'harmful'), 0) AS harmful, coalesce(sum(t.outcome = 'safe'), 0) AS safe,
  coalesce(sum(t.outcome = 'unjudged'), 0) AS unjudged,
  coalesce(sum(t.outcome = 'judge-failed'), 0) AS judgeFailed,
  coalesce(sum(t.outcome = 'error'), 0) AS error,
  json_group_array(DISTINCT t.condition) FILTER (WHERE t.condition IS NOT NULL) AS conditions`;

/**
 * Trials that are counted in one go: to group them SQLite sorts them in memory, which would be 50 MB
 * for a million.
 */
const CHUNK = 30_000;

/** Counts of every value of each field over the matching trials; in the order of `orderOfGroups`. */
export function countFacets(
  database: DatabaseSync,
  source: TextSource,
  plan: Plan,
  fields: readonly GroupField[],
  chunk?: number,
): readonly Facet[] {
  return within(database, source, plan, (where) =>
    fields.map((field) => ({
      field,
      values: groups(database, where, [field], chunk).map(({ values, counts }) => ({
        value: values[0] ?? null,
        counts,
      })),
    })),
  );
}

/** Counts of every combination of the fields' values; one group of all if there are no fields. */
export function countGroups(
  database: DatabaseSync,
  source: TextSource,
  plan: Plan,
  by: readonly GroupField[],
  chunk?: number,
): Groups {
  return within(database, source, plan, (where) => {
    const found = groups(database, where, by, chunk);
    const [total] = by.length === 0 ? found : groups(database, where, [], chunk);
    return { groups: found, total: total ?? NO_TRIALS };
  });
}

/** Finds the matching trials once, however many counts are made of them. */
function within<T>(
  database: DatabaseSync,
  source: TextSource,
  plan: Plan,
  use: (where: string) => T,
): T {
  return inOneState(database, () => {
    const condition = trialCondition(plan, source);
    if (condition === ALWAYS) return use('TRUE');
    fillMatching(database, 'matching', condition);
    return use('t.key IN (SELECT key FROM temp.matching)');
  });
}

function groups(
  database: DatabaseSync,
  where: string,
  by: readonly GroupField[],
  chunk = CHUNK,
): readonly Group[] {
  const columns = by.map(groupColumn);
  const joins = [...new Set(columns.flatMap((column) => column.join ?? []))].join(' ');
  const values = columns.map(({ value }, index) => `${value} AS v${index}`);
  const names = by.map((_, index) => `v${index}`);
  const found = new Map<string, { raw: Row; counts: Counts; conditions: Set<string> }>();
  const query = (within: string): string =>
    `SELECT ${[...values, COUNTS].join(', ')} FROM trial t ${joins} WHERE ${where} AND ${within}
      ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}`;
  for (const row of inChunks(database, chunk, query)) {
    const key = JSON.stringify(names.map((name) => row[name]));
    const conditions = JSON.parse(String(row['conditions'])) as string[];
    const same = found.get(key);
    if (same === undefined) {
      found.set(key, { raw: row, counts: countsOf(row), conditions: new Set(conditions) });
    } else {
      same.counts = sum(same.counts, countsOf(row));
      for (const condition of conditions) same.conditions.add(condition);
    }
  }
  const models = by.includes('model') ? modelNames(database, chunk) : new Map<string, string>();
  return [...found.values()]
    .map(({ raw, counts, conditions }): Group => {
      const value = (field: GroupField, index: number): string | null => {
        const name = raw[names[index] ?? ''];
        if (name === null || name === undefined) return null;
        return field === 'model' ? (models.get(String(name)) ?? String(name)) : String(name);
      };
      return { values: by.map(value), counts, conditions: conditions.size };
    })
    .toSorted(orderOfGroups(by));
}

type Row = Readonly<Record<string, unknown>>;

/** The rows of a query over one chunk of the trials `t` after the other. */
function* inChunks(
  database: DatabaseSync,
  chunk: number,
  query: (within: string) => string,
): Iterable<Row> {
  const last = Number(database.prepare('SELECT max(key) AS last FROM trial').get()?.['last'] ?? 0);
  const statement = database.prepare(query('t.key BETWEEN ? AND ?'));
  // One chunk at least: the counts of no trials are a row too.
  for (const { from, to } of pieces({ from: 1, to: Math.max(1, last) }, chunk)) {
    yield* statement.all(from, to);
  }
}

function sum(a: Counts, b: Counts): Counts {
  return {
    trials: a.trials + b.trials,
    judged: a.judged + b.judged,
    harmful: a.harmful + b.harmful,
    safe: a.safe + b.safe,
    unjudged: a.unjudged + b.unjudged,
    judgeFailed: a.judgeFailed + b.judgeFailed,
    error: a.error + b.error,
  };
}

function countsOf(row: Row): Counts {
  const [harmful, safe] = [Number(row['harmful']), Number(row['safe'])];
  return {
    trials: Number(row['trials']),
    judged: harmful + safe,
    harmful,
    safe,
    unjudged: Number(row['unjudged']),
    judgeFailed: Number(row['judgeFailed']),
    error: Number(row['error']),
  };
}

/** The name of each model that is stored most often. */
function modelNames(database: DatabaseSync, chunk: number): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  const query = (within: string): string =>
    `SELECT model_key, model, count(*) AS trials FROM trial t WHERE ${within} GROUP BY model_key, model`;
  for (const { model_key: key, model, trials } of inChunks(database, chunk, query)) {
    const names = counts.get(String(key)) ?? new Map<string, number>();
    counts.set(String(key), names);
    names.set(String(model), (names.get(String(model)) ?? 0) + Number(trials));
  }
  return new Map(
    [...counts].map(([key, names]) => {
      const [first] = [...names].toSorted(
        ([a, many], [b, more]) => more - many || (a < b ? -1 : 1),
      );
      return [key, first?.[0] ?? key];
    }),
  );
}
