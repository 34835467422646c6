/** A replica, which can only be read, answers what its primary answers. */
import { appendFileSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { openCluster } from '../../../src/store/postgres/nodes/cluster.ts';
import { readOnly } from '../../../src/store/postgres/read-only.ts';
import { SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { noteOf } from '../../annotations/notes.ts';
import { createPlace, SAMPLE, toLines } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { trialOf } from '../../support/trials.ts';
import { expectSameCounts, openPaths, QUERIES, sameAs, SEARCHES } from './same-answers.ts';

const LATE = { timeout: 60_000, interval: 50 };

const place = createPlace();

describe.skipIf(!hasPostgres)('a replica', () => {
  let primary: Server;
  let replica: Server;
  let file = '';
  let written: Collection;
  let read: Collection;

  const addressOn = (server: Server): string => `${server.address('d1')}&collection=study`;
  const same = sameAs(() => written);
  const trialsOn = async (server: Server): Promise<number> => {
    const opened = await openPaths([addressOn(server)], place.folder);
    await opened.close();
    return opened.summary.trials;
  };

  beforeAll(async () => {
    primary = await startPostgres();
    primary.newDatabase();
    // Rows that were removed are gone here at once, whoever still reads them.
    replica = await startPostgres({
      replicaOf: primary,
      settings: { max_standby_streaming_delay: '0' },
    });
    file = path.join(place.folder, 'blackmail.jsonl');
    copyFileSync(path.join(SAMPLE, 'blackmail.jsonl'), file);
    const address = addressOn(primary);
    expect(await place.run(['db', 'init', address])).toMatchObject({ code: 0 });
    expect(await place.run(['push', file, '--to', address])).toMatchObject({ code: 0 });
    const rows = 'CREATE TABLE public.gone AS SELECT n FROM generate_series(1, 1000) n';
    primary.psql(primary.address('d1'), rows);
    written = await openPaths([address], place.folder);
    await vi.waitUntil(() => isLevel(primary, replica), LATE);
    read = await openPaths([addressOn(replica)], place.folder);
  });
  afterAll(async () => {
    await written?.close();
    await read?.close();
    await replica?.stop();
    await primary?.stop();
  });

  it.each(QUERIES)('lists, counts and groups %j', async (text) => {
    await expectSameCounts(same, read, text);
  });

  it.each(SORT_FIELDS)('sorts by %s', async (field) => {
    const sort = { field, descending: true };
    await same(read, 'list', { query: { text: '' }, sort, offset: 3, limit: 40 });
  });

  it.each(SEARCHES)('finds %j', async (text) => {
    await same(read, 'search', { query: { text }, limit: 1000 });
  });

  it('refuses what would write to it, in one line', async () => {
    const address = addressOn(replica);
    const notes = place.write('notes.jsonl', toLines([noteOf(1)]));
    for (const args of [
      ['push', file, '--to', address],
      ['notes', 'push', notes, '--to', address],
    ]) {
      const { code, stderr } = await place.run(args);
      expect({ args, code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^inquest: .*can only be read.*\n$/) as string,
      });
    }
  });

  it('is asked once more where rows are removed that a question needs', async () => {
    const database = openDatabase(addressOn(replica));
    const cluster = await openCluster(database);
    const asked: number[] = [];
    try {
      const counted = await readOnly(cluster, undefined, async ({ home }) => {
        const count = async (): Promise<number> => {
          const { rows } = await home.query<{ n: number }>('SELECT count(*) AS n FROM public.gone');
          return rows[0]?.n ?? Number.NaN;
        };
        asked.push(await count());
        if (asked.length === 1) {
          primary.psql(primary.address('d1'), 'DELETE FROM public.gone WHERE n > 10');
          primary.psql(primary.address('d1'), 'VACUUM public.gone');
          await vi.waitUntil(() => isLevel(primary, replica), LATE);
        }
        return count();
      });
      expect(counted).toBe(10);
      expect(asked).toEqual([1000, 10]);
    } finally {
      await cluster.close();
      await database.close();
    }
  });

  it('has what was pushed to its primary', async () => {
    const there = await trialsOn(replica);
    appendFileSync(file, toLines([trialOf({ id: 'late' })]));
    expect(await place.run(['push', file, '--to', addressOn(primary)])).toMatchObject({ code: 0 });
    await vi.waitUntil(() => isLevel(primary, replica), LATE);
    expect(await trialsOn(replica)).toBe(there + 1);
  });
});

/** Whether a replica has all that is written on its primary. */
function isLevel(primary: Server, replica: Server): boolean {
  const at = primary.psql(primary.address('postgres'), 'SELECT pg_current_wal_lsn()');
  const has = `SELECT pg_last_wal_replay_lsn() >= '${at}'`;
  return replica.psql(replica.address('postgres'), has) === 't';
}
