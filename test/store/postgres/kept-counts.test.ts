/** Counts that are kept beside the trials give no wrong rate where they are damaged. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { createPlace, SAMPLE } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { expectSameCounts, openPaths, sameAs } from './same-answers.ts';

const FILES = ['belief.jsonl', 'incidents.jsonl'].map((name) => path.join(SAMPLE, name));

const place = createPlace();

describe.skipIf(!hasPostgres)('counts that are kept', () => {
  let server: Server;
  let address = '';
  let files: Collection;
  const same = sameAs(() => files);

  beforeAll(async () => {
    server = await startPostgres();
    address = server.newDatabase();
    files = await openPaths(FILES, SAMPLE);
    expect(await place.run(['db', 'init', address, '--no-roles'])).toMatchObject({ code: 0 });
    expect(await place.run(['push', ...FILES, '--to', address])).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await files?.close();
    await server?.stop();
  });

  const one = (field: number) =>
    `(bucket, field, code, condition, outcome) = (SELECT bucket, field, code, condition, outcome
      FROM inquest.rollup WHERE field = ${field} ORDER BY trials DESC, 1, 2, 3, 4, 5 LIMIT 1)`;

  it.each([
    ['of a model', `UPDATE inquest.rollup SET trials = trials + 3 WHERE ${one(1)}`],
    ['of all', `UPDATE inquest.rollup SET trials = trials - 1 WHERE ${one(0)}`],
    ['below none', `UPDATE inquest.rollup SET trials = -trials WHERE ${one(5)}`],
    ['of a field, all of them', 'DELETE FROM inquest.rollup WHERE field = 1'],
    ['of a bucket', 'UPDATE inquest.bucket SET trials = trials + 1'],
  ])('are not used where they are damaged: %s', async (_, damage) => {
    server.psql(address, `CREATE TABLE kept AS TABLE inquest.rollup`);
    server.psql(address, damage);
    const database = await openPaths([address], SAMPLE);
    try {
      await expectSameCounts(same, database, '');
      await expectSameCounts(same, database, 'model:claude*');
      const { doubt, ...totals } = await database.store.totals();
      expect(totals).toEqual(await files.store.totals());
      expect(doubt).toMatch(/^the counts that the database keeps do not agree with its files: /);
      const args = ['--by', 'model', '--json'];
      const [wanted, told] = [
        await place.run(['stats', ...FILES, ...args]),
        await place.run(['stats', address, ...args]),
      ];
      expect(told.stdout).toBe(wanted.stdout);
      expect(
        told.stderr.split('\n').filter((line) => line.includes('counted one by one')),
      ).toHaveLength(1);
    } finally {
      await database.close();
      server.psql(
        address,
        `TRUNCATE inquest.rollup; INSERT INTO inquest.rollup TABLE kept; DROP TABLE kept;
          UPDATE inquest.bucket b SET trials = (SELECT count(*) FROM inquest.fact f WHERE f.bucket = b.id)`,
      );
    }
  });

  it('are used where they agree with the files', async () => {
    const database = await openPaths([address], SAMPLE);
    const all = { type: 'all' } as const;
    const counts = async ({ store }: Collection) => [
      await store.count(all),
      await store.groups(all, []),
      await store.groups(all, ['model']),
      await store.facets(all, ['condition', 'verdict', 'tag']),
    ];
    const wanted = await counts(files);
    expect((await database.store.totals()).doubt).toBeUndefined();
    // They are there without the trials.
    server.psql(address, 'ALTER TABLE inquest.fact RENAME TO hidden');
    expect(await counts(database)).toEqual(wanted);
    await database.close();
  });
});
