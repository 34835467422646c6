/** Counts trials by the values of fields: facets and groups. */
import type { ClientBase } from 'pg';
import { NO_VALUE } from '../../query/ast.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { Counts, Facet, Group } from '../../query/results.ts';
import type { GroupField, StoredField } from '../../trial/catalogue.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import { modelKey } from '../../trial/models.ts';
import { NO_TRIALS, orderOfGroups } from '../groups.ts';
import { join, sql, type Sql } from '../sql.ts';
import type { Groups } from '../store.ts';
import { signalIs, tagsOf, trialsOf } from './conditions.ts';
import { FIELD_COLUMNS } from './fields.ts';
import { inBuckets, isOfField, numberOfSource, type Compiling } from './known.ts';
import { FIELD_CODES, OUTCOME_CODES, type CodedColumn } from './schema.ts';
import { run, sequence } from './statement.ts';
import { fromSql } from './text.ts';

/** What to group by, what must be joined to `t` for it, and the values that one of the database stands for. */
type Grouped = {
  readonly expression: string;
  readonly join?: Sql;
  readonly values: (raw: unknown) => readonly (string | null)[];
};

/** Trials of one combination of what was grouped by, of one condition and outcome. */
type Row = Readonly<Record<string, unknown>> & {
  readonly condition: number;
  readonly outcome: number;
  readonly trials: number;
};

export async function countFacets(
  client: ClientBase,
  known: Compiling,
  plan: Plan,
  fields: readonly GroupField[],
): Promise<readonly Facet[]> {
  const facets: Facet[] = [];
  for (const field of fields) {
    const found = await groups(client, known, plan, [field]);
    const values = found.map((one) => ({ value: one.values[0] ?? null, counts: one.counts }));
    facets.push({ field, values });
  }
  return facets;
}

export async function countGroups(
  client: ClientBase,
  known: Compiling,
  plan: Plan,
  by: readonly GroupField[],
): Promise<Groups> {
  const found = await groups(client, known, plan, by);
  const [total = NO_TRIALS] = by.length === 0 ? found : await groups(client, known, plan, []);
  return { groups: found.length === 0 && by.length === 0 ? [NO_TRIALS] : found, total };
}

async function groups(
  client: ClientBase,
  known: Compiling,
  plan: Plan,
  by: readonly GroupField[],
): Promise<readonly Group[]> {
  const at = by.indexOf('signal');
  const found = new Map<string, Found>();
  const asked = { plan, where: trialsOf(known, plan) };
  if (at < 0) await addGroups(client, known, asked, by, (values) => values, found);
  else {
    const others = by.filter((field) => field !== 'signal');
    for (const name of [...known.signals.keys(), null]) {
      const fits = signalIs(known, { text: name ?? NO_VALUE, glob: false });
      // As one of several conditions, and not as a part of the plan: it need not hold of the same turn.
      const both = { plan: undefined, where: join([asked.where, fits], 'AND') };
      const complete = (values: Values): Values => values.toSpliced(at, 0, name);
      await addGroups(client, known, both, others, complete, found);
    }
  }
  return [...found.values()]
    .map(({ values, counts, conditions }): Group => ({
      values,
      counts,
      conditions: conditions.size,
    }))
    .toSorted(orderOfGroups(by));
}

type Values = readonly (string | null)[];
type Found = { readonly values: Values; counts: Counts; readonly conditions: Set<string> };

/** Which trials: a condition; the plan, where it says all. */
type Asked = { readonly plan: Plan | undefined; readonly where: Sql };

async function addGroups(
  client: ClientBase,
  known: Compiling,
  asked: Asked,
  by: readonly GroupField[],
  complete: (values: Values) => Values,
  found: Map<string, Found>,
): Promise<void> {
  const models = by.includes('model') ? await modelNames(client, known) : new Map<string, string>();
  const columns = by.map((field) => groupedBy(known, field, models));
  for (const row of await rowsOf(client, known, asked, by, columns)) {
    // A trial counts for each of its tags.
    const combinations = columns.reduce<readonly Values[]>(
      (all, { values }, index) =>
        all.flatMap((before) => values(row[`v${index}`]).map((value) => [...before, value])),
      [[]],
    );
    for (const combination of combinations) {
      const values = complete(combination);
      const key = JSON.stringify(values);
      const same = found.get(key) ?? { values, counts: NO_TRIALS.counts, conditions: new Set() };
      found.set(key, same);
      same.counts = added(same.counts, row);
      const condition = known.names.condition.get(row.condition);
      if (condition !== undefined) same.conditions.add(condition);
    }
  }
}

async function rowsOf(
  client: ClientBase,
  known: Compiling,
  { plan, where }: Asked,
  by: readonly GroupField[],
  columns: readonly Grouped[],
): Promise<readonly Row[]> {
  const [only, ...more] = by;
  if (plan?.type === 'all' && more.length === 0) {
    const field = only === undefined || only === 'verdict' ? 0 : rolledUp(only);
    if (field !== undefined) return rollupRows(client, known, field, only === 'verdict');
  }
  const expressions = columns.map(({ expression }, index) => `${expression} AS v${index}`);
  const joins = columns.flatMap((column) => column.join ?? []);
  const all = ['t.condition', 't.outcome'];
  return run<Row>(
    client,
    sequence(
      `SELECT ${[...expressions, ...all, 'count(*) AS trials'].join(', ')} FROM inquest.fact t`,
      ...joins,
      'WHERE',
      where,
      `GROUP BY ${[...columns.map((_, index) => `v${index}`), ...all].join(', ')}`,
    ),
  );
}

