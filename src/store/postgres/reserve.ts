/**
 * The files that are pushed get their numbers, and so their order, and their buckets before any of them is read.
 * Each has a row in the ledger then, which is not complete, so that one push goes on where another was killed,
 * and two at once agree on every file.
 */
import type { ClientBase } from 'pg';
import { bucketsOf, makeBucket, type Bucket } from './collections.ts';
import type { Database } from './connection.ts';
import type { Asked } from './nodes/servers.ts';
import { BUCKET_TRIALS } from './schema.ts';
import { exchangeNumbers } from './sources.ts';
import { fromSql, toSql } from './text.ts';

export type FileToReserve = {
  readonly path: string;
  readonly name: string;
  readonly size: number;
};

/** One of ours among the advisory locks; with the number of a collection. */
const RESERVING = 7_367_111;

/**
 * Gives every file a number and a bucket; resolves with the bucket of each path. Their numbers rise as the files
 * follow one another here; those of other files of the collection stay. `lanes`: buckets that new files are
 * spread over, at most.
 */
export async function reserveFiles(
  database: Database,
  collection: number,
  paths: readonly FileToReserve[],
  lanes: number,
): Promise<ReadonlyMap<string, number>> {
  return reserving(database, collection, async (client) => {
    const there = await reservedFiles(client, collection);
    const files = paths.map((file) => ({ ...file, known: there.get(file.path) }));
    const fresh = files.filter(({ known }) => known === undefined);
    // The locks of buckets come before that of the collection, everywhere.
    const isOutOfOrder = hasDisorder(files.map(({ known }) => known?.id));
    const buckets = (await bucketsOf(client, collection)).map(({ id }) => id);
    if (isOutOfOrder) await lockBuckets(client, buckets);
    const first = await takeNumbers(client, collection, fresh.length);
    const places = await assign(client, collection, fresh, lanes);
    await addRows(
      client,
      fresh.map(({ path, name }) => {
        const { n = 0, bucket = 0 } = places.get(path) ?? {};
        return { path, name, id: first + n, bucket };
      }),
    );
    if (isOutOfOrder) {
      const ids = files.map(({ known, path }) => known?.id ?? first + (places.get(path)?.n ?? 0));
      const sorted = ids.toSorted((a, b) => a - b);
      const changes = ids.map((id, at) => ({ id, next: sorted[at] ?? id }));
      const all = (await bucketsOf(client, collection)).map(({ id }) => id);
      await exchangeNumbers(
        client,
        all,
        changes.filter(({ id, next }) => id !== next),
      );
      await raiseGeneration(client, collection);
    }
    return new Map(
      files.map(({ path, known }) => [path, known?.bucket ?? places.get(path)?.bucket ?? 0]),
    );
  });
}

/** Runs a function in a transaction of a connection of its own. */
export async function inTransaction<T>(
  database: Database,
  use: (client: ClientBase) => Promise<T>,
): Promise<T> {
  // A failure ends the connection, and the transaction with it.
  return database.withClient(async (client) => {
    await client.query('BEGIN');
    const result = await use(client);
    await client.query('COMMIT');
    return result;
  });
}

/** The same, while no other push reserves files of the collection. */
export async function reserving<T>(
  database: Database,
  collection: number,
  use: (client: ClientBase) => Promise<T>,
): Promise<T> {
  return inTransaction(database, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [RESERVING, collection]);
    return use(client);
  });
}

/** In the order of their numbers, as everyone locks several of them. */
export async function lockBuckets(client: Asked, buckets: readonly number[]): Promise<void> {
  await client.query('SELECT id FROM inquest.bucket WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [
    buckets,
  ]);
}

export async function raiseGeneration(client: Asked, collection: number): Promise<void> {
  await client.query('UPDATE inquest.collection SET generation = generation + 1 WHERE id = $1', [
    collection,
  ]);
}

/** Whether a file without a number stands before one that has one, or a higher number before a lower. */
function hasDisorder(ids: readonly (number | undefined)[]): boolean {
  return ids.some((id, at) => at > 0 && (ids[at - 1] ?? Infinity) > (id ?? Infinity));
}

