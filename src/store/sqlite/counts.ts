/** Counts trials by the values of fields: facets and groups. */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import type { Counts, Facet, Group, GroupField } from '../../query/results.ts';
import { OUTCOMES } from '../../trial/types.ts';
import { trialCondition } from './compile.ts';
import { fillMatching } from './matching.ts';
import { ALWAYS } from './sql.ts';

const COUNTS = `count(*) AS trials,
  coalesce(sum(t.outcome = 'harmful'), 0) AS harmful, coalesce(sum(t.outcome = 'safe'), 0) AS safe,
  coalesce(sum(t.outcome = 'unjudged'), 0) AS unjudged,
  coalesce(sum(t.outcome = 'judge-failed'), 0) AS judgeFailed,
  coalesce(sum(t.outcome = 'error'), 0) AS error, count(DISTINCT t.condition) AS conditions`;

/** What a field is in SQL, and what must be joined for it. */
const FIELDS: Readonly<Record<GroupField, { readonly value: string; readonly join?: string }>> = {
  model: { value: 't.model_key' },
  verdict: { value: 't.outcome' },
  label: { value: 't.label' },
  by: { value: 't.judged_by' },
  scenario: { value: 't.scenario' },
  condition: { value: 't.condition' },
  belief: { value: 't.belief' },
  instruction: { value: 't.instruction' },
  tag: { value: 'tag.value', join: 'LEFT JOIN json_each(t.tags) tag' },
  signal: {
    value: 'signal.name',
    join: 'LEFT JOIN temp.signal signal ON signal.trial = t.key',
  },
  source: { value: 'source.name', join: 'JOIN source ON source.id = t.source' },
  synthetic: { value: "iif(t.synthetic, 'true', 'false')" },
  disputed: { value: "iif(t.disputed, 'true', 'false')" },
};

/** Counts of every value of each field over the matching trials; see `order` for their order. */
export function countFacets(
  database: DatabaseSync,
  plan: Plan,
  fields: readonly GroupField[],
): readonly Facet[] {
  return within(database, plan, (where) =>
    fields.map((field) => ({
      field,
      values: groups(database, where, [field]).map(({ values, counts }) => ({
        value: values[0] ?? null,
        counts,
      })),
    })),
  );
}

/** Counts of every combination of the fields' values; one group of all if there are no fields. */
export function countGroups(
  database: DatabaseSync,
  plan: Plan,
  by: readonly GroupField[],
): readonly Group[] {
  return within(database, plan, (where) => groups(database, where, by));
}

/** Finds the matching trials once, however many counts are made of them. */
function within<T>(database: DatabaseSync, plan: Plan, use: (where: string) => T): T {
  const condition = trialCondition(plan);
  if (condition === ALWAYS) return use('1');
  fillMatching(database, 'matching', condition);
  return use('t.key IN (SELECT key FROM temp.matching)');
}

function groups(
  database: DatabaseSync,
  where: string,
  by: readonly GroupField[],
): readonly Group[] {
  const joins = [...new Set(by.flatMap((field) => FIELDS[field].join ?? []))].join(' ');
  const values = by.map((field, index) => `${FIELDS[field].value} AS v${index}`);
  const names = by.map((_, index) => `v${index}`);
  const rows = database
    .prepare(
      `SELECT ${[...values, COUNTS].join(', ')} FROM trial t ${joins} WHERE ${where}
        ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}`,
    )
    .all();
  const models = by.includes('model') ? modelNames(database) : new Map<string, string>();
  const found = rows.map((row): Group => {
    const value = (field: GroupField, index: number): string | null => {
      const raw = row[`v${index}`];
      if (raw === null || raw === undefined) return null;
      return field === 'model' ? (models.get(String(raw)) ?? String(raw)) : String(raw);
    };
    return { values: by.map(value), counts: countsOf(row), conditions: Number(row['conditions']) };
  });
  return found.toSorted(order(by));
}

function countsOf(row: Record<string, unknown>): Counts {
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
function modelNames(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database
    .prepare(
      'SELECT model_key, model FROM trial GROUP BY model_key, model ORDER BY count(*), model DESC',
    )
    .all();
  return new Map(rows.map((row) => [String(row['model_key']), String(row['model'])]));
}

/** Outcomes in their own order, other values by name with numbers as numbers, none last. */
function order(by: readonly GroupField[]): (a: Group, b: Group) => number {
  const collator = new Intl.Collator('en', { numeric: true });
  const rank = (value: string): number => (OUTCOMES as readonly string[]).indexOf(value);
  return (a, b) => {
    for (const [index, field] of by.entries()) {
      const [left, right] = [a.values[index] ?? null, b.values[index] ?? null];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      return field === 'verdict' ? rank(left) - rank(right) : collator.compare(left, right);
    }
    return 0;
  };
}
