/**
 * A collection of N trials in a PostgreSQL server of its own: how long answers take, against one flat
 * table in the same server, and against SQLite. `SCALE=100000,1000000 npm run bench -- scale`. Settings, from the
 * environment:
 *
 * - `SCALE`: numbers of trials, rising; multiples of the first, which is at most `SCALE_PUSH`.
 * - `SCALE_PUSH` (100000): how many go in by Inquest's own push. The others are copies of those (`grow.ts`).
 * - `SCALE_SQLITE` (100000): the largest collection that is read into SQLite too; 0: none.
 * - `SCALE_RUNS` (20): questions of each kind.
 * - `SCALE_ONLY`: which questions, a regular expression over their names.
 * - `SCALE_BUFFERS` (1GB): the server's `shared_buffers`.
 * - `SCALE_PLAIN`, `SCALE_KEYS`: 0 leaves out the flat table, or the keys in a terminal.
 * - `SCALE_FOLDER`: where everything is kept, and found again by the next run. Otherwise it is removed.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ClientBase } from 'pg';
import { openDatabase, type Database } from '../../src/store/postgres/connection.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { startPostgres, type Server } from '../../test/support/postgres.ts';
import { index } from '../indexing.ts';
import { atMost, percentile, type Bench, type Figure } from '../measure.ts';
import { growTo, rememberOriginal } from './grow.ts';
import { keysWhileAsking } from './keys.ts';
import { againstCopy, COLLECTION, pushFiles, sizesOf } from './load.ts';
import { makeTrials } from './made-trials.ts';
import { measure, tableOf, type Measured } from './measured.ts';
import { makePlain } from './plain.ts';
import { questionsFor, vocabularyOf } from './questions.ts';

const FILES = 12;

function setting(name: string, otherwise: string): string {
  return process.env[`SCALE${name}`] ?? otherwise;
}

export async function scale(bench: Bench): Promise<readonly Figure[]> {
  const sizes = setting('', bench.quick ? '20000,100000' : '100000,1000000')
    .split(',')
    .map(Number);
  const runs = Number(setting('_RUNS', '20'));
  const folder = setting('_FOLDER', path.join(bench.folder, 'scale'));
  const settings = {
    shared_buffers: setting('_BUFFERS', '1GB'),
    effective_cache_size: '8GB',
    work_mem: '64MB',
    maintenance_work_mem: '512MB',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '2',
    random_page_cost: '1.1',
    effective_io_concurrency: '200',
    max_wal_size: '8GB',
    wal_level: 'minimal',
    max_wal_senders: '0',
  };
  // The folder of the bench is closed to the user that the server runs as.
  const kept = process.env['SCALE_FOLDER'] === undefined ? undefined : path.join(folder, 'server');
  const server = await startPostgres({ settings, folder: kept });
  say(
    `PostgreSQL: ${Object.entries(settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')} fsync=off jit=off`,
  );
  const database = databaseOf(server, 'scale');
  try {
    const figures: Figure[] = [];
    const all: Measured[] = [];
    figures.push(
      ...(await fill(
        server,
        database,
        folder,
        Math.min(sizes[0] ?? 0, Number(setting('_PUSH', '100000'))),
      )),
    );
    for (const size of sizes) {
      say(`${size} trials…`);
      await database.withClient((client) => growTo(client, size));
      await database.withClient(warm);
      all.push(...(await askAll(bench, database, address(server), { folder, trials: size, runs })));
      if (setting('_KEYS', '1') !== '0') {
        figures.push(...(await keysWhileAsking(bench, address(server), size)));
      }
    }
    console.log(tableOf(all, runs));
    return [...figures, ...figuresOf(all)];
  } finally {
    await database.close();
    await server.stop();
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * Reads from the disk what `docs/scale.md` has in memory: facts, kept counts and the index of words. A server that was
 * started a moment ago has nothing of them.
 */
