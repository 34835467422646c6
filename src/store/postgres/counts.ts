/** Counts trials by the values of fields: facets and groups. */
import { NO_VALUE } from '../../query/ast.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { Counts, Facet, Group } from '../../query/results.ts';
import type { GroupField } from '../../trial/catalogue.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import { modelKey } from '../../trial/models.ts';
import { orderOfGroups } from '../../query/group-order.ts';
import { NO_TRIALS } from '../groups.ts';
import { join, sql, type Sql } from '../sql.ts';
import type { Groups } from '../store.ts';
import { signalIs, trialsOf } from './conditions.ts';
import { FIELD_COLUMNS } from './fields.ts';
import { groupedBy, type Grouped } from './grouped-values.ts';
import { inBuckets, type Compiling } from './known.ts';
import { tallyOf } from './rollup.ts';
import { OUTCOME_CODES } from './schema.ts';
import { simpleFilter, type SimpleColumn } from './simple-filters.ts';
import { run, sequence } from './statement.ts';
import type { Servers } from './nodes/servers.ts';

/** Trials of one combination of what was grouped by, of one condition and outcome. */
type Row = Readonly<Record<string, unknown>> & {
  readonly condition: number;
  readonly outcome: number;
  readonly trials: number;
};

export async function countFacets(
  client: Servers,
  known: Compiling,
  plan: Plan,
  fields: readonly GroupField[],
): Promise<readonly Facet[]> {
  const facets: Facet[] = [];
  const read = await readTogether(client, known, plan, fields);
  for (const field of fields) {
    const found = await groups(client, known, plan, [field], {
      withConditions: false,
      rows: read.get(field),
    });
    const values = found.map((one) => ({ value: one.values[0] ?? null, counts: one.counts }));
    facets.push({ field, values });
  }
  return facets;
}

/**
 * The rows of facets of which no numbers are kept, where one look at the trials is enough for several:
 * for those whose values are codes.
 */
async function readTogether(
  client: Servers,
  known: Compiling,
  plan: Plan,
  fields: readonly GroupField[],
): Promise<ReadonlyMap<GroupField, readonly Row[]>> {
  const filter = simpleFilter(known, plan);
  const some = fields.flatMap((field) => {
    const column = simpleColumn(field);
    if (column === undefined) return [];
    const isKept =
      filter !== undefined &&
      tallyOf(known, filter, { by: [column], withConditions: false }) !== undefined;
    return isKept ? [] : [{ field, column }];
  });
  if (some.length < 2) return new Map();
  const columns = some.map(({ column }) => `t.${column}`);
  const values = some.map((_, at) => `(${at}, c.v${at}::int)`);
  const rows = await run<Row & { readonly facet: number }>(
    client,
    sequence(
      `WITH c AS MATERIALIZED (
        SELECT ${columns.map((column, at) => `${column} AS v${at}`).join(', ')}, t.outcome, count(*) AS trials
        FROM inquest.fact t WHERE`,
      trialsOf(known, plan),
      `GROUP BY ${columns.join(', ')}, t.outcome
      ) SELECT f.facet, f.v0, 0 AS condition, c.outcome, sum(c.trials)::bigint AS trials
        FROM c CROSS JOIN LATERAL (VALUES ${values.join(', ')}) f(facet, v0) GROUP BY 1, 2, 4`,
    ),
  );
  const byFacet = Map.groupBy(rows, ({ facet }) => facet);
  return new Map(some.map(({ field }, at) => [field, byFacet.get(at) ?? []]));
}

export async function countGroups(
  client: Servers,
  known: Compiling,
  plan: Plan,
  by: readonly GroupField[],
): Promise<Groups> {
  const how = { withConditions: true };
  const found = await groups(client, known, plan, by, how);
  const [total = NO_TRIALS] = by.length === 0 ? found : await groups(client, known, plan, [], how);
  return { groups: found.length === 0 && by.length === 0 ? [NO_TRIALS] : found, total };
}

async function groups(
  client: Servers,
  known: Compiling,
  plan: Plan,
  by: readonly GroupField[],
  how: How,
): Promise<readonly Group[]> {
  const at = by.indexOf('signal');
  const found = new Map<string, Found>();
  const asked = { plan, where: trialsOf(known, plan), ...how };
  if (at < 0) await addGroups(client, known, asked, by, (values) => values, found);
  else {
    const others = by.filter((field) => field !== 'signal');
    for (const name of [...known.signals.keys(), null]) {
      const fits = signalIs(known, { text: name ?? NO_VALUE, glob: false });
      // As one of several conditions, and not as a part of the plan: it need not hold of the same turn.
      const both = { ...asked, plan: undefined, where: join([asked.where, fits], 'AND') };
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

type How = {
  /** Whether the different conditions of each group are wanted. */
  readonly withConditions: boolean;
  /** What is to be counted, where it has been read. */
  readonly rows?: readonly Row[] | undefined;
};

/** Which trials: a condition; the plan, where it says all. */
type Asked = How & { readonly plan: Plan | undefined; readonly where: Sql };

async function addGroups(
  client: Servers,
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
  client: Servers,
  known: Compiling,
  { plan, where, withConditions, rows }: Asked,
  by: readonly GroupField[],
  columns: readonly Grouped[],
): Promise<readonly Row[]> {
  if (rows !== undefined) return rows;
  const simple = by.map(simpleColumn).filter((column) => column !== undefined);
  const filter = plan === undefined ? undefined : simpleFilter(known, plan);
  if (filter !== undefined && simple.length === by.length) {
    const tally = tallyOf(known, filter, { by: simple, withConditions });
    if (tally !== undefined) return run<Row>(client, tally);
  }
  const expressions = columns.map(({ expression }, index) => `${expression} AS v${index}`);
  // A field that is named twice is joined once.
  const joins = new Map(
    columns.flatMap(({ join: one }) => (one === undefined ? [] : [[one.text, one]])),
  );
  const condition = withConditions ? 't.condition' : '0';
  return run<Row>(
    client,
    sequence(
      `SELECT ${[...expressions, `${condition} AS condition`, 't.outcome', 'count(*) AS trials'].join(', ')}
        FROM inquest.fact t`,
      ...joins.values(),
      'WHERE',
      where,
      `GROUP BY ${[...columns.map((_, index) => `v${index}`), 't.outcome', ...(withConditions ? ['t.condition'] : [])].join(', ')}`,
    ),
  );
}

/** The column of `fact` with the values of a field, where they are codes. */
function simpleColumn(field: GroupField): SimpleColumn | undefined {
  if (isCollectionField(field) || field === 'signal' || field === 'source') return undefined;
  if (field === 'verdict') return 'outcome';
  if (field === 'synthetic') return undefined;
  const stored = FIELD_COLUMNS[field];
  return stored.type === 'text' || stored.type === 'json' ? stored.column : undefined;
}

/** The name of each model that is stored most often, by its key. */
async function modelNames(client: Servers, known: Compiling): Promise<ReadonlyMap<string, string>> {
  const tally = tallyOf(known, new Map(), { by: ['model'], withConditions: false });
  const counted = `SELECT t.model AS v0, count(*) AS trials FROM inquest.fact t
    WHERE ${inBuckets(known, 't')} GROUP BY 1`;
  const rows = await run<Pick<Row, 'trials' | 'v0'>>(client, tally ?? sql(counted));
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
