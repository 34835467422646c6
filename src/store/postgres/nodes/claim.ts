/** The end of a file's transaction: ids that other buckets have too, which other servers may have, are marked. */
import type { ClientBase } from 'pg';
import { databaseError, type Database } from '../connection.ts';
import { claimIds, CLAIMING } from '../repeated-ids.ts';
import type { Cluster } from './cluster.ts';

/** Ids in one question. */
const MANY = 10_000;

export type Claim = {
  readonly collection: number;
  readonly bucket: number;
  /** The first key of the trials that the transaction has added. */
  readonly firstTrial: number;
  /** What is in the bucket with them. */
  readonly counts: { readonly trials: number; readonly passages: number };
};

/**
 * Marks the trials of a transaction whose ids others have, and calls `commit`, of one file at a time in the whole
 * collection: of two transactions the later one sees the other, wherever they are.
 */
export async function claiming(
  { home, nodes }: Cluster,
  database: Database,
  claim: Claim,
  client: ClientBase,
  commit: () => Promise<void>,
): Promise<void> {
  const { collection, bucket, firstTrial, counts } = claim;
  if (nodes.length === 0) {
    await claimIds(client, collection, bucket, firstTrial);
    await commit();
    return;
  }
  await home.withClient(async (lock) => {
    await lock.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0');
    await lock.query('SELECT pg_advisory_xact_lock($1, $2)', [CLAIMING, collection]);
    const others = nodes.flatMap((node) => (node.database === database ? [] : [node.database]));
    try {
      await claimIds(client, collection, bucket, firstTrial);
      await markRepeated(client, claim, others);
      await commit();
    } catch (error) {
      throw databaseError(error, database.address);
    }
    // A copy: the counts that hold were in the transaction.
    await lock.query('UPDATE inquest.bucket SET trials = $2, passages = $3 WHERE id = $1', [
      bucket,
      counts.trials,
      counts.passages,
    ]);
    await lock.query('COMMIT');
  });
}

async function markRepeated(
  client: ClientBase,
  { collection, bucket, firstTrial }: Claim,
  others: readonly Database[],
): Promise<void> {
  for (let after = firstTrial - 1; ;) {
    const { rows } = await client.query<{ key: number; id: string }>(
      `SELECT key, id FROM inquest.trial WHERE bucket = $1 AND key > $2 ORDER BY key LIMIT ${MANY}`,
      [bucket, after],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    const found = await Promise.all(others.map((other) => idsThere(other, collection, ids)));
    const repeated = found.flat();
    if (repeated.length > 0) {
      await client.query(
        `UPDATE inquest.trial SET given = id
          WHERE bucket = $1 AND key >= $2 AND given IS NULL AND id = ANY ($3::text[])`,
        [bucket, firstTrial, repeated],
      );
    }
    after = rows.at(-1)?.key ?? after;
  }
}

/** Those of some ids that trials on another server have. */
async function idsThere(
  database: Database,
  collection: number,
  ids: readonly string[],
): Promise<readonly string[]> {
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT t.id FROM inquest.trial t JOIN inquest.bucket b ON b.id = t.bucket
        WHERE b.collection = $2 AND t.id = ANY ($1::text[])`,
      [ids, collection],
    );
    return rows.map(({ id }) => id);
  });
}
