/** A collection whose files lie on three nodes answers what its files answer. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { ALL_IN_ORDER } from '../../../src/store/store.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { openReader } from '../../../src/store/postgres/reader.ts';
import { openWriter } from '../../../src/store/postgres/writer.ts';
import { GROUP_FIELDS, SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { createPlace, SAMPLE, SMALL, toLines } from '../../cli/support.ts';
import { startNodes, type Nodes } from '../../support/nodes.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { checksumsOf, faultsOf } from '../../support/pushed.ts';
import { pushSpread } from '../../support/push-spread.ts';
import { trialOf } from '../../support/trials.ts';
import { openPaths, sameAs } from './same-answers.ts';

const QUERIES = [
  '',
  'model:gpt* verdict:harmful',
  'in:email blackmail',
  'sample:>3 turns:<=12',
  'signal:*',
  'id:*1*',
  'source:*belief*',
  '"self preservation" | kyle model:claude*',
  'score.harm:>0.5',
  '/shut.{1,9}down/',
  'nosuchwordatall',
];

const SEARCHES = [
  'blackmail',
  'unethcial',
  '"sel* pres*"',
  'the',
  'blackmail -kyle',
  'subject:*',
  'in:reasoning "will be shut*" | wiped',
];

/** Numbers that differ after more digits than a number of JavaScript has. */
const SCORES = [0.5, '9007199254740993', 9007199254740992, -0.25, 'high', 'low', 12.5];

const place = createPlace();

