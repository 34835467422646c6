/**
 * Keeps `rollup`: numbers of trials by field, condition and outcome. Each statement is to be run in the transaction
 * that adds or removes the trials, under the lock of the bucket.
 */
import type { ClientBase } from 'pg';
import { FIELD_CODES } from './schema.ts';

const VALUES = [
  '(0::smallint, 0)',
  ...Object.entries(FIELD_CODES)
    // Samples are no facet, and there are about as many of them as trials.
    .filter(([column]) => column !== 'sample')
    .map(([column, field]) => `(${field}::smallint, t.${column})`),
].join(', ');

/** `which`: a condition on `t`, with $2 for its value. */
const counted = (which: string): string => `
  SELECT t.bucket, v.field, v.code, t.condition, t.outcome, count(*)::int AS trials
  FROM inquest.fact t CROSS JOIN LATERAL (VALUES ${VALUES}) v(field, code)
  WHERE t.bucket = $1 AND ${which} GROUP BY 1, 2, 3, 4, 5`;

/** Which trials: those of a file, or those with these keys (the text of an array). */
export type Which = { readonly source: number } | { readonly keys: string };

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