/** The number of a field whose counts are kept. */
function rolledUp(field: GroupField): number | undefined {
  if (isCollectionField(field) || field === 'signal' || field === 'source') return undefined;
  const stored = FIELD_COLUMNS[field as StoredField] as
    | (typeof FIELD_COLUMNS)[StoredField]
    | undefined;
  return stored?.type === 'text' || stored?.type === 'json'
    ? FIELD_CODES[stored.column]
    : undefined;
}

async function rollupRows(
  client: ClientBase,
  known: Compiling,
  field: number,
  isByOutcome: boolean,
): Promise<readonly Row[]> {
  const value = isByOutcome ? 'r.outcome' : 'r.code';
  return run<Row>(
    client,
    sql(`SELECT ${value} AS v0, r.condition, r.outcome, sum(r.trials) AS trials FROM inquest.rollup r
      WHERE ${inBuckets(known, 'r')} AND r.field = ${field}
      GROUP BY 1, 2, 3 HAVING sum(r.trials) > 0`),
  );
}

function groupedBy(
  known: Compiling,
  field: GroupField,
  models: ReadonlyMap<string, string>,
): Grouped {
  if (isCollectionField(field)) {
    const name = `f${known.fields.get(field)?.[0] ?? 0}`;
    return {
      expression: `${name}.text`,
      join: sql(`LEFT JOIN inquest.field_value ${name} ON ${name}.bucket = t.bucket
        AND ${name}.trial = t.key AND ${isOfField(known, field, name)}`),
      values: (raw) => [raw === null ? null : fromSql(String(raw))],
    };
  }
  switch (field) {
    case 'verdict':
      return { expression: 't.outcome', values: (raw) => [OUTCOME_CODES[Number(raw)] ?? null] };
    case 'source': {
      const names = new Map(known.sources.map(({ number, source }) => [number, source.name]));
      return {
        expression: numberOfSource(known, 't'),
        values: (raw) => [names.get(Number(raw)) ?? null],
      };
    }
    case 'signal':
      throw new Error('signals are counted one by one');
    default:
      return groupedByStored(known, field, models);
  }
}

function groupedByStored(
  known: Compiling,
  field: Extract<GroupField, StoredField>,
  models: ReadonlyMap<string, string>,
): Grouped {
  const stored = FIELD_COLUMNS[field];
  switch (stored.type) {
    case 'flag':
      return { expression: `t.${stored.column}`, values: (raw) => [String(raw)] };
    case 'number':
      return {
        expression: `t.${stored.column}`,
        values: (raw) => [raw === null ? null : String(raw)],
      };
    case 'time':
      return { expression: 'floor((t.started / 1000) / 86400.0)::float8', values: dayOf };
    case 'text':
    case 'json':
      return codedValues(known, field, stored.column, models);
    default:
      throw new Error(`trials cannot be grouped by ${field}`);
  }
}

function codedValues(
  known: Compiling,
  field: StoredField,
  column: CodedColumn,
  models: ReadonlyMap<string, string>,
): Grouped {
  const names = known.names[column];
  return {
    expression: `t.${column}`,
    values: (raw) => {
      const name = names.get(Number(raw));
      if (field !== 'tag') {
        return [
          name !== undefined && field === 'model'
            ? (models.get(modelKey(name)) ?? name)
            : (name ?? null),
        ];
      }
      const tags = tagsOf(name);
      return tags.length === 0 ? [null] : tags;
    },
  };
}

/** A day of UTC from its number since 1970. */
function dayOf(raw: unknown): readonly (string | null)[] {
  if (raw === null) return [null];
  const day = new Date(Number(raw) * 86_400_000).toISOString();
  // Years of more than four digits have a sign.
  return [/^\d/.test(day) ? day.slice(0, 10) : null];
}

/** The name of each model that is stored most often, by its key. */
async function modelNames(
  client: ClientBase,
  known: Compiling,
): Promise<ReadonlyMap<string, string>> {
  const rows = await rollupRows(client, known, FIELD_CODES.model, false);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = known.names.model.get(Number(row['v0'])) ?? '';
    counts.set(name, (counts.get(name) ?? 0) + row.trials);
  }
  const best = new Map<string, string>();
  for (const [name] of [...counts].toSorted(
    ([a, many], [b, more]) => more - many || (a < b ? -1 : 1),
  )) {
    if (!best.has(modelKey(name))) best.set(modelKey(name), name);
  }
  return best;
}

function added(counts: Counts, { outcome, trials }: Row): Counts {
  const name = OUTCOME_CODES[outcome] ?? 'unjudged';
  const isJudged = name === 'harmful' || name === 'safe';
  const key = name === 'judge-failed' ? 'judgeFailed' : name;
  return {
    ...counts,
    trials: counts.trials + trials,
    judged: counts.judged + (isJudged ? trials : 0),
    [key]: counts[key] + trials,
  };
}
