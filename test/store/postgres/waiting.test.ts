/** What takes long: it is cancelled on the server, and a search gives its first hits before all are found. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { createEngine, type Engine } from '../../../src/collection/engine.ts';
import type { Request, Result } from '../../../src/collection/protocol.ts';
import { openStore } from '../../../src/store/open.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { ALL_IN_ORDER, type Store } from '../../../src/store/store.ts';
import { createPlace, SAMPLE } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { openPaths, SEARCHES } from './same-answers.ts';

const FILES = ['blackmail.jsonl', 'belief.jsonl'].map((name) => path.join(SAMPLE, name));
/** What a request waits for; small tables tell only what there is. */
const LARGE = 'fact trial field_value block passage turn word rollup problem'
  .split(' ')
  .map((table) => `inquest.${table}`)
  .join(', ');
const SIGNALS = { kyle: 'in:email kyle' };

const place = createPlace();

describe.skipIf(!hasPostgres)('a question that takes long', () => {
  let server: Server;
  let plain = '';
  let address = '';
  let store: Store;
  let files: Collection;
  let engine: Engine;

  beforeAll(async () => {
    server = await startPostgres();
    plain = server.newDatabase();
    address = `${plain}&collection=study`;
    expect(await place.run(['db', 'init', address, '--no-roles'])).toMatchObject({ code: 0 });
    expect(await place.run(['push', ...FILES, '--to', address])).toMatchObject({ code: 0 });
    store = await openStore({ scheme: 'postgres', address }).reader();
    engine = createEngine(store, { signals: SIGNALS });
    files = await openPaths(FILES, SAMPLE);
  });
  afterAll(async () => {
    await files?.close();
    await store?.close();
    await server?.stop();
  });

  const isWaiting = "wait_event_type = 'Lock'";

  const query = { text: 'model:claude* condition:*goal*' };
  const sort = { field: 'turns', descending: true } as const;
  const words = { text: 'blackmail' };
  const by = ['model'] as const;
  const requests = (key: Result<'find'>['key']): readonly Request[] => [
    { name: 'list', params: { query, sort, offset: 0, limit: 60 } },
    { name: 'facets', params: { query, fields: by } },
    { name: 'fields', params: {} },
    { name: 'trial', params: { key } },
    { name: 'preview', params: { key } },
    { name: 'compare', params: { left: { key } } },
    { name: 'concordance', params: { query, text: 'kyle', by, limit: 9 } },
    { name: 'find', params: { id: 'none' } },
    { name: 'place', params: { query, sort, key } },
    { name: 'search', params: { query: words, filter: query } },
    { name: 'shares', params: { query, share: 'blackmail', of: 'verdict:harmful', by } },
    { name: 'stats', params: { query, by } },
    { name: 'secondLook', params: { query, reasons: ['judges-differ'] } },
    { name: 'problems', params: { limit: 9 } },
  ];

  it('is cancelled on the server whatever it asks, and its connection used again', async () => {
    const [first] = (await store.page(ALL_IN_ORDER, { offset: 0, limit: 1 })).rows;
    if (first === undefined) throw new Error('there is no trial');
    // Signals are defined once, for all who ask.
    await engine.ask('trial', { key: first.key });
    const locker = openDatabase(plain);
    await locker.withClient(async (client) => {
      await client.query(`BEGIN; LOCK TABLE ${LARGE} IN ACCESS EXCLUSIVE MODE`);
      for (const { name, params } of requests(first.key)) {
        const stop = new AbortController();
        const answer = engine.ask(name, params, { signal: stop.signal });
        await vi
          .waitUntil(() => server.pids(isWaiting).length > 0, { timeout: 60_000 })
          .catch(() => Promise.reject(new Error(`${name} waits for nothing`)));
        const pids = server.pids(isWaiting);
        stop.abort(new Error('typed on'));
        // While the tables are locked still: it is the server that ends it.
        expect(await answer, name).toMatchObject({
          status: 'refused',
          reason: { message: expect.stringContaining('typed on') as string },
        });
        expect(server.pids(isWaiting), name).toEqual([]);
        expect(server.pids("state = 'idle'"), name).toEqual(expect.arrayContaining([...pids]));
      }
      await client.query('ROLLBACK');
    });
    await locker.close();
    for (const { name, params } of requests(first.key)) {
      if (name === 'find') continue;
      expect(await engine.ask(name, params), name).toMatchObject({ status: 'answered' });
    }
  });

  it('does not end with a request that others go on waiting for', async () => {
    const fresh = createEngine(store, { signals: SIGNALS });
    const locker = openDatabase(plain);
    const asked = { query: { text: 'signal:kyle' }, by };
    await locker.withClient(async (client) => {
      await client.query(`BEGIN; LOCK TABLE inquest.word IN ACCESS EXCLUSIVE MODE`);
      const stop = new AbortController();
      const reader = await openStore({ scheme: 'postgres', address }).reader();
      const others = createEngine(reader, { signals: SIGNALS });
      const dropped = others.ask('stats', asked, { signal: stop.signal });
      await vi.waitUntil(() => server.pids(isWaiting).length > 0, { timeout: 60_000 });
      const wanted = others.ask('stats', asked);
      stop.abort(new Error('typed on'));
      await client.query('ROLLBACK');
      expect(await dropped).toMatchObject({ status: 'refused' });
      expect(await wanted).toEqual(await fresh.ask('stats', asked));
      await reader.close();
    });
    await locker.close();
  });

  it.each(SEARCHES)('gives hits of %j in parts', async (text) => {
    const inParts = await openStore({ scheme: 'postgres', address }).reader({ chunk: 12 });
    const params = { query: { text }, limit: 50 };
    const parts: Result<'search'>[] = [];
    const answer = await createEngine(inParts, { signals: {}, firstPart: 0 }).ask(
      'search',
      params,
      { onPart: (part) => parts.push(part) },
    );
    if (answer.status !== 'answered') throw new Error('refused');
    const said = ({ hits, trials, passages }: Result<'search'>) => ({
      hits: hits.map((hit) => ({ ...hit, key: undefined })),
      trials,
      passages,
    });
    expect(said(answer.result)).toEqual(said(await files.ask('search', params)));
    // What few passages have may be there before the first part is due.
    if (text === 'the') expect(parts.length).toBeGreaterThan(1);
    const counts = [...parts, answer.result].map(({ passages }) => passages);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    for (const { hits } of parts) expect(hits.length).toBeLessThanOrEqual(60);
    await inParts.close();
  });
});
