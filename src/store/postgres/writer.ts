/** Writes trials into one bucket of a collection, under its lock; see `schema.ts`. */
import type { PoolClient } from 'pg';
import type { Problem } from '../../trial/types.ts';
import { NEVER_READ_ON } from '../read-state.ts';
import type { LedgerEntry, StoreWriter } from '../store.ts';
import { createBatchWriter, type BucketState } from './batch-writer.ts';
import { bucketsOf, makeBucket, makeCollection } from './collections.ts';
import { databaseError, openIn, type Database } from './connection.ts';
import { copyRows } from './copy.ts';
import { claiming } from './nodes/claim.ts';
import { openCluster, type Cluster } from './nodes/cluster.ts';
import { whereBucketIs } from './nodes/reserve.ts';
import { deleteUnused } from './passages.ts';
import { settleIds } from './repeated-ids.ts';
import { raiseGeneration, takeNumbers } from './reserve.ts';
import { takeFromRollup } from './rollup.ts';
import { orderSources, readEntry, readLedger, reopenSource, writeSource } from './sources.ts';
import { toSql } from './text.ts';

const NO_SOURCE = 0;

/** Opens a collection for writing, which is made where it is not there; closes the database with itself, and where it fails. */
export async function openWriter(database: Database): Promise<StoreWriter> {
  const { cluster, writer } = await openIn(database, async () => {
    const opened = await openCluster(database);
    const { collection, bucket } = await database.withClient(async (client) => {
      const id = await makeCollection(client, database.address.collections[0] ?? 'default');
      const last = (await bucketsOf(client, id)).at(-1)?.id;
      return { collection: id, bucket: last ?? (await makeBucket(client, id)) };
    });
    return { cluster: opened, writer: await openBucket(opened, collection, bucket) };
  });
  return {
    ...writer,
    close: async () => {
      await writer.rollback();
      await cluster.close();
      await database.close();
    },
  };
}

export type BucketWriter = StoreWriter & {
  /** What is known of a file in this bucket, within the transaction. */
  readonly entryOf: (path: string) => Promise<LedgerEntry | undefined>;
  /** Ends the transaction, and leaves nothing of it; where there is none, nothing. */
  readonly rollback: () => Promise<void>;
};

/** A writer of one bucket, on the server that has it. It leaves the connections open. */
export async function openBucket(
  cluster: Cluster,
  collection: number,
  bucket: number,
): Promise<BucketWriter> {
  const database = await whereBucketIs(cluster, collection, bucket);
  return bucketWriter(cluster, database, collection, bucket);
}

