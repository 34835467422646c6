/**
 * Numbers and buckets of the files that are pushed, where there are nodes. `file` of the database says what each file
 * has; that is one transaction. Then the ledgers of the nodes are brought in line with it, which can be done again
 * at any time: a push that was killed in between is completed by the next one.
 */
import type { ClientBase } from 'pg';
import { bucketsOf } from '../collections.ts';
import type { Database } from '../connection.ts';
import {
  addRows,
  assign,
  inTransaction,
  lockBuckets,
  openBucketOf,
  raiseGeneration,
  reserveFiles,
  reserving,
  takeNumbers,
  withRoom,
  type FileToReserve,
  type Reserved,
} from '../reserve.ts';
import { BUCKET_TRIALS } from '../schema.ts';
import { exchangeNumbers } from '../sources.ts';
import { fromSql, toSql } from '../text.ts';
import { databaseOf, type Cluster } from './cluster.ts';
import { withServers } from './servers.ts';

/** Gives every file a number and a bucket, with nodes and without them; see `reserveFiles`. */
export async function reserve(
  cluster: Cluster,
  collection: number,
  files: readonly FileToReserve[],
  lanes: number,
): Promise<ReadonlyMap<string, number>> {
  if (cluster.nodes.length === 0) return reserveFiles(cluster.home, collection, files, lanes);
  await copyCounts(cluster, collection);
  await reservingOverNodes(cluster, collection, (client) =>
    assignAll(client, collection, files, lanes),
  );
  // Under the lock again: what the ledgers are brought in line with must not change meanwhile.
  return reservingOverNodes(cluster, collection, async (client) => {
    const all = await reservedFiles(client, collection);
    const places = byPath(all);
    await bringInLine(cluster, client, collection, {
      all,
      pushed: new Set(files.map(({ path }) => path)),
    });
    return new Map(files.map(({ path }) => [path, places.get(path)?.bucket ?? 0]));
  });
}

/** Moves a file of which nothing is read yet out of a bucket that is full; resolves with where it is now. */
export async function bucketWithRoom(
  cluster: Cluster,
  collection: number,
  path: string,
  bucket: number,
): Promise<number> {
  if (cluster.nodes.length === 0) return withRoom(cluster.home, collection, path, bucket);
  const now = await reservingOverNodes(cluster, collection, (client) =>
    moveFromFull(cluster, client, collection, path),
  );
  if (now === undefined || now.bucket === bucket) return bucket;
  await reservingOverNodes(cluster, collection, (client) =>
    bringInLine(cluster, client, collection, { all: [now], pushed: new Set([path]) }),
  );
  return now.bucket;
}

/** Gives a file another bucket where its own is full. Resolves with what it has now; undefined: it is not known. */
async function moveFromFull(
  cluster: Cluster,
  client: ClientBase,
  collection: number,
  path: string,
): Promise<Reserved | undefined> {
  const [file] = await reservedFiles(client, collection, path);
  if (file === undefined) return undefined;
  const buckets = await bucketsOf(client, collection);
  const own = buckets.find(({ id }) => id === file.bucket);
  if (own === undefined || own.trials < BUCKET_TRIALS) return file;
  const bucket = await openBucketOf(client, collection, buckets);
  const database = await databaseAt(cluster, client, file.bucket);
  if (!(await inTransaction(database, (one) => takeAway(one, file)))) return file;
  await client.query('UPDATE inquest.file SET bucket = $3 WHERE collection = $1 AND id = $2', [
    collection,
    file.id,
    bucket,
  ]);
  return { ...file, bucket };
}

/** `reserving` on the database, in a transaction that may be idle as long as the nodes take. */
async function reservingOverNodes<T>(
  { home }: Cluster,
  collection: number,
  use: (client: ClientBase) => Promise<T>,
): Promise<T> {
  return reserving(home, collection, async (client) => {
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    return use(client);
  });
}

/** Deletes the row of a file of which nothing is read. Resolves with whether that was so. */
async function takeAway(client: ClientBase, { bucket, id }: Reserved): Promise<boolean> {
  // One that reads the file now has the lock.
  await lockBuckets(client, [bucket]);
  const { rowCount } = await client.query(
    'DELETE FROM inquest.source WHERE bucket = $1 AND id = $2 AND trials = 0 AND NOT complete',
    [bucket, id],
  );
  return rowCount === 1;
}

async function databaseAt(cluster: Cluster, client: ClientBase, bucket: number): Promise<Database> {
  const { rows } = await client.query<{ node: number }>(
    'SELECT node FROM inquest.bucket WHERE id = $1',
    [bucket],
  );
  return databaseOf(cluster, rows[0]?.node ?? 0);
}

/** Where a bucket is, with its rows there. */
export async function whereBucketIs(
  cluster: Cluster,
  collection: number,
  bucket: number,
): Promise<Database> {
  if (cluster.nodes.length === 0) return cluster.home;
  return cluster.home.withClient(async (client) => {
    const database = await databaseAt(cluster, client, bucket);
    await ensureBuckets(database, client, collection, [bucket]);
    return database;
  });
}

