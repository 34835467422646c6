/**
 * Counts that a push keeps beside the trials (`rollup`, `bucket.trials`). They are used as far as they agree with the
 * ledger, the trials of the files of each bucket: what does not is counted from the trials themselves, so that no
 * rate is made of numbers that something has damaged.
 */
import type { Bucket } from './collections.ts';
import type { Asked } from './nodes/servers.ts';
import { ROLLED_FIELDS } from './schema.ts';

export type Kept = {
  /** The number of all trials, as buckets and files have it; undefined where these differ. */
  readonly total: number | undefined;
  /** Fields of `rollup` that have all trials. */
  readonly fields: ReadonlySet<number>;
  /** A line for a person where something is not used. */
  readonly doubt: string | undefined;
};

/** Compares all counts, which are a few hundred thousand rows at most. */
export async function readKept(client: Asked, buckets: readonly Bucket[]): Promise<Kept> {
  const ids = [buckets.map(({ id }) => id)];
  const { rows: files } = await client.query<{ bucket: number; trials: number }>(
    'SELECT bucket, sum(trials) AS trials FROM inquest.source WHERE bucket = ANY ($1) GROUP BY 1',
    ids,
  );
  const { rows: sums } = await client.query<{
    bucket: number;
    field: number;
    trials: number | null;
  }>(
    `SELECT bucket, field, CASE WHEN min(trials) >= 0 THEN sum(trials) END AS trials
      FROM inquest.rollup WHERE bucket = ANY ($1) GROUP BY 1, 2`,
    ids,
  );
  const ledger = new Map(files.map(({ bucket, trials }) => [bucket, trials]));
  const rolled = new Map(sums.map((sum) => [`${sum.bucket} ${sum.field}`, sum.trials]));
  const agrees = (bucket: number, trials: number | null): boolean =>
    trials === (ledger.get(bucket) ?? 0);
  const isTotal = buckets.every(({ id, trials }) => agrees(id, trials));
  const fields = ROLLED_FIELDS.filter((field) =>
    buckets.every(({ id }) => agrees(id, rolled.get(`${id} ${field}`) ?? 0)),
  );
  const isAll = isTotal && fields.length === ROLLED_FIELDS.length;
  return {
    total: isTotal ? buckets.reduce((sum, { trials }) => sum + trials, 0) : undefined,
    fields: new Set(fields),
    doubt: isAll
      ? undefined
      : 'the counts that the database keeps do not agree with its files: trials are counted one by one, which takes longer',
  };
}