function bucketWriter(
  cluster: Cluster,
  database: Database,
  collection: number,
  bucket: number,
): BucketWriter {
  const batches = createBatchWriter(cluster.home, collection, bucket);
  let client: PoolClient | undefined;
  let state: BucketState | undefined;
  let firstTrial = 0;

  /** Uses the connection of the transaction. */
  async function within<T>(
    use: (client: PoolClient, state: BucketState) => Promise<T>,
  ): Promise<T> {
    if (client === undefined || state === undefined) throw new Error('there is no transaction');
    try {
      return await use(client, state);
    } catch (error) {
      throw databaseError(error, database.address);
    }
  }

  async function begin(): Promise<void> {
    // What was begun and not committed is rolled back, and its lock given back.
    if (client !== undefined) {
      client.release(true);
      batches.forget();
    }
    try {
      client = await database.pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<BucketState>(
        'SELECT * FROM inquest.bucket WHERE id = $1 FOR UPDATE',
        [bucket],
      );
      state = rows[0];
      firstTrial = state?.next_trial ?? 0;
    } catch (error) {
      await rollback();
      throw databaseError(error, database.address);
    }
  }

  async function rollback(): Promise<void> {
    // Ending the connection takes the transaction with it, whatever state it is in.
    client?.release(true);
    [client, state] = [undefined, undefined];
    batches.forget();
  }

  async function commit(): Promise<void> {
    await within(async (one, now) => {
      await batches.flush(one);
      const claim = { collection, bucket, firstTrial, counts: now };
      await claiming(cluster, database, claim, one, async () => {
        await one.query(
          `UPDATE inquest.bucket SET trials = $2, passages = $3, next_trial = $4, next_passage = $5, next_block = $6
            WHERE id = $1`,
          [bucket, now.trials, now.passages, now.next_trial, now.next_passage, now.next_block],
        );
        await raiseGeneration(one, collection);
        await one.query('COMMIT');
      });
    });
    client?.release();
    [client, state] = [undefined, undefined];
  }

  async function sourceAt(one: PoolClient, path: string): Promise<number | undefined> {
    const { rows } = await one.query<{ id: number }>(
      `SELECT s.id FROM inquest.source s JOIN inquest.bucket b ON b.id = s.bucket
        WHERE s.path = $2 AND b.collection = $1 LIMIT 1`,
      [collection, toSql(path)],
    );
    return rows[0]?.id;
  }

  async function newSource(): Promise<number> {
    // Committed at once: others that write must not wait for the end of this transaction.
    return cluster.home.withClient((one) => takeNumbers(one, collection, 1));
  }

  async function clear(path: string): Promise<void> {
    await within(async (one, now) => {
      const source = await sourceAt(one, path);
      if (source === undefined) return;
      await batches.flush(one);
      await deleteTrials(one, now, source);
      batches.forget();
    });
  }

  async function addProblems(source: number, problems: readonly Problem[]): Promise<void> {
    await within((one) =>
      copyRows(
        one,
        'problem',
        ['bucket', 'source', 'name', 'place', 'severity', 'message'],
        problems.map(({ source: name, place, severity, message }) => [
          bucket,
          source,
          toSql(name),
          place === undefined ? null : toSql(place),
          severity,
          toSql(message),
        ]),
      ),
    );
  }

  return {
    begin,
    commit,
    rollback,
    entryOf: async (path) => within((one) => readEntry(one, bucket, path)),
    ledger: async () => {
      const read = (one: PoolClient) => readLedger(one, bucket);
      return client === undefined ? database.withClient(read) : read(client);
    },
    putSource: async (source) =>
      within(async (one) => {
        const id = (await sourceAt(one, source.path)) ?? (await newSource());
        await writeSource(one, bucket, id, { ...NEVER_READ_ON, ...source });
        return id;
      }),
    clearSource: clear,
    reopenSource: async (path) =>
      within(async (one) => {
        const source = await sourceAt(one, path);
        if (source === undefined) return { places: new Set<string>(), whole: new Set<string>() };
        return reopenSource(one, bucket, source);
      }),
    removeSource: async (path) => {
      await clear(path);
      await within(async (one) => {
        await one.query('DELETE FROM inquest.source WHERE bucket = $1 AND path = $2', [
          bucket,
          toSql(path),
        ]);
      });
    },
    orderSources: async (paths) => within((one) => orderSources(one, bucket, paths)),
    addTrials: async (source, batch) => within((one, now) => batches.add(one, now, source, batch)),
    settleIds: async () =>
      within(async (one) => {
        const buckets = await bucketsOf(one, collection);
        const { repeats } = await settleIds(
          one,
          buckets.map(({ id }) => id),
        );
        return repeats;
      }),
    addProblems,
    removeProblems: async (source, place) =>
      within(async (one) => {
        const { rowCount } = await one.query(
          'DELETE FROM inquest.problem WHERE bucket = $1 AND source = $2 AND place = $3',
          [bucket, source, toSql(place)],
        );
        return rowCount ?? 0;
      }),
    setCollectionProblems: async (problems) => {
      await within(async (one) => {
        await one.query('DELETE FROM inquest.problem WHERE bucket = $1 AND source = $2', [
          bucket,
          NO_SOURCE,
        ]);
      });
      await addProblems(NO_SOURCE, problems);
    },
    // Words are counted as they come.
    summarise: async () => undefined,
    close: rollback,
  };
}

/** Deletes the trials and the problems of a file, and the passages that no other trial has. */
async function deleteTrials(client: PoolClient, state: BucketState, source: number): Promise<void> {
  const bucket = state.id;
  await takeFromRollup(client, bucket, { source });
  const values = [bucket, source];
  const keys = 'SELECT key FROM inquest.fact WHERE bucket = $1 AND source = $2';
  const { rows } = await client.query<{ passage: number }>(
    `DELETE FROM inquest.turn WHERE bucket = $1 AND trial IN (${keys}) RETURNING passage`,
    values,
  );
  await client.query(
    `DELETE FROM inquest.field_value WHERE bucket = $1 AND trial IN (${keys})`,
    values,
  );
  await client.query(`DELETE FROM inquest.trial WHERE bucket = $1 AND key IN (${keys})`, values);
  const { rowCount } = await client.query(
    'DELETE FROM inquest.fact WHERE bucket = $1 AND source = $2',
    values,
  );
  await client.query('DELETE FROM inquest.problem WHERE bucket = $1 AND source = $2', values);
  state.trials -= rowCount ?? 0;
  const passages = [...new Set(rows.map(({ passage }) => passage))];
  state.passages -= await deleteUnused(client, bucket, passages);
}