async function warm(client: ClientBase): Promise<void> {
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_prewarm');
  await client.query(
    `SELECT pg_prewarm(oid::regclass, 'read') FROM pg_class
      WHERE relnamespace = 'inquest'::regnamespace AND relkind IN ('r', 'i')
        AND relname ~ '^(fact|rollup|passage_words)'`,
  );
}

function address(server: Server): string {
  return `${server.address('scale')}&collection=${COLLECTION}`;
}

function databaseOf(server: Server, name: string): Database {
  const there = server.psql(
    server.address('postgres'),
    `SELECT count(*) FROM pg_database WHERE datname = '${name}'`,
  );
  if (there === '0') server.psql(server.address('postgres'), `CREATE DATABASE ${name}`);
  return openDatabase(server.address(name), { statementTimeout: 0 });
}

/** Pushes the first trials, unless a run before did. */
async function fill(
  server: Server,
  database: Database,
  folder: string,
  trials: number,
): Promise<readonly Figure[]> {
  const isNew = "SELECT to_regclass('public.bench_word') IS NULL";
  if (server.psql(server.address('scale'), isNew) === 'f') {
    await database.withClient(migrate);
    return [];
  }
  const files = await makeTrials(path.join(folder, `files-${trials}`), trials, FILES);
  say(`pushing ${trials} trials…`);
  const pushed = await pushFiles(database, files);
  const empty = databaseOf(server, 'copied');
  const figures = await againstCopy(database, empty, path.join(folder, 'copy'), { trials, pushed });
  await empty.close();
  server.psql(server.address('postgres'), 'DROP DATABASE copied');
  await database.withClient(rememberOriginal);
  await database.withClient(async (client) => client.query('VACUUM ANALYZE'));
  return figures;
}

async function askAll(
  bench: Bench,
  database: Database,
  asked: string,
  {
    folder,
    trials,
    runs,
  }: { readonly folder: string; readonly trials: number; readonly runs: number },
): Promise<readonly Measured[]> {
  if (setting('_PLAIN', '1') !== '0') await database.withClient(makePlain);
  console.table(await sizesOf(database));
  const location = { scheme: 'postgres', address: asked } as const;
  const store = await openStore(location).reader();
  const sqlite = await sqliteOf(bench, folder, trials);
  const only = new RegExp(setting('_ONLY', ''));
  try {
    const questions = questionsFor(await vocabularyOf(store)).filter(({ what }) => only.test(what));
    return await database.withClient(async (client) => {
      const all: Measured[] = [];
      const plain = setting('_PLAIN', '1') === '0' ? undefined : client;
      for (const question of questions) {
        const one = await measure(question, {
          store,
          sqlite,
          plain,
          trials,
          runs,
          patience: 20_000,
        });
        all.push(one);
        say(tableOf([one], runs).split('\n').at(-1) ?? '');
      }
      return all;
    });
  } finally {
    await store.close();
    await sqlite?.close();
  }
}

/** The same number of trials in SQLite, made by the same generator. */
async function sqliteOf(bench: Bench, folder: string, trials: number): Promise<Store | undefined> {
  if (trials > Number(setting('_SQLITE', '100000'))) return undefined;
  const files = path.join(folder, `files-${trials}`);
  await makeTrials(files, trials, FILES);
  const cache = existsSync(folder) ? path.join(folder, 'cache') : bench.env.XDG_CACHE_HOME;
  return openStore(await index(files, cache)).reader();
}

/** Those that have a budget, at the largest size. */
function figuresOf(all: readonly Measured[]): readonly Figure[] {
  const largest = Math.max(...all.map(({ trials }) => trials));
  return all.flatMap(({ question: { what, budget }, trials, inquest }) =>
    budget === undefined || trials !== largest
      ? []
      : [atMost(`${what}, ${trials} trials, p95`, percentile(inquest, 0.95), budget, ' ms')],
  );
}
