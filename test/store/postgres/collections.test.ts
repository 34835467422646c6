/** Several collections are read as one: as their files are, one collection after the other. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection } from '../../../src/collection/collection.ts';
import { ALL_IN_ORDER } from '../../../src/store/store.ts';
import { SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { createPlace, parseLines, SAMPLE } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { expectSameCounts, openPaths, QUERIES, sameAs, SEARCHES } from './same-answers.ts';

const place = createPlace();

function linesOf(name: string, from: number, to: number): readonly Record<string, unknown>[] {
  return parseLines(readFileSync(path.join(SAMPLE, name), 'utf8')).slice(from, to);
}

/** A file of trials: some of a sample, some with these ids, and a line that is none. */
function write(name: string, sample: ReturnType<typeof linesOf>, ids: readonly string[]): string {
  const [like] = linesOf('instruction.jsonl', 0, 1);
  const lines = [...sample, ...ids.map((id, at) => ({ ...like, id, condition: `c${at % 2}` }))];
  return place.write(
    `${name}.jsonl`,
    `${lines.map((one) => JSON.stringify(one)).join('\n')}\nnot a trial\n`,
  );
}

describe.skipIf(!hasPostgres)('several collections', () => {
  let server: Server;
  let address = '';
  let files: Collection;
  let both: Collection;

  const open = (paths: readonly string[]): Promise<Collection> => openPaths(paths, place.folder);
  const same = sameAs(() => files, {
    // The same text in two collections counts twice beside its words.
    without: ['terms'],
    // Beside the files of another collection a file is called by its own as well.
    edit: (text) => text.replaceAll(/"(?:first|second)\/(?=[abcd]\.jsonl)/g, '"'),
  });

  beforeAll(async () => {
    const all = [
      write('a', linesOf('blackmail.jsonl', 0, 60), ['x', 'x', 'x #2', 'y', 'Z*_%"\\', '', 'é']),
      write('b', linesOf('incidents.jsonl', 0, 20), ['x #4', 'w #2']),
      // Half of the ids and texts of `a`.
      write('c', linesOf('blackmail.jsonl', 30, 90), [
        'x',
        'x',
        'x #3',
        'y #2',
        'y',
        'y',
        'w',
        'w',
      ]),
      write('d', linesOf('belief.jsonl', 0, 60), ['Z*_%"\\', 'É', 'é', 'x #2 #2', 'x #2']),
    ];
    files = await open(all);
    server = await startPostgres();
    address = server.newDatabase();
    expect(await place.run(['db', 'init', address, '--no-roles'])).toMatchObject({ code: 0 });
    for (const [name, some] of [
      ['second', all.slice(2)],
      ['first', all.slice(0, 2)],
    ] as const) {
      const pushed = await place.run(['push', ...some, '--to', address, '--collection', name]);
      expect(pushed).toMatchObject({ code: 0 });
    }
    both = await open([`${address}&collection=first,second`]);
  });
  afterAll(async () => {
    await files?.close();
    await both?.close();
    await server?.stop();
  });

  const edited = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll(/"(?:first|second)\//g, '"'));

  it('are all of it, sorted by name', async () => {
    const all = await open([`${address}&collection=*`]);
    const ids = async ({ store }: Collection) =>
      (await store.page(ALL_IN_ORDER, { offset: 0 })).rows.map(({ id, source }) => [id, source]);
    expect(await ids(all)).toEqual(await ids(both));
    expect((await ids(all))[0]?.[1]).toBe('first/a.jsonl');
    const turned = await open([`${address}&collection=second&collection=first`]);
    expect((await ids(turned))[0]?.[1]).toBe('second/c.jsonl');
    await turned.close();
    await all.close();
  });

  it('say how much there is, and what is wrong', async () => {
    const { trials, problems } = await files.store.totals();
    expect(problems).toBeGreaterThan(40);
    expect(await both.store.totals()).toMatchObject({ trials, problems });
    expect(await both.store.fields()).toEqual(await files.store.fields());
    const words = (found: readonly { word: string }[]) => found.map(({ word }) => word);
    expect(words(await both.store.words())).toEqual(words(await files.store.words()));
    expect(edited(await both.store.problems())).toEqual(await files.store.problems());
    expect(edited(await both.store.problems(7))).toEqual(await files.store.problems(7));
  });

  it.each([
    ...QUERIES,
    'id:*#2',
    'id:x',
    'id:"x #5" | id:Y',
    'id:"x #2*"',
    '-id:x*',
    'id:é*',
    'source:c.jsonl -id:*#*',
  ])('list, count and group %j', async (text) => expectSameCounts(same, both, text));

  it.each(SORT_FIELDS)('are sorted by %s', async (field) => {
    const fields = await files.store.fields();
    for (const descending of [false, true]) {
      const sort = { field, descending };
      await same(both, 'list', { query: { text: '' }, sort, offset: 3, fields });
      await same(both, 'list', { query: { text: '-model:gpt-4*' }, sort, offset: 2, limit: 9 });
    }
  });

  it.each([...SEARCHES, '/black.ail/', 'id:"x #3"'])('find %j', async (text) => {
    await same(both, 'search', { query: { text }, limit: 1000 });
    await same(both, 'search', { query: { text }, limit: 7, filter: { text: 'source:c.jsonl' } });
    await same(both, 'concordance', {
      query: { text: '' },
      text: text.includes(':') ? 'you' : text,
      by: ['model'],
      limit: 50,
    });
  });

  it('have the same trials, by id and one after the other', async () => {
    const trialsOf = async ({ store }: Collection) =>
      (await Array.fromAsync(store.scan(ALL_IN_ORDER))).map(({ trial }) => trial);
    const wanted = await trialsOf(files);
    expect(JSON.stringify(await trialsOf(both))).toBe(JSON.stringify(wanted));
    expect(new Set(wanted.map(({ id }) => id)).size).toBe(wanted.length);
    const list = { ...ALL_IN_ORDER, sort: { field: 'id', descending: true } } as const;
    for (const { id } of wanted.toSpliced(0, wanted.length - 40)) {
      const [key, other] = [await files.store.keyOf(id), await both.store.keyOf(id)];
      if (key === undefined || other === undefined) throw new Error(`no trial ${id}`);
      expect((await both.store.neighbours(list, other)).index).toBe(
        (await files.store.neighbours(list, key)).index,
      );
      expect((await both.store.trial(other))?.id).toBe(id);
    }
    expect(await both.store.keyOf('x #99')).toBeUndefined();
  });

  it('are pulled as one', async () => {
    const several = `${address}&collection=first,second`;
    const pulled = await place.run(['pull', several]);
    const paths = ['a.jsonl', 'b.jsonl', 'c.jsonl', 'd.jsonl'];
    const converted = await place.run(['convert', ...paths, '-o', '-']);
    expect(converted.stdout).toContain('"x #5"');
    expect(pulled.stdout).toBe(converted.stdout);
    expect(pulled.code).toBe(0);
  });

  it('let in a new one where all are asked for', async () => {
    const all = await open([`${address}&collection=*`]);
    const [before, generation] = [await all.store.totals(), await all.store.generation()];
    place.write('e.jsonl', `${JSON.stringify(linesOf('belief.jsonl', 70, 71)[0])}\n`);
    const to = ['--to', address, '--collection', 'third, and last'];
    expect(await place.run(['push', 'e.jsonl', ...to])).toMatchObject({ code: 0 });
    expect(await all.store.generation()).toBeGreaterThan(generation);
    expect((await all.store.totals()).trials).toBe(before.trials + 1);
    await all.close();
    // A comma that belongs to the name.
    const third = await open([`${address}&collection=third%2C+and%20last`]);
    expect((await third.store.totals()).trials).toBe(1);
    await third.close();
  });

  it.each([
    ['', 'the database has several collections'],
    ['&collection=first,none', 'the database has no collection "none"'],
  ])('say in a line what cannot be: %j', async (asked, line) => {
    const { code, stderr, stdout } = await place.run(['list', `${address}${asked}`]);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });
});