async function reservedFiles(
  client: ClientBase,
  collection: number,
): Promise<ReadonlyMap<string, { readonly id: number; readonly bucket: number }>> {
  const { rows } = await client.query<{ path: string; id: number; bucket: number }>(
    `SELECT s.path, s.id, s.bucket FROM inquest.source s JOIN inquest.bucket b ON b.id = s.bucket
      WHERE b.collection = $1`,
    [collection],
  );
  return new Map(rows.map(({ path, id, bucket }) => [fromSql(path), { id, bucket }]));
}

/** The first of some numbers of files that no file has. */
export async function takeNumbers(
  client: ClientBase,
  collection: number,
  count: number,
): Promise<number> {
  if (count === 0) return 0;
  const { rows } = await client.query<{ first: number }>(
    `UPDATE inquest.collection SET next_source = next_source + $2
      WHERE id = $1 RETURNING next_source - $2 AS first`,
    [collection, count],
  );
  return rows[0]?.first ?? 0;
}

export type Reservation = { readonly n: number; readonly bucket: number };

/** Spreads files over buckets that have room, each to the one with the fewest bytes so far. */
export async function assign(
  client: ClientBase,
  collection: number,
  files: readonly FileToReserve[],
  lanes: number,
): Promise<ReadonlyMap<string, Reservation>> {
  if (files.length === 0) return new Map();
  const open = (await bucketsOf(client, collection))
    .filter(({ trials }) => trials < BUCKET_TRIALS)
    .map(({ id }) => ({ id, bytes: 0 }))
    .slice(0, lanes);
  while (open.length < Math.min(lanes, files.length)) {
    open.push({ id: await makeBucket(client, collection), bytes: 0 });
  }
  return new Map(
    files.map(({ path, size }, n) => {
      const least = open.reduce((a, b) => (b.bytes < a.bytes ? b : a));
      least.bytes += size + 1;
      return [path, { n, bucket: least.id }];
    }),
  );
}

export type Reserved = {
  readonly path: string;
  readonly name: string;
  readonly id: number;
  readonly bucket: number;
};

/** Rows of the ledger for files of which nothing is read yet. */
export async function addRows(client: ClientBase, files: readonly Reserved[]): Promise<void> {
  if (files.length === 0) return;
  await client.query(
    `INSERT INTO inquest.source (bucket, id, path, name, format, why, size, stamp, fingerprint,
        checked_bytes, checksum, read_bytes, read_lines, complete, trials, problems, missing)
      SELECT n.bucket, n.id, n.path, n.name, '', '', 0, '', '', 0, 0, 0, 0, false, 0, 0, false
      FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) n(bucket, id, path, name)
      ON CONFLICT DO NOTHING`,
    [
      files.map(({ bucket }) => bucket),
      files.map(({ id }) => id),
      files.map(({ path }) => toSql(path)),
      files.map(({ name }) => toSql(name)),
    ],
  );
}

/** The first bucket of a collection that has room, or a new one. */
export async function openBucketOf(
  client: ClientBase,
  collection: number,
  buckets: readonly Bucket[],
): Promise<number> {
  const open = buckets.find(({ trials }) => trials < BUCKET_TRIALS)?.id;
  return open ?? makeBucket(client, collection);
}

/** Moves a file of which nothing is read yet out of a bucket that is full; resolves with where it is now. */
export async function withRoom(
  database: Database,
  collection: number,
  path: string,
  bucket: number,
): Promise<number> {
  return reserving(database, collection, async (client) => {
    const buckets = await bucketsOf(client, collection);
    // One that reads the file now has it.
    await lockBuckets(client, [bucket]);
    const isFull = (buckets.find(({ id }) => id === bucket)?.trials ?? 0) >= BUCKET_TRIALS;
    if (!isFull) return bucket;
    const next = await openBucketOf(client, collection, buckets);
    // Deleted and added: the bucket of a row never changes, as it may be another server's.
    const { rows } = await client.query<{ id: number; name: string }>(
      `DELETE FROM inquest.source WHERE bucket = $1 AND path = $2 AND trials = 0
        RETURNING id, name`,
      [bucket, toSql(path)],
    );
    const [moved] = rows;
    if (moved === undefined) return bucket;
    await addRows(client, [{ path, name: fromSql(moved.name), id: moved.id, bucket: next }]);
    return next;
  });
}
