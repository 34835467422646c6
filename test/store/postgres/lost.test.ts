/** Connections that are cut, and servers that do not answer any more: told in bounded time, and taken up again. */
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { to } from 'pg-copy-streams';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDatabaseReading } from '../../../src/collection/database-reading.ts';
import type { ReadingEvent } from '../../../src/collection/reading-events.ts';
import type { Plan } from '../../../src/query/plan-types.ts';
import { openStore } from '../../../src/store/open.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { ALL_IN_ORDER, type Store } from '../../../src/store/store.ts';
import { createPlace, SAMPLE } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { startProxy, type Proxy } from '../../support/proxy.ts';

const FILE = path.join(SAMPLE, 'incidents.jsonl');
/** What is counted from the trials themselves. */
const LONG: Plan = {
  type: 'field',
  field: 'turns',
  op: '>',
  values: [{ text: '0', glob: false }],
};
const LATE = { timeout: 120_000 };

const place = createPlace();

describe.skipIf(!hasPostgres)('a connection', () => {
  let server: Server;
  let proxy: Proxy;
  let direct = '';
  let address = '';
  let trials = 0;
  const stores: Store[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    proxy = await startProxy(server.socket);
    direct = server.newDatabase();
    address = direct.replace(encodeURIComponent(server.socket), encodeURIComponent(proxy.folder));
    expect(await place.run(['db', 'init', direct, '--no-roles'])).toMatchObject({ code: 0 });
    expect(await place.run(['push', FILE, '--to', direct])).toMatchObject({ code: 0 });
    trials = (await (await opened()).totals()).trials;
  });
  afterEach(async () => {
    proxy.go();
    for (const store of stores.splice(0)) await store.close();
  });
  afterAll(async () => {
    await proxy?.close();
    await server?.stop();
  });

  async function opened(): Promise<Store> {
    const store = await openStore({ scheme: 'postgres', address }).reader();
    stores.push(store);
    return store;
  }

  it('can be copied from while it is watched', async () => {
    const database = openDatabase(direct);
    const all = 'COPY (SELECT n FROM generate_series(1, 3) n) TO STDOUT';
    const rows = await database.withClient((client) => text(client.query(to(all))));
    expect(rows).toBe('1\n2\n3\n');
    await database.close();
  });

  it('that is cut is made again', async () => {
    const store = await opened();
    for (const cut of [
      () => proxy.cut(),
      () =>
        server.psql(
          direct,
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'inquest'`,
        ),
    ]) {
      expect(await store.count(LONG)).toBe(trials);
      cut();
      expect(await store.count(LONG)).toBe(trials);
      expect(await store.generation()).toBeGreaterThan(0);
    }
  });

  it('that is cut in the middle of a question is made again', async () => {
    const store = await opened();
    const locker = openDatabase(direct);
    await locker.withClient(async (client) => {
      await client.query('BEGIN; LOCK TABLE inquest.fact IN ACCESS EXCLUSIVE MODE');
      const counted = store.count(LONG);
      const isWaiting = "wait_event_type = 'Lock'";
      await vi.waitUntil(() => server.pids(isWaiting).length > 0, LATE);
      const [pid] = server.pids(isWaiting);
      server.psql(direct, `SELECT pg_terminate_backend(${pid})`);
      await vi.waitUntil(() => server.pids(isWaiting).some((one) => one !== pid), LATE);
      await client.query('ROLLBACK');
      expect(await counted).toBe(trials);
    });
    await locker.close();
  });

  it('whose process on the server is stopped is given up for another', async () => {
    const store = await opened();
    await store.totals();
    const stopped = server.pids("state = 'idle'");
    expect(stopped.length).toBeGreaterThan(0);
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    try {
      expect(await store.count(LONG)).toBe(trials);
    } finally {
      for (const pid of stopped) process.kill(pid, 'SIGCONT');
    }
  });

  it('to a server that does not answer is told, and works when it answers again', async () => {
    const store = await opened();
    await store.totals();
    proxy.stop();
    await expect(store.count(LONG)).rejects.toThrow(/does not answer$/);
    await expect(store.page(ALL_IN_ORDER, { offset: 0 })).rejects.toThrow(/does not answer$/);
    proxy.go();
    expect(await store.count(LONG)).toBe(trials);
  });

  it('that stops in the middle of a question is given up', async () => {
    const store = await opened();
    const locker = openDatabase(direct);
    await locker.withClient(async (client) => {
      await client.query('BEGIN; LOCK TABLE inquest.fact IN ACCESS EXCLUSIVE MODE');
      const counted = store.count(LONG);
      counted.catch(() => undefined);
      await vi.waitUntil(() => server.pids("wait_event_type = 'Lock'").length > 0, LATE);
      proxy.stop();
      await expect(counted).rejects.toThrow(/does not answer$/);
      await client.query('ROLLBACK');
    });
    await locker.close();
    proxy.go();
    expect(await store.count(LONG)).toBe(trials);
  });

  it('that is lost is told once while a collection is open, and what is shown asked for again', async () => {
    const events: ReadingEvent[] = [];
    const reading = createDatabaseReading(
      { scheme: 'postgres', address },
      { paths: [address], cwd: place.folder, follow: true },
      undefined,
      (event) => events.push(event),
    );
    const told = (type: ReadingEvent['type']) => events.filter((one) => one.type === type);
    reading.start();
    await vi.waitUntil(() => told('done').length === 1, LATE);
    proxy.stop();
    await vi.waitUntil(() => told('notice').length === 1, LATE);
    expect(told('notice')).toMatchObject([
      { text: expect.stringMatching(/it is tried again$/) as string },
    ]);
    proxy.go();
    await vi.waitUntil(() => told('done').length === 2, LATE);
    expect(told('notice')).toHaveLength(1);
    // It ends while the server is silent, too.
    proxy.stop();
    await reading.stop();
    expect(told('failed')).toEqual([]);
  });
});
