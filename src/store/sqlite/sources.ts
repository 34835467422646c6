/** What the embedded store knows of the files it was filled from. */
import type { DatabaseSync } from 'node:sqlite';
import { removeValuesOf } from './field-values.ts';
import type { Held, LedgerEntry, ReadState, Source } from '../store.ts';

type Row = Readonly<Record<string, unknown>>;

/** The files, in their order. */
export function readSources(database: DatabaseSync): readonly Source[] {
  return rows(database).map(sourceOf);
}

/** All that is known of the files, in their order. */
export function readLedger(database: DatabaseSync): readonly LedgerEntry[] {
  return rows(database).map((row) => ({ ...sourceOf(row), ...readStateOf(row) }));
}

function rows(database: DatabaseSync): readonly Row[] {
  return database.prepare('SELECT * FROM source ORDER BY id').all();
}

function sourceOf(row: Row): Source {
  return {
    path: String(row['path']),
    name: String(row['name']),
    format: String(row['format']),
    why: String(row['why']),
    size: Number(row['size']),
    trials: Number(row['trials']),
    problems: Number(row['problems']),
    missing: row['missing'] === 1,
  };
}

function readStateOf(row: Row): ReadState {
  return {
    stamp: String(row['stamp']),
    fingerprint: String(row['fingerprint']),
    checkedBytes: Number(row['checked_bytes']),
    checksum: Number(row['checksum']),
    readBytes: Number(row['read_bytes']),
    readLines: Number(row['read_lines']),
    complete: row['complete'] === 1,
  };
}

/**
 * Deletes the trials and problems of a file. Passages that no other trial has go too; the room that
 * they took in blocks stays until the database is built anew.
 */
export function clearSource(database: DatabaseSync, path: string): void {
  const id = database.prepare('SELECT id FROM source WHERE path = ?').get(path)?.['id'];
  if (typeof id !== 'number') return;
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS gone (passage INTEGER PRIMARY KEY);
    DELETE FROM gone;
    INSERT OR IGNORE INTO gone SELECT passage FROM turn
      WHERE trial IN (SELECT key FROM trial WHERE source = ${id});
    DELETE FROM turn WHERE trial IN (SELECT key FROM trial WHERE source = ${id});
    ${removeValuesOf(id)}
    DELETE FROM trial WHERE source = ${id};
    DELETE FROM problem WHERE source = ${id};
    DELETE FROM gone WHERE passage IN (SELECT passage FROM turn);
    DELETE FROM word WHERE rowid IN (SELECT passage FROM gone);
    DELETE FROM passage WHERE id IN (SELECT passage FROM gone);
  `);
}

/** Forgets the problems of a file, and says which of its trials are there; see `StoreWriter`. */
export function reopenSource(database: DatabaseSync, path: string): Held {
  const id = database.prepare('SELECT id FROM source WHERE path = ?').get(path)?.['id'];
  if (typeof id !== 'number') return { places: new Set(), whole: new Set() };
  const rows = database
    .prepare(
      `SELECT place, outline = 0 AND place NOT IN
          (SELECT place FROM problem WHERE source = ?1 AND place IS NOT NULL) AS whole
        FROM trial WHERE source = ?1 AND place IS NOT NULL`,
    )
    .all(id) as { place: string; whole: number }[];
  database.prepare('DELETE FROM problem WHERE source = ?').run(id);
  return {
    places: new Set(rows.map(({ place }) => place)),
    whole: new Set(rows.filter(({ whole }) => whole === 1).map(({ place }) => place)),
  };
}

/**
 * Numbers the files anew, so that their numbers are in this order. Trials are sorted by the number
 * of their file; it changes seldom, and only after files came in between others.
 */
export function orderSources(database: DatabaseSync, paths: readonly string[]): void {
  const rank = new Map(paths.map((path, index) => [path, index]));
  const rows = database.prepare('SELECT id, path FROM source ORDER BY id').all() as {
    id: number;
    path: string;
  }[];
  const wanted = rows.toSorted(
    (a, b) => (rank.get(a.path) ?? paths.length) - (rank.get(b.path) ?? paths.length),
  );
  const changes = wanted.flatMap(({ id }, index) => {
    const next = rows[index]?.id ?? id;
    return next === id ? [] : [{ id, next }];
  });
  if (changes.length === 0) return;
  const columns = [
    ['source', 'id'],
    ['trial', 'source'],
    ['problem', 'source'],
  ] as const;
  for (const [table, column] of columns) {
    const change = database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`);
    // By way of negative numbers, so that no two files have the same one meanwhile.
    for (const { id, next } of changes) change.run(-next, id);
    database.exec(`UPDATE ${table} SET ${column} = -${column} WHERE ${column} < 0`);
  }
}
