/**
 * Numbers of trials that are kept: by a field, the condition and the outcome; by two fields and the outcome. They
 * change in the transaction that adds or removes the trials, under the lock of the bucket.
 */
import type { ClientBase } from 'pg';
import { join, sql, type Sql } from '../sql.ts';
import { inBuckets, type Known } from './known.ts';
import { FIELD_CODES, pairCode, ROLLED_PAIRS, SYNTHETIC_CODE } from './schema.ts';
import type { SimpleColumn, SimpleFilter } from './simple-filters.ts';
import { sequence } from './statement.ts';
import { arrayOf } from './text.ts';

/** A field whose trials are counted, with its number. Samples are none: there are about as many as trials. */
const ROLLED: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(FIELD_CODES).filter(([column]) => column !== 'sample')),
  synthetic: SYNTHETIC_CODE,
};

const codeIn = (column: string): string =>
  column === 'synthetic' ? 't.synthetic::int' : `t.${column}`;

const VALUES = [
  '(0::smallint, 0, t.condition)',
  ...Object.entries(ROLLED).map(
    ([column, field]) => `(${field}::smallint, ${codeIn(column)}, t.condition)`,
  ),
  ...ROLLED_PAIRS.map(
    ([one, other]) => `(${pairCode(one, other)}::smallint, ${codeIn(one)}, ${codeIn(other)})`,
  ),
].join(', ');

/** `which`: a condition on `t`, with $2 for its value. */
const counted = (which: string): string => `
  SELECT t.bucket, v.field, v.code, v.other AS condition, t.outcome, count(*)::int AS trials
  FROM inquest.fact t CROSS JOIN LATERAL (VALUES ${VALUES}) v(field, code, other)
  WHERE t.bucket = $1 AND ${which} GROUP BY 1, 2, 3, 4, 5`;

/** Which trials: those of a file, or those with these keys (the text of an array). */
export type Which = { readonly source: number } | { readonly keys: string };

/** Trials of a bucket that are in `fact`, and not in the roll-up yet. */
type Uncounted = {
  readonly add: (client: ClientBase, trials: readonly Keyed[]) => Promise<void>;
  /** Whether some of these trials are among them: before they are taken away they must be counted. */
  readonly hasAny: (trials: readonly Keyed[]) => boolean;
  readonly flush: (client: ClientBase) => Promise<void>;
  /** What was added is no more. */
  readonly forget: () => void;
};
type Keyed = { readonly key: number };

/** So many are counted at once, at most. */
const MOST_UNCOUNTED = 50_000;

/** Counts many at once: rows that are changed again and again in a transaction take their space each time. */
export function createUncounted(bucket: number): Uncounted {
  const keys = new Set<number>();
  const flush = async (client: ClientBase): Promise<void> => {
    if (keys.size > 0) await addToRollup(client, bucket, { keys: arrayOf([...keys]) });
    keys.clear();
  };
  return {
    add: async (client, trials) => {
      for (const { key } of trials) keys.add(key);
      if (keys.size >= MOST_UNCOUNTED) await flush(client);
    },
    hasAny: (trials) => trials.some(({ key }) => keys.has(key)),
    flush,
    forget: () => keys.clear(),
  };
}

/** Adds trials that are in `fact` now. */
export async function addToRollup(client: ClientBase, bucket: number, which: Which): Promise<void> {
  const [condition, value] = conditionOf(which);
  await client.query(
    `INSERT INTO inquest.rollup AS r ${counted(condition)}
      ON CONFLICT (bucket, field, code, condition, outcome) DO UPDATE SET trials = r.trials + excluded.trials`,
    [bucket, value],
  );
}

/** Takes away trials that are still in `fact`. */
export async function takeFromRollup(
  client: ClientBase,
  bucket: number,
  which: Which,
): Promise<void> {
  const [condition, value] = conditionOf(which);
  await client.query(
    `UPDATE inquest.rollup r SET trials = r.trials - c.trials FROM (${counted(condition)}) c
      WHERE r.bucket = c.bucket AND r.field = c.field AND r.code = c.code
        AND r.condition = c.condition AND r.outcome = c.outcome`,
    [bucket, value],
  );
}

function conditionOf(which: Which): readonly [string, number | string] {
  return 'source' in which
    ? ['t.source = $2', which.source]
    : ['t.key = ANY ($2::int[])', which.keys];
}

/** What is counted: numbers of trials by these columns and the outcome. */
export type Tally = {
  readonly by: readonly SimpleColumn[];
  /** Also by the condition, as `condition`; otherwise that is 0. */
  readonly withConditions: boolean;
};

/**
 * The statement that reads such numbers of the trials that match: rows of `v0`, `v1` …, `condition`,
 * `outcome` and `trials`. Undefined: they are not kept, or do not agree with the files.
 */
export function tallyOf(known: Known, filter: SimpleFilter, tally: Tally): Sql | undefined {
  const { by, withConditions } = tally;
  const columns = new Set([...filter.keys(), ...by].filter((column) => column !== 'outcome'));
  const needsConditions = withConditions || columns.has('condition');
  columns.delete('condition');
  const rows = rowsFor([...columns], needsConditions);
  if (rows === undefined) return undefined;
  const { field, places } = rows;
  if (!known.kept.fields.has(field)) return undefined;
  const place = (column: SimpleColumn): string =>
    column === 'outcome' ? 'r.outcome' : (places.get(column) ?? 'r.condition');
  const values = by.map((column, at) => `${place(column)} AS v${at}`);
  const conditions = [...filter].map(([column, codes]): Sql => ({
    text: `${place(column)} = ANY (?::int[])`,
    values: [arrayOf(codes)],
  }));
  const condition = withConditions ? 'r.condition' : '0';
  const groups = [...by.map(place), 'r.outcome', ...(withConditions ? ['r.condition'] : [])];
  return sequence(
    `SELECT ${[...values, `${condition} AS condition`].join(', ')}, r.outcome, sum(r.trials) AS trials
      FROM inquest.rollup r WHERE`,
    join([sql(`${inBuckets(known, 'r')} AND r.field = ${field}`), ...conditions], 'AND'),
    `GROUP BY ${groups.join(', ')} HAVING sum(r.trials) > 0`,
  );
}

type Rows = {
  /** Number of the rows. */
  readonly field: number;
  /** The columns of `rollup` that have the codes. */
  readonly places: ReadonlyMap<SimpleColumn, string>;
};

/** The rows that tell these columns apart, the fewest there are. */
function rowsFor(columns: readonly SimpleColumn[], needsConditions: boolean): Rows | undefined {
  const [first, second, ...more] = columns;
  if (more.length > 0 || (needsConditions && second !== undefined)) return undefined;
  if (!needsConditions) {
    const pair = ROLLED_PAIRS.findLast((two) =>
      columns.every((column) => (two as readonly string[]).includes(column)),
    );
    if (pair !== undefined) {
      const [one, other] = pair;
      return {
        field: pairCode(one, other),
        places: new Map<SimpleColumn, string>([
          [one, 'r.code'],
          [other, 'r.condition'],
        ]),
      };
    }
  }
  if (second !== undefined) return undefined;
  if (first === undefined) return { field: 0, places: new Map() };
  const field = ROLLED[first];
  return field === undefined ? undefined : { field, places: new Map([[first, 'r.code']]) };
}
