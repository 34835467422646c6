/** Fills a database by Inquest's own push, against COPY of the same rows into the same tables. */
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from, to } from 'pg-copy-streams';
import { push } from '../../src/ingest/push/push.ts';
import type { Database } from '../../src/store/postgres/connection.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { told, timed, type Figure } from '../measure.ts';
import type { MadeFile } from './made-trials.ts';

export const COLLECTION = 'scale';

/** Reads files into a new collection, one after the other into one bucket; milliseconds. */
export async function pushFiles(database: Database, files: readonly MadeFile[]): Promise<number> {
  await database.withClient(migrate);
  const request = { paths: files.map((file) => file.path), cwd: process.cwd() };
  return timed(() =>
    push(database, request, {
      collection: COLLECTION,
      jobs: 1,
      isDry: false,
      signal: new AbortController().signal,
      onProgress: ({ trials }) => process.stderr.write(`  pushed ${trials}\r`),
    }),
  );
}

/** Every table of the schema with its rows, as files, and back into another database with the same indexes. */
export async function againstCopy(
  database: Database,
  empty: Database,
  folder: string,
  { trials, pushed }: { readonly trials: number; readonly pushed: number },
): Promise<readonly Figure[]> {
  const tables = await tablesOf(database);
  const fileOf = (table: string): string => path.join(folder, `${table}.copy`);
  mkdirSync(folder, { recursive: true });
  for (const table of tables) {
    await database.withClient(async (client) => {
      const rows = client.query(to(`COPY inquest.${table} TO STDOUT`));
      await pipeline(rows, createWriteStream(fileOf(table)));
    });
  }
  await empty.withClient(migrate);
  const copied = await timed(async () => {
    for (const table of tables) {
      await empty.withClient(async (client) => {
        const rows = client.query(from(`COPY inquest.${table} FROM STDIN`));
        await pipeline(createReadStream(fileOf(table)), rows);
      });
    }
  });
  rmSync(folder, { recursive: true, force: true });
  const rate = (ms: number): number => trials / (ms / 1000);
  return [
    told(`${trials} trials: push, trials a second`, rate(pushed), ''),
    told('COPY of the same rows alone, trials a second', rate(copied), ''),
    told('push, against COPY', pushed / copied, '×'),
  ];
}

async function tablesOf(database: Database): Promise<readonly string[]> {
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'inquest' AND tablename <> 'migration' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  });
}

/** Megabytes of each table and of its indexes. */
export async function sizesOf(database: Database): Promise<readonly Record<string, unknown>[]> {
  return database.withClient(async (client) => {
    const { rows } = await client.query<{ name: string; table: string; indexes: string }>(
      `SELECT c.relname AS name, (pg_table_size(c.oid) / 1e6)::int AS table, (pg_indexes_size(c.oid) / 1e6)::int AS indexes
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'inquest' AND c.relkind = 'r' ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 8`,
    );
    return rows;
  });
}
