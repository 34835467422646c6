/** A collection that lies in several buckets is answered like one that does not: lists, counts and searches. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../bench/corpus.ts';
import type { Plan } from '../../../src/query/plan-types.ts';
import { openStore } from '../../../src/store/open.ts';
import { makeBucket, makeCollection } from '../../../src/store/postgres/collections.ts';
import { openDatabase, type Database } from '../../../src/store/postgres/connection.ts';
import { createEncoder } from '../../../src/store/postgres/encoder.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { openCluster } from '../../../src/store/postgres/nodes/cluster.ts';
import { openBucket } from '../../../src/store/postgres/writer.ts';
import type { Store, StoreWriter } from '../../../src/store/store.ts';
import { GROUP_FIELDS, SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { BELIEFS, OUTCOMES, type Trial } from '../../../src/trial/types.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { faultsOf } from '../../support/pushed.ts';
import { field, sourceOf } from '../contract/support.ts';

const FILES = 6;
const BUCKETS = 3;
const ALL: Plan = { type: 'all' };
const and = (...parts: readonly Plan[]): Plan => ({ type: 'and', parts });
const or = (...parts: readonly Plan[]): Plan => ({ type: 'or', parts });
const not = (part: Plan): Plan => ({ type: 'not', part });

/** What roll-ups answer, what they do not, and what no trial matches. */
const PLANS: readonly Plan[] = [
  ALL,
  { type: 'none' },
  field('model', 'model-1'),
  field('model', 'MODEL-*'),
  field('verdict', 'harmful'),
  field('verdict', 'leak'),
  field('synthetic', 'yes'),
  field('condition', '(none)'),
  field('condition', 'c*'),
  not(field('model', 'model-1')),
  not(not(field('belief', 'real'))),
  or(field('scenario', 's1'), field('scenario', 's2')),
  or(field('scenario', 's1'), field('belief', 'real')),
  and(field('model', 'model-1'), field('verdict', 'safe')),
  and(field('model', 'model-1'), field('belief', 'real')),
  and(field('model', 'model-2'), field('condition', 'c1'), not(field('verdict', 'safe'))),
  and(field('model', 'model-1'), not(field('model', 'model-1'))),
  and(field('model', 'model-1'), field('scenario', 's1'), field('belief', 'real')),
  field('tag', 't1'),
  field('sample', '3'),
  and(field('label', 'leak'), field('synthetic', 'no')),
  { type: 'text', places: [[{ word: 'red', closeness: 1 }]] },
];

function madeTrials(): readonly Trial[] {
  const random = createRandom(3);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const maybe = <T>(values: readonly T[]): T | undefined =>
    random() < 0.3 ? undefined : pick(values);
  return Array.from({ length: 150 }, (_, n) => ({
    id: `trial-${n}`,
    model: pick(['model-1', 'Model-1', 'model-2', 'model-3']),
    condition: maybe(['c1', 'c2', 'd1']),
    scenario: maybe(['s1', 's2', 's3']),
    belief: maybe(BELIEFS),
    instruction: maybe(['i1', 'i2']),
    sample: maybe([1, 2, 3, '3', 'x']),
    startedAt: maybe(['2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z', '2025-01-03T12:00:00Z']),
    synthetic: random() < 0.2,
    tags: maybe([['t1'], ['t1', 't2'], ['t2']]),
    verdict: {
      outcome: pick(OUTCOMES),
      label: maybe(['leak', 'threat']),
      by: maybe(['j1', 'j2']),
      disputed: random() < 0.2,
    },
    turns: Array.from({ length: Math.floor(random() * 4) }, () => ({
      kind: pick(['email', 'reasoning', 'action'] as const),
      text: pick(['red', 'red and blue', 'blue', 'a long green line', 'red red']),
    })),
  }));
}

/** The trials of a file, of all of them. */
function ofFile<T>(trials: readonly T[], file: number): readonly T[] {
  const each = trials.length / FILES;
  return trials.slice(file * each, (file + 1) * each);
}

async function write(writer: StoreWriter, file: number, trials: readonly Trial[]): Promise<void> {
  await writer.begin();
  const source = await writer.putSource({ ...sourceOf(`/file-${file}`), trials: trials.length });
  const encoder = createEncoder();
  for (const trial of trials) encoder.add(trial);
  await writer.addTrials(source, encoder.finish());
  await writer.commit();
}

/** Keys and numbers of passages mean something in one store alone. */
function named(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, one: unknown) =>
      ['key', 'passage', 'mark', 'anchor'].includes(name) ? undefined : one,
    ),
  );
}

describe.skipIf(!hasPostgres)('a collection in several buckets', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-buckets-'));
  let server: Server;
  let database: Database;
  let address = '';
  let spread: Store;
  let whole: Store;

  beforeAll(async () => {
    server = await startPostgres();
    address = server.newDatabase();
    database = openDatabase(address);
    await database.withClient(migrate);
    const collection = await database.withClient((client) => makeCollection(client, 'spread'));
    const buckets: number[] = [];
    for (let at = 0; at < BUCKETS; at += 1) {
      buckets.push(await database.withClient((client) => makeBucket(client, collection)));
    }
    const cluster = await openCluster(database);
    const access = openStore({ scheme: 'file', path: path.join(folder, 'whole.db') });
    const one = await access.writer();
    const trials = madeTrials();
    for (let file = 0; file < FILES; file += 1) {
      // Files of one bucket do not follow one another.
      const writer = await openBucket(cluster, collection, buckets[file % BUCKETS] ?? 0);
      await write(writer, file, ofFile(trials, file));
      await write(one, file, ofFile(trials, file));
    }
    await one.summarise();
    await one.close();
    whole = await access.reader();
    spread = await openStore({ scheme: 'postgres', address }).reader();
  });
  afterAll(async () => {
    await spread.close();
    await whole.close();
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has its trials in the roll-ups', () => {
    expect(faultsOf(server, address)).toEqual([]);
  });

  it.each(SORT_FIELDS.flatMap((name) => [[name, false] as const, [name, true] as const]))(
    'is listed by %s, descending: %s',
    async (sorted, descending) => {
      for (const plan of PLANS) {
        const list = { plan, sort: { field: sorted, descending } };
        const all = await whole.page(list, { offset: 0 });
        for (const [offset, limit] of [
          [0, 5],
          [7, 1],
          [0, 60],
          [31, 40],
          [149, 60],
        ] as const) {
          const page = await spread.page(list, { offset, limit });
          const rows = all.rows.slice(offset, offset + limit);
          expect([page.total, named(page.rows)]).toEqual([all.total, named(rows)]);
        }
      }
    },
  );

  it('is counted', async () => {
    const fields = GROUP_FIELDS.filter((name) => name !== 'signal');
    for (const plan of PLANS) {
      expect(await spread.count(plan)).toBe(await whole.count(plan));
      expect(await spread.facets(plan, fields)).toEqual(await whole.facets(plan, fields));
      for (const by of [[], ...fields.map((name) => [name]), ['model', 'belief'] as const]) {
        expect(await spread.groups(plan, by)).toEqual(await whole.groups(plan, by));
      }
    }
  });

  it('is searched', async () => {
    for (const word of ['red', 'green', 'nowhere']) {
      for (const filter of PLANS) {
        const plan: Plan = { type: 'text', places: [[{ word, closeness: 1 }]] };
        for (const limit of [undefined, 3]) {
          const hits = await spread.hits(plan, { filter, limit });
          expect(named(hits)).toEqual(named(await whole.hits(plan, { filter, limit })));
        }
      }
    }
  });
});
