/** A database answers what files answer, byte for byte. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { ALL_IN_ORDER } from '../../../src/store/store.ts';
import { SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { createPlace, SAMPLE } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { expectSameCounts, openPaths, QUERIES, sameAs, SEARCHES } from './same-answers.ts';

const FILES = ['blackmail.jsonl', 'belief.jsonl', 'incidents.jsonl', 'instruction.jsonl'].map(
  (name) => path.join(SAMPLE, name),
);

const place = createPlace();

describe.skipIf(!hasPostgres)('a database', () => {
  let server: Server;
  let plain = '';
  let address = '';
  let files: Collection;
  let database: Collection;

  const open = (paths: readonly string[]): Promise<Collection> => openPaths(paths, SAMPLE);
  const same = sameAs(() => files);

  beforeAll(async () => {
    server = await startPostgres();
    plain = server.newDatabase();
    address = `${plain}&collection=study`;
    files = await open(FILES);
    expect(await place.run(['db', 'init', address, '--no-roles'])).toMatchObject({ code: 0 });
    const pushed = await place.run(['push', ...FILES, '--to', address]);
    expect(pushed).toMatchObject({ code: 0 });
    database = await open([address]);
  });
  afterAll(async () => {
    await files.close();
    await database.close();
    await server.stop();
  });

  it('says how much there is', async () => {
    expect(database.summary).toMatchObject({ trials: files.summary.trials, problems: 0 });
    expect(await database.store.totals()).toEqual(await files.store.totals());
    expect(await database.store.fields()).toEqual(await files.store.fields());
    expect(await database.store.words()).toEqual(await files.store.words());
  });

  it.each(QUERIES)('lists, counts and groups %j', async (text) => {
    await expectSameCounts(same, database, text);
  });

  it.each(SORT_FIELDS)('sorts by %s', async (field) => {
    const fields = await files.store.fields();
    for (const descending of [false, true]) {
      const sort = { field, descending };
      const params = { query: { text: '-model:gpt-4*' }, sort, offset: 3, limit: 40, fields };
      expect(await same(database, 'list', params)).toContain('"id"');
    }
  });

  it.each(SEARCHES)('finds %j', async (text) => {
    await same(database, 'search', { query: { text }, limit: 1000 });
    await same(database, 'search', {
      query: { text },
      limit: 7,
      filter: { text: 'verdict:harmful' },
    });
  });

  it('answers the same from several buckets', async () => {
    const parts = address.replace('collection=study', 'collection=parts');
    const push = (paths: readonly string[]) => place.run(['push', ...paths, '--to', parts]);
    const bucket = 'UPDATE inquest.bucket b SET trials';
    const ours = "FROM inquest.collection c WHERE c.id = b.collection AND c.name = 'parts'";
    expect(await push(FILES.slice(0, 2))).toMatchObject({ code: 0 });
    // One that is full: what comes goes into the next.
    server.psql(plain, `${bucket} = 1000000 + trials ${ours}`);
    expect(await push(FILES.slice(2))).toMatchObject({ code: 0 });
    server.psql(plain, `${bucket} = trials % 1000000 ${ours}`);
    expect(server.psql(plain, `SELECT count(*) FROM inquest.bucket b, ${ours.slice(5)}`)).toBe('2');
    const split = await open([parts]);
    // The same text in two buckets counts twice beside its words.
    const sameButTerms = sameAs(() => files, { without: ['terms'] });
    for (const text of QUERIES.slice(0, 9)) {
      const query = { text };
      const sort = { field: 'model', descending: true } as const;
      await sameButTerms(split, 'list', { query, sort, offset: 5, limit: 90 });
      await sameButTerms(split, 'stats', { query, by: ['condition'] });
    }
    for (const text of SEARCHES) {
      await sameButTerms(split, 'search', { query: { text }, limit: 300 });
    }
    const [rows, others] = [files, split].map(async ({ store }) => {
      const list = { plan: ALL_IN_ORDER.plan, sort: { field: 'turns', descending: true } } as const;
      const { rows: page } = await store.page(list, { offset: 0, limit: 12 });
      const places = page.map(async ({ id, key }) => [
        id,
        (await store.neighbours(list, key)).index,
      ]);
      return Promise.all(places);
    });
    expect(await others).toEqual(await rows);
    await split.close();
  });

  it('gives every trial back', async () => {
    const trialsOf = async ({ store }: Collection) =>
      (await Array.fromAsync(store.scan(ALL_IN_ORDER))).map(({ trial }) => trial);
    const wanted = await trialsOf(files);
    expect(wanted.length).toBeGreaterThan(100);
    expect(JSON.stringify(await trialsOf(database))).toBe(JSON.stringify(wanted));
  });

  it('is a path of commands', async () => {
    const [id = ''] = (
      await files.store.page(
        { plan: { type: 'all' }, sort: { field: 'order', descending: false } },
        { offset: 0, limit: 1 },
      )
    ).rows.map((row) => row.id);
    for (const [name, ...options] of [
      ['list', '--json'],
      ['show', '--trial', id],
    ]) {
      const wanted = await place.run([name ?? '', ...FILES, ...options]);
      const found = await place.run([name ?? '', address, ...options]);
      expect(found.stdout).toBe(wanted.stdout);
      expect([found.code, wanted.code]).toEqual([0, 0]);
    }
  });

  it.each([
    ['?collection=none', [], 'the database has no collection "none"'],
    ['', ['x.jsonl'], 'a database is opened alone'],
    ['', ['--verdict', 'scores.x > 1'], '--verdict says how files are read'],
  ])('says in a line what cannot be: %j %j', async (change, more, line) => {
    const asked = change === '' ? address : address.replace('collection=study', 'collection=none');
    const { code, stderr, stdout } = await place.run(['list', asked, ...more]);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });
});
