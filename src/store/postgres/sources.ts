/** What is known of the files of a collection: the ledger. */
import type { ClientBase } from 'pg';
import type { Held, LedgerEntry, Source } from '../store.ts';
import type { Asked } from './nodes/servers.ts';
import { fromSql, toSql } from './text.ts';

type Row = {
  readonly bucket: number;
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly format: string;
  readonly why: string;
  readonly size: number;
  readonly stamp: string;
  readonly fingerprint: string;
  readonly checked_bytes: number;
  readonly checksum: number;
  readonly read_bytes: number;
  readonly read_lines: number;
  readonly complete: boolean;
  readonly trials: number;
  readonly problems: number;
  readonly missing: boolean;
};

/** A file and the number by which a reader knows it (`numberOfSource` of `known.ts`). */
export type SourceRow = { readonly number: number; readonly source: Source };

/**
 * The files in the order of their numbers. One that lies in several buckets is one, with the trials of all
 * of them.
 */
export async function readSources(
  client: Asked,
  buckets: readonly number[],
  numberOf: (bucket: number, id: number) => number,
): Promise<readonly SourceRow[]> {
  const { rows } = await client.query<Row>(
    `SELECT bucket, id, path, name, format, why, size, trials, problems, missing
      FROM inquest.source WHERE bucket = ANY ($1)`,
    [buckets],
  );
  const found = new Map<number, Source>();
  for (const row of rows) {
    const number = numberOf(row.bucket, row.id);
    const [before, part] = [found.get(number), sourceOf(row)];
    found.set(number, before === undefined ? part : together(before, part));
  }
  return [...found]
    .map(([number, source]) => ({ number, source }))
    .toSorted((a, b) => a.number - b.number);
}

/** What two buckets have of one file. */
function together(a: Source, b: Source): Source {
  return {
    ...(a.size >= b.size ? a : b),
    trials: a.trials + b.trials,
    problems: a.problems + b.problems,
    missing: a.missing || b.missing,
  };
}

/** All that is known of the files of a bucket, in their order. */
export async function readLedger(client: Asked, bucket: number): Promise<readonly LedgerEntry[]> {
  const { rows } = await client.query<Row>(
    'SELECT * FROM inquest.source WHERE bucket = $1 ORDER BY id',
    [bucket],
  );
  return rows.map(entryOf);
}

function entryOf(row: Row): LedgerEntry {
  return {
    ...sourceOf(row),
    stamp: row.stamp,
    fingerprint: row.fingerprint,
    checkedBytes: row.checked_bytes,
    checksum: row.checksum,
    readBytes: row.read_bytes,
    readLines: row.read_lines,
    complete: row.complete,
  };
}

function sourceOf(row: Row): Source {
  return {
    path: fromSql(row.path),
    name: fromSql(row.name),
    format: row.format,
    why: fromSql(row.why),
    size: row.size,
    trials: row.trials,
    problems: row.problems,
    missing: row.missing,
  };
}

/** What is known of a file in a bucket. */
export async function readEntry(
  client: ClientBase,
  bucket: number,
  path: string,
): Promise<LedgerEntry | undefined> {
  const { rows } = await client.query<Row>(
    'SELECT * FROM inquest.source WHERE bucket = $1 AND path = $2',
    [bucket, toSql(path)],
  );
  return rows.map(entryOf)[0];
}

/** Writes what is known of a file under its number. */
export async function writeSource(
  client: ClientBase,
  bucket: number,
  id: number,
  entry: LedgerEntry,
): Promise<void> {
  await client.query(
    `INSERT INTO inquest.source (bucket, id, path, name, format, why, size, stamp, fingerprint,
        checked_bytes, checksum, read_bytes, read_lines, complete, trials, problems, missing)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      ON CONFLICT (bucket, id) DO UPDATE SET name = $4, format = $5, why = $6, size = $7, stamp = $8,
        fingerprint = $9, checked_bytes = $10, checksum = $11, read_bytes = $12, read_lines = $13,
        complete = $14, trials = $15, problems = $16, missing = $17, pushed = now(), by = current_user`,
    [
      bucket,
      id,
      toSql(entry.path),
      toSql(entry.name),
      entry.format,
      toSql(entry.why),
      entry.size,
      entry.stamp,
      entry.fingerprint,
      entry.checkedBytes,
      entry.checksum,
      entry.readBytes,
      entry.readLines,
      entry.complete,
      entry.trials,
      entry.problems,
      entry.missing,
    ],
  );
}

/** Forgets the problems of a file, and says which of its trials are there; see `StoreWriter`. */
export async function reopenSource(
  client: ClientBase,
  bucket: number,
  source: number,
): Promise<Held> {
  const { rows } = await client.query<{ place: string; whole: boolean }>(
    `SELECT i.place, NOT i.outline AND NOT EXISTS (SELECT 1 FROM inquest.problem m
          WHERE m.bucket = $1 AND m.source = $2 AND m.place = i.place) AS whole
      FROM inquest.fact t JOIN inquest.trial i USING (bucket, key)
      WHERE t.bucket = $1 AND t.source = $2 AND i.place IS NOT NULL`,
    [bucket, source],
  );
  await client.query('DELETE FROM inquest.problem WHERE bucket = $1 AND source = $2', [
    bucket,
    source,
  ]);
  return {
    places: new Set(rows.map(({ place }) => fromSql(place))),
    whole: new Set(rows.filter(({ whole }) => whole).map(({ place }) => fromSql(place))),
  };
}

/** Exchanges the numbers of the files of a bucket so that they are in this order. */
export async function orderSources(
  client: ClientBase,
  bucket: number,
  paths: readonly string[],
): Promise<void> {
  const rank = new Map(paths.map((path, index) => [path, index]));
  const { rows } = await client.query<{ id: number; path: string }>(
    'SELECT id, path FROM inquest.source WHERE bucket = $1 ORDER BY id',
    [bucket],
  );
  const placeOf = ({ path }: { path: string }): number => rank.get(fromSql(path)) ?? paths.length;
  const wanted = rows.toSorted((a, b) => placeOf(a) - placeOf(b));
  const changes = wanted.flatMap(({ id }, index) => {
    const next = rows[index]?.id ?? id;
    return next === id ? [] : [{ id, next }];
  });
  await exchangeNumbers(client, [bucket], changes);
}

/** Gives files other numbers: those of one another, or ones that no file has. */
export async function exchangeNumbers(
  client: ClientBase,
  buckets: readonly number[],
  changes: readonly { readonly id: number; readonly next: number }[],
): Promise<void> {
  if (changes.length === 0) return;
  const numbers = [changes.map(({ id }) => id), changes.map(({ next }) => -next)];
  for (const [table, column] of [
    ['source', 'id'],
    ['fact', 'source'],
    ['problem', 'source'],
  ] as const) {
    // By way of negative numbers, so that no two files have the same one meanwhile.
    await client.query(
      `UPDATE inquest.${table} t SET ${column} = c.next FROM unnest($2::int[], $3::int[]) c(id, next)
        WHERE t.bucket = ANY ($1) AND t.${column} = c.id`,
      [buckets, ...numbers],
    );
    await client.query(
      `UPDATE inquest.${table} SET ${column} = -${column} WHERE bucket = ANY ($1) AND ${column} < 0`,
      [buckets],
    );
  }
}
