/** Nodes that are stopped, frozen, killed before a commit, and come back: on real servers. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { openStore } from '../../../src/store/open.ts';
import { ALL_IN_ORDER } from '../../../src/store/store.ts';
import { createPlace, parseLines } from '../../cli/support.ts';
import { startNodes, type Nodes } from '../../support/nodes.ts';
import { hasPostgres, type Server } from '../../support/postgres.ts';
import { pushSpread } from '../../support/push-spread.ts';
import { pulledOf, writeFiles } from '../../support/push-kills.ts';
import { checksumsOf, faultsOf } from '../../support/pushed.ts';

const CHILD = path.resolve(import.meta.dirname, '../../ingest/push-child.ts');
const place = createPlace();

describe.skipIf(!hasPostgres)('a database with nodes', () => {
  let nodes: Nodes;
  let n2: Server;
  let address = '';
  let expected = '';
  const folder = path.join(place.folder, 'study');
  beforeAll(async () => {
    nodes = await startNodes(place);
    [, n2] = nodes.servers;
    ({ address } = await nodes.newDatabase());
    expected = writeFiles(folder, { files: 6, seed: 7 });
    await pushSpread(address, [folder], '/');
  });
  beforeEach(async () => {
    expect(faultsOf(nodes.home, address)).toEqual([]);
  });
  afterAll(async () => nodes.stop());

  /** What commands say while the second node is not there. Each waits for it, so that some run at once. */
  async function expectSaid(): Promise<void> {
    const asked = [['list'], ['stats', '--by', 'model'], ['pull']].map(
      async ([command = '', ...args]) => place.run([command, address, ...args]),
    );
    const pushing = place.run(['push', folder, '--to', address]);
    for (const ran of await Promise.all(asked)) {
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(
        /^inquest: the node n2 of the database, postgres:\S+: [^\n]+missing=allow[^\n]+\n$/,
      );
    }
    const push = await pushing;
    expect(push).toMatchObject({ code: 2, stdout: '' });
    expect(push.stderr).toMatch(/^inquest: the node n2 of the database, [^\n]+\n$/);
    // The rest, where it is asked for, and what is missing of the whole.
    const rest = `${address}?missing=allow`;
    const missing =
      /2 of 6 buckets are missing, with 80 trials by the last push \(the node n2 [^\n]+\); totals are of the others/;
    const listing = place.run(['list', rest, '--json', '--limit', '1000']);
    // A rate of what is left is none.
    const refused = [
      ['stats', rest, '--by', 'model'],
      ['pull', rest],
      ['list', rest, '--redact', 'names'],
    ].map(async (args) => place.run(args));
    const list = await listing;
    expect(list.code).toBe(0);
    expect(list.stderr).toMatch(missing);
    const rows = JSON.parse(list.stdout) as readonly { readonly id: string }[];
    expect(rows).toHaveLength(160);
    for (const ran of await Promise.all(refused)) {
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(missing);
    }
    const pushed = await place.run(['push', folder, '--to', rest]);
    expect(pushed.stderr).toMatch(/^inquest: a push needs all nodes/);
  }

  async function expectWhole(): Promise<void> {
    expect(await pulledOf(address)).toBe(expected);
    const listed = await place.run([
      'list',
      `${address}?missing=allow`,
      '--jsonl',
      '--limit',
      '999',
    ]);
    expect(listed.stderr).not.toContain('buckets are missing');
    expect(parseLines(listed.stdout)).toHaveLength(240);
    const before = checksumsOf(nodes.home, address);
    const push = await place.run(['push', folder, '--to', address]);
    expect(push.stderr).toMatch(/pushed 0 files .* 6 there already/);
    expect(checksumsOf(nodes.home, address)).toEqual(before);
  }

  it('says which node is stopped, reads the rest on demand, and has all when it is back', async () => {
    await n2.crash();
    await expectSaid();
    await n2.restart();
    await expectWhole();
  });

  it('says which node is frozen, in bounded time, and has all when it goes on', async () => {
    n2.freeze();
    try {
      await expectSaid();
    } finally {
      n2.thaw();
    }
    await expectWhole();
  });

  it('leaves out a node that freezes while the store is open', async () => {
    const store = await openStore({
      scheme: 'postgres',
      address: `${address}?missing=allow`,
    }).reader();
    const count = async (): Promise<number> => {
      const { total } = await store.page(ALL_IN_ORDER, { offset: 0, limit: 1 });
      return total;
    };
    expect([await count(), await store.missing?.()]).toEqual([240, undefined]);
    n2.freeze();
    try {
      expect(await count()).toBe(160);
      expect(await store.missing?.()).toMatch(/^2 of 6 buckets are missing, with 80 trials/);
    } finally {
      n2.thaw();
      await store.close();
    }
  });

  it('notices a server that freezes after a connection was idle, and waits for locks', async () => {
    const database = openDatabase(n2.address('postgres'), { quiet: 300 });
    try {
      await database.withClient(async (client) => {
        await client.query('SELECT 1');
        // Longer than it takes to ask whether the server is there.
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await client.query('SELECT pg_sleep(1)');
        await client.query('SELECT pg_advisory_lock(1)');
        const waiting = database.withClient((other) =>
          other.query('SELECT pg_advisory_lock(1), 7 AS seven'),
        );
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await client.query('SELECT pg_advisory_unlock(1)');
        expect((await waiting).rows[0]).toMatchObject({ seven: 7 });
        n2.freeze();
        await expect(client.query('SELECT 2')).rejects.toThrow('does not answer');
      });
    } finally {
      n2.thaw();
      await database.close();
    }
  });

  it('ends a push to a node that freezes under it, and another one completes it', async () => {
    const { address: other } = await nodes.newDatabase();
    const [child, said] = childOf(other, 1000);
    await until(() => filesDone(other) > 0);
    n2.freeze();
    try {
      expect(await codeOf(child)).not.toBe(0);
      expect(said()).toMatch(/: the node n2 of the database, [^\n]+does not answer/);
    } finally {
      n2.thaw();
    }
    await expectCompleted(other);
  });

  it('loses nothing and counts nothing twice where a node is killed before a commit', async () => {
    const { address: other, nodes: onNodes } = await nodes.newDatabase();
    const locker = openDatabase(onNodes[1] ?? '');
    await locker.withClient(async (client) => {
      // Blocks are written last: it holds the push before its commit, whatever else is committed already.
      await client.query('BEGIN; LOCK TABLE inquest.block IN SHARE MODE');
      const [child, said] = childOf(other, 10_000);
      await until(() => n2.pids("query LIKE 'COPY%' AND wait_event_type = 'Lock'").length > 0);
      await n2.crash();
      expect(await codeOf(child)).not.toBe(0);
      expect(said()).toMatch(/: the node n2 of the database, /);
    });
    await locker.close();
    await n2.restart();
    await expectCompleted(other);
  });

  it('completes a push that was killed itself', async () => {
    const { address: other } = await nodes.newDatabase();
    const [child] = childOf(other, 10_000);
    await until(() => filesDone(other) > 1);
    child.kill('SIGKILL');
    await codeOf(child);
    await expectCompleted(other);
  });

  async function expectCompleted(other: string): Promise<void> {
    const [child] = childOf(other, 10_000);
    expect(await codeOf(child)).toBe(0);
    expect(faultsOf(nodes.home, other)).toEqual([]);
    expect(await pulledOf(other)).toBe(expected);
  }

  function filesDone(other: string): number {
    return Number(nodes.home.psql(other, 'SELECT count(*) FROM inquest.bucket WHERE trials > 0'));
  }

  function childOf(other: string, quiet: number): readonly [ChildProcess, () => string] {
    const child = spawn(process.execPath, [CHILD, other, folder, '3', '1', String(quiet)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    return [child, () => said];
  }
});

async function codeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}