describe.skipIf(!hasPostgres)('over nodes, a collection', () => {
  let nodes: Nodes;
  let address = '';
  let onNodes: readonly string[] = [];
  let folder = '';
  let files: Collection;
  let database: Collection;

  const open = (given: string): Promise<Collection> => openPaths([given], place.folder);
  // The same text on two nodes counts twice beside its words.
  const same = sameAs(() => files, { without: ['terms'] });

  beforeAll(async () => {
    nodes = await startNodes(place);
    ({ address, nodes: onNodes } = await nodes.newDatabase());
    folder = path.join(place.folder, 'study');
    mkdirSync(folder);
    for (const name of ['blackmail', 'belief', 'incidents', 'instruction']) {
      copyFileSync(path.join(SAMPLE, `${name}.jsonl`), path.join(folder, `${name}.jsonl`));
    }
    const scored = SCORES.map((harm, n) =>
      trialOf({ id: `scored/${n}`, verdict: { scores: { harm } } }),
    );
    // Ids that files on other nodes have as well.
    writeFileSync(path.join(folder, 'd.jsonl'), toLines([...SMALL, ...scored]));
    writeFileSync(path.join(folder, 'e.jsonl'), toLines([...scored.toReversed(), ...SMALL]));
    await pushSpread(address, [folder], place.folder);
    files = await open(folder);
    database = await open(address);
  });
  afterAll(async () => {
    await files.close();
    await database.close();
    await nodes.stop();
  });

  it('lies on all of them', async () => {
    const has = nodes.servers.map((server, at) =>
      server.psql(onNodes[at] ?? '', 'SELECT count(*) FROM inquest.fact'),
    );
    expect(has.every((count) => Number(count) > 0)).toBe(true);
    expect(faultsOf(nodes.home, address)).toEqual([]);
    expect(database.summary.trials).toBe(files.summary.trials);
    const { trials, problems } = await files.store.totals();
    expect(await database.store.totals()).toMatchObject({ trials, problems });
    expect(await database.store.problems()).toEqual(await files.store.problems());
    expect(await database.store.fields()).toEqual(await files.store.fields());
  });

  it('is not opened at a node, and nothing stays connected then', async () => {
    const ask = `${onNodes[0] ?? ''}?collection=nowhere`;
    for (const opens of [openReader, openWriter]) {
      const node = openDatabase(ask);
      await expect(opens(node)).rejects.toThrow(/is the node n1 of another one/);
      expect(node.pool.ended).toBe(true);
    }
    const home = openDatabase(`${address}?collection=nowhere`);
    await expect(openReader(home)).rejects.toThrow(/no collection/);
    expect(home.pool.ended).toBe(true);
  });

  it.each([
    [
      'totals',
      'SELECT sum(n) FROM (SELECT bucket, count(*) AS n FROM inquest.fact GROUP BY bucket) b',
    ],
    [
      'kept totals',
      `SELECT sum(n) FROM (SELECT bucket, sum(trials) AS n FROM inquest.rollup WHERE field = 0
        GROUP BY bucket) b`,
    ],
    [
      'facets',
      `SELECT model, outcome, sum(n) FROM (SELECT bucket, model, outcome, count(*) AS n
        FROM inquest.fact GROUP BY 1, 2, 3) b GROUP BY 1, 2`,
    ],
    [
      'rates',
      `SELECT condition, sum(harmful)::float8 / nullif(sum(judged), 0) FROM (
        SELECT bucket, condition, count(*) FILTER (WHERE outcome = 0) AS harmful,
          count(*) FILTER (WHERE outcome IN (0, 1)) AS judged FROM inquest.fact GROUP BY 1, 2
        ) b GROUP BY 1`,
    ],
  ])('has its nodes count %s for SQL', (_, statement) => {
    const plan = nodes.home.psql(address, `EXPLAIN (VERBOSE, COSTS OFF) ${statement}`);
    // Each node is sent its own count, all at once, and gives no row of a trial.
    const remote = plan.split('\n').filter((line) => line.includes('Remote SQL'));
    expect(remote).toHaveLength(3);
    for (const line of remote) expect(line).toMatch(/(count|sum)\(.*GROUP BY/);
    expect(plan.match(/Async Foreign Scan/g)).toHaveLength(3);
    expect(plan.match(/Relations: Aggregate on \(inquest\.(fact|rollup)_n[123]/g)).toHaveLength(3);
    expect(nodes.home.psql(address, statement)).not.toBe('');
  });

  it.each(QUERIES)('lists, counts and groups %j', async (text) => {
    const query = { text };
    const sort = { field: 'order', descending: false } as const;
    await same(database, 'list', { query, sort, offset: 0 });
    await same(database, 'list', { query, sort, offset: 20, limit: 30 });
    await same(database, 'facets', {
      query,
      fields: GROUP_FIELDS,
      everywhere: ['model', 'signal'],
    });
    for (const by of [[], ['model'], ['model', 'condition'], ['tag']] as const) {
      await same(database, 'stats', { query, by, exactly: true });
    }
    await same(database, 'shares', {
      query,
      share: 'in:reasoning blackmail',
      of: 'verdict:harmful,safe',
      by: ['model'],
    });
  });

  it.each([...SORT_FIELDS, 'score.harm' as const])('sorts by %s', async (field) => {
    const fields = await files.store.fields();
    for (const descending of [false, true]) {
      const sort = { field, descending };
      await same(database, 'list', { query: { text: '' }, sort, offset: 0, fields });
      await same(database, 'list', {
        query: { text: '-model:gpt-4*' },
        sort,
        offset: 7,
        limit: 40,
      });
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

  it('gives every trial back, and its neighbours', async () => {
    const read = async ({ store }: Collection) => {
      const trials = await Array.fromAsync(store.scan(ALL_IN_ORDER));
      const list = { plan: ALL_IN_ORDER.plan, sort: { field: 'turns', descending: true } } as const;
      const { rows } = await store.page(list, { offset: 30, limit: 6 });
      const places = [];
      for (const { id, key } of rows) {
        const { index, previous, next } = await store.neighbours(list, key);
        const beside = await store.rows([previous, next].flatMap((one) => one ?? []));
        places.push([id, index, beside.map((row) => row.id)]);
      }
      return JSON.stringify([trials.map(({ trial }) => trial), places]);
    };
    expect(await read(database)).toBe(await read(files));
  });

  it('is pulled as it would be converted, and pushed again without a change', async () => {
    const pulled = await place.run(['pull', address]);
    const converted = await place.run(['convert', folder, '-o', '-']);
    expect(pulled.stdout).toBe(converted.stdout);
    const before = checksumsOf(nodes.home, address);
    await pushSpread(address, [folder], place.folder);
    expect(checksumsOf(nodes.home, address)).toEqual(before);
  });

  it('keeps its files in their order where one comes between them', async () => {
    const { address: other } = await nodes.newDatabase();
    for (const name of ['m/b.jsonl', 'm/d.jsonl']) place.write(name, toLines(SMALL));
    const paths = [path.join(place.folder, 'm')];
    await pushSpread(other, paths, place.folder);
    place.write('m/a.jsonl', toLines(SMALL.slice(1)));
    place.write('m/c.jsonl', toLines(SMALL.slice(2)));
    place.write('m/d.jsonl', toLines([...SMALL, trialOf({ id: 'new' })]));
    await pushSpread(other, paths, place.folder);
    const pulled = await place.run(['pull', other]);
    expect(pulled.stdout).toBe((await place.run(['convert', 'm', '-o', '-'])).stdout);
    expect(faultsOf(nodes.home, other)).toEqual([]);
  });
});