/** Copies the numbers of trials and passages of all buckets from the nodes, which alone count them. */
async function copyCounts(cluster: Cluster, collection: number): Promise<void> {
  const buckets = await withServers(cluster, 'BEGIN READ ONLY', (servers) =>
    bucketsOf(servers, collection),
  );
  await cluster.home.withClient((client) =>
    client.query(
      `UPDATE inquest.bucket b SET trials = n.trials, passages = n.passages
        FROM unnest($1::int[], $2::int[], $3::int[]) n(id, trials, passages)
        WHERE b.id = n.id AND (b.trials, b.passages) <> (n.trials, n.passages)`,
      [
        buckets.map(({ id }) => id),
        buckets.map(({ trials }) => trials),
        buckets.map(({ passages }) => passages),
      ],
    ),
  );
}

/** A file that came to stand before others takes a new number, and so do all after it. */
async function assignAll(
  client: ClientBase,
  collection: number,
  files: readonly FileToReserve[],
  lanes: number,
): Promise<void> {
  const there = byPath(await reservedFiles(client, collection));
  const fresh = files.filter(({ path }) => !there.has(path));
  const places = await assign(client, collection, fresh, lanes);
  const behind = files.slice(firstInDisorder(files.map(({ path }) => there.get(path)?.id)));
  const first = await takeNumbers(client, collection, behind.length);
  const old = behind.flatMap(({ path }) => there.get(path)?.id ?? []);
  await client.query('DELETE FROM inquest.file WHERE collection = $1 AND id = ANY ($2)', [
    collection,
    old,
  ]);
  await client.query(
    `INSERT INTO inquest.file (collection, id, bucket, path, name)
      SELECT $1, n.id, n.bucket, n.path, n.name
      FROM unnest($2::int[], $3::int[], $4::text[], $5::text[]) n(id, bucket, path, name)`,
    [
      collection,
      behind.map((_, at) => first + at),
      behind.map(({ path }) => there.get(path)?.bucket ?? places.get(path)?.bucket),
      behind.map(({ path }) => toSql(path)),
      behind.map(({ name }) => toSql(name)),
    ],
  );
}

/** The place of the first file that has no number, or a lower one than a file before it. */
function firstInDisorder(ids: readonly (number | undefined)[]): number {
  const at = ids.findIndex((id, index) => id === undefined || id < (ids[index - 1] ?? 0));
  return at < 0 ? ids.length : at;
}

/** Those of all files, or of a path. */
async function reservedFiles(
  client: ClientBase,
  collection: number,
  path?: string,
): Promise<readonly Reserved[]> {
  const { rows } = await client.query<Reserved>(
    `SELECT path, name, id, bucket FROM inquest.file
      WHERE collection = $1 ${path === undefined ? '' : 'AND path = $2'}`,
    path === undefined ? [collection] : [collection, toSql(path)],
  );
  return rows.map((row) => ({ ...row, path: fromSql(row.path), name: fromSql(row.name) }));
}

function byPath(files: readonly Reserved[]): ReadonlyMap<string, Reserved> {
  return new Map(files.map((file) => [file.path, file]));
}

/** Files of a collection, and the paths of those that get a row where they have none. */
type Wanted = { readonly all: readonly Reserved[]; readonly pushed: ReadonlySet<string> };

/** Makes the rows of buckets and files on the nodes what `file` says. */
async function bringInLine(
  cluster: Cluster,
  client: ClientBase,
  collection: number,
  { all, pushed }: Wanted,
): Promise<void> {
  const { rows: buckets } = await client.query<{ id: number; node: number }>(
    'SELECT id, node FROM inquest.bucket WHERE collection = $1 ORDER BY id',
    [collection],
  );
  for (const [node, some] of Map.groupBy(buckets, (bucket) => bucket.node)) {
    const ids = some.map(({ id }) => id);
    const here = all.filter(({ bucket }) => ids.includes(bucket));
    const database = databaseOf(cluster, node);
    await ensureBuckets(database, client, collection, ids);
    await inTransaction(database, (one) =>
      bringNodeInLine(one, collection, ids, { all: here, pushed }),
    );
  }
}

/** Makes the rows of a collection and of its buckets on their node; what is there stays. */
async function ensureBuckets(
  database: Database,
  home: ClientBase,
  collection: number,
  buckets: readonly number[],
): Promise<void> {
  const { rows } = await home.query<{ name: string }>(
    'SELECT name FROM inquest.collection WHERE id = $1',
    [collection],
  );
  await database.withClient(async (client) => {
    await client.query(
      'INSERT INTO inquest.collection (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [collection, rows[0]?.name],
    );
    await client.query(
      `INSERT INTO inquest.bucket (id, collection) SELECT unnest($1::int[]), $2
        ON CONFLICT DO NOTHING`,
      [buckets, collection],
    );
  });
}

async function bringNodeInLine(
  client: ClientBase,
  collection: number,
  buckets: readonly number[],
  { all, pushed }: Wanted,
): Promise<void> {
  const { rows } = await client.query<{ path: string; id: number; bucket: number }>(
    'SELECT path, id, bucket FROM inquest.source WHERE bucket = ANY ($1)',
    [buckets],
  );
  const wanted = byPath(all);
  const there = rows.map((row) => ({ ...row, path: fromSql(row.path) }));
  const changes = there.flatMap(({ path, id }) => {
    const next = wanted.get(path)?.id;
    return next === undefined || next === id ? [] : [{ id, next }];
  });
  if (changes.length > 0) {
    // Those who write into a bucket have its lock, and know the numbers of their files.
    await lockBuckets(client, buckets);
    await exchangeNumbers(client, buckets, changes);
    await raiseGeneration(client, collection);
  }
  const known = new Set(there.map(({ path }) => path));
  await addRows(
    client,
    all.filter(({ path }) => pushed.has(path) && !known.has(path)),
  );
}
