/** Caches that cannot be written or are broken, processes that are killed or come two at a time. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../bench/corpus.ts';
import type { IngestMessage, IngestRequest } from '../../src/ingest/messages.ts';
import { startIngest } from '../../src/ingest/start.ts';
import { openStore } from '../../src/store/open.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import { contents, createPlace, lines, resultOf, runChild, type Result } from './helpers.ts';

const place = createPlace();
const WORKER = new URL('../../src/ingest/worker.ts', import.meta.url);

const DAMAGED = /^the index was damaged; the files are read anew$/;
const WAIT = { timeout: 30_000, interval: 200 };

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** Turns a bit over. */
function flip(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, Math.floor(at));
  byte[0] = (byte[0] ?? 0) ^ 4;
  writeSync(handle, byte, 0, 1, Math.floor(at));
  closeSync(handle);
}

/** Leaves the first page, which says what tables there are. */
function spoilTables(file: string): void {
  const page = 16_384;
  const handle = openSync(file, 'r+');
  const rest = Buffer.alloc(statSync(file).size - page, 0xee);
  writeSync(handle, rest, 0, rest.length, page);
  closeSync(handle);
}

/** A file that takes long enough to read that one can come in between. */
function writeMany(): readonly string[] {
  const sketches = Array.from({ length: 4000 }, (_, at) => ({
    id: `t${at}`,
    reasoning: `the thought with the number ${at}, `.repeat(20),
  }));
  place.write('many.jsonl', lines(...sketches));
  return sketches.map(({ id }) => id);
}

function hasTrials(message: IngestMessage): boolean {
  return message.type === 'progress' && message.progress.trials > 0;
}

/** Ingests in a worker thread; resolves when it is done or has failed. */
async function work(cacheFolder?: string): Promise<{
  readonly result: Result;
  readonly stop: () => Promise<void>;
}> {
  const messages: IngestMessage[] = [];
  const ended = Promise.withResolvers<void>();
  const { stop } = startIngest(
    place.request(['a.jsonl'], { cacheFolder }),
    (message) => {
      messages.push(message);
      if (message.type === 'done' || message.type === 'failed') ended.resolve();
    },
    WORKER,
  );
  await ended.promise;
  return { result: resultOf(messages), stop };
}

describe('a cache', () => {
  it('that cannot be made is done without, and that is told', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const blocked = place.write('file', 'no folder');
    const result = await place.read(['a.jsonl'], { cacheFolder: path.join(blocked, 'cache') });
    expect(result.temporary).toBe(true);
    const { ids, problems } = await contents(result);
    expect(ids).toEqual(['a']);
    expect(problems).toMatchObject([{ severity: 'notice' }]);
    expect(problems[0]?.message).toMatch(/^the cache folder .* cannot be written; a temporary/);
  });

  it('whose database cannot be written is done without', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const { database = '' } = await place.read(['a.jsonl']);
    // A folder where the database should be cannot be opened, whoever tries.
    const folder = path.join(place.folder(), 'other-cache');
    mkdirSync(path.join(folder, path.basename(database)), { recursive: true });
    const result = await place.read(['a.jsonl'], { cacheFolder: folder });
    expect(result.temporary).toBe(true);
    const { ids, problems } = await contents(result);
    expect(ids).toEqual(['a']);
    expect(problems[0]?.message).toMatch(
      /^the index cannot be written .*; a temporary one is used/,
    );
  });

  it.each<readonly [string, RegExp | undefined, (file: string) => void]>([
    ['is no database', DAMAGED, (file) => writeFileSync(file, 'no pages at all '.repeat(1000))],
    ['is cut to nothing', DAMAGED, (file) => writeFileSync(file, '')],
    ['is cut', DAMAGED, (file) => truncateSync(file, statSync(file).size - 5000)],
    ['is damaged inside', DAMAGED, spoilTables],
    ['has lost a table', DAMAGED, (file) => change(file, 'DROP TABLE passage')],
    ['has other rows', DAMAGED, (file) => change(file, "UPDATE trial SET outcome = 'harmful'")],
    ['has other words', DAMAGED, (file) => change(file, "UPDATE term SET word = word || 'x'")],
    ['has lost its checksums', DAMAGED, (file) => rmSync(`${file}.sums`)],
    ['has damaged checksums', DAMAGED, (file) => flip(`${file}.sums`, 1300)],
    [
      'is of another version',
      /^the index is of another version of Inquest; the files are read anew$/,
      (file) => {
        change(file, 'PRAGMA user_version = 9999; DROP TABLE trial');
        rmSync(`${file}.sums`);
      },
    ],
    ['is gone', /^the index was deleted; the files are read anew$/, (file) => rmSync(file)],
    [
      'is gone with all of its folder',
      undefined,
      (file) => rmSync(path.dirname(file), { recursive: true }),
    ],
  ])('that %s is made anew in the same run, and that is told', async (_, told, spoil) => {
    place.write('a.jsonl', lines({ id: 'a' }, { id: 'b' }));
    const { database = '' } = await place.read(['a.jsonl']);
    spoil(database);
    for (const wanted of [told, undefined]) {
      const result = await place.read(['a.jsonl']);
      const notices = result.messages.filter(({ type }) => type === 'notice');
      expect(notices).toEqual(
        wanted === undefined ? [] : [{ type: 'notice', text: expect.stringMatching(wanted) }],
      );
      expect(result).toMatchObject({
        database,
        temporary: false,
        done: { trials: 2, problems: 0 },
      });
      expect((await contents(result)).ids).toEqual(['a', 'b']);
    }
  });

  it('that did not change is not compared with its checksums again the same day', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const { database = '' } = await place.read(['a.jsonl']);
    const inode = statSync(`${database}.sums`).ino;
    // So that its last change is no matter of the last moment.
    await vi.waitFor(async () => {
      await place.read(['a.jsonl']);
      expect(statSync(`${database}.sums`).ino).not.toBe(inode);
    }, WAIT);
    const compared = statSync(`${database}.sums`);
    await place.read(['a.jsonl']);
    expect(statSync(`${database}.sums`).mtimeMs).toBe(compared.mtimeMs);
    flip(database, statSync(database).size / 2);
    const result = await place.read(['a.jsonl']);
    expect(result.messages.map(({ type }) => type)).toContain('notice');
  });
});

describe('a process that is killed', () => {
  it('leaves a database that can be read on', async () => {
    const ids = writeMany();
    const { child, until, ended } = runChild(place.request(['many.jsonl']), 'hold');
    await until(hasTrials);
    child.kill('SIGKILL');
    const killed = await ended;
    expect(killed.done).toBeUndefined();
    const part = await contents(killed);
    expect(part.ids.length).toBeGreaterThan(0);
    expect(part.ids.length).toBeLessThan(ids.length);
    const result = await place.read(['many.jsonl']);
    expect(result.database).toBe(killed.database);
    expect((await contents(result)).ids).toEqual(ids);
  });
});

describe('a process that is killed again and again', () => {
  it('goes on each time from where it was, and has every trial once in the end', async () => {
    const ids = writeMany();
    const request = place.request(['many.jsonl']);
    // Anywhere: before there is a database, between two commits, while it is put in order.
    const random = createRandom(20250611);
    let kept = 0;
    for (let round = 0; round < 6; round += 1) {
      const { child, until, ended } = runChild(request);
      const after = kept + random() * (ids.length - kept) * 0.5;
      const reached = until(
        (message) => message.type === 'progress' && message.progress.trials >= after,
      );
      // Or it was done before that.
      await Promise.race([reached, ended]).catch(() => undefined);
      child.kill('SIGKILL');
      const killed = await ended;
      expect(killed.failed).toBeUndefined();
      const part = await contents(killed);
      expect(part.ids).toEqual(ids.slice(0, part.ids.length));
      expect(part.ids.length).toBeGreaterThanOrEqual(kept);
      expect(part.sources[0]?.trials).toBe(part.ids.length);
      kept = part.ids.length;
    }
    const result = await runChild(request).ended;
    const whole = await contents(result);
    expect(whole.ids).toEqual(ids);
    expect(whole.problems).toEqual([]);
    expect(await wordsOf(result)).toEqual(await wordsOf(await fresh(request)));
  });
});

/** The same read in one go, into a database of its own. */
async function fresh(request: IngestRequest): Promise<Result> {
  return runChild({ ...request, cacheFolder: path.join(place.folder(), 'fresh') }).ended;
}

async function wordsOf({ location }: Result): Promise<ReadonlyMap<string, number>> {
  if (location === undefined) throw new Error('no store was opened');
  const store = await openStore(location).reader();
  try {
    return new Map((await store.words()).map(({ word, count }) => [word, count]));
  } finally {
    await store.close();
  }
}

describe('two processes', () => {
  it('read a collection once, and both see all of it', async () => {
    const ids = writeMany();
    const both = [1, 2].map(() => runChild(place.request(['many.jsonl'])));
    const results = await Promise.all(both.map(({ ended }) => ended));
    for (const result of results) {
      expect(result.failed).toBeUndefined();
      expect(result.done).toMatchObject({ trials: ids.length, problems: 0 });
      expect((await contents(result)).ids).toEqual(ids);
    }
    expect(results[0]?.database).toBe(results[1]?.database);
  });

  it('go on one after the other where the first is killed', async () => {
    const ids = writeMany();
    const first = runChild(place.request(['many.jsonl']), 'hold');
    await first.until(hasTrials);
    const second = runChild(place.request(['many.jsonl']));
    const seen = await second.until(hasTrials);
    expect(seen.type === 'progress' && seen.progress.trials).toBeLessThan(ids.length);
    first.child.kill('SIGKILL');
    const result = await second.ended;
    expect(result.done?.trials).toBe(ids.length);
    expect((await contents(result)).ids).toEqual(ids);
    expect(result.messages.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });
});

describe('the worker', () => {
  it('reads in a thread of its own, and leaves the cache', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const { result, stop } = await work(place.cache());
    await stop();
    expect(result.done?.trials).toBe(1);
    expect((await contents(result)).ids).toEqual(['a']);
  });

  it('gives of a large file what is had of it in one thread', async () => {
    const sketches = Array.from({ length: 3000 }, (_, at) => ({
      id: `t${at % 2900}`,
      reasoning: `the thought with the number ${at % 100}, `.repeat(40),
    }));
    place.write('a.jsonl', `${lines(...sketches)}{"cut": \n${lines({ id: 'last' })}`);
    const alone = await contents(await place.read(['a.jsonl']));
    const { result, stop } = await work(path.join(place.folder(), 'other'));
    const beside = await contents(result);
    await stop();
    expect(beside.rows).toEqual(alone.rows);
    expect(beside.ids).toHaveLength(3001);
    expect(beside.problems).toEqual(alone.problems);
    expect(beside.problems).toHaveLength(101);
    // Whether the file was written a moment ago differs.
    const lasting = (sources: readonly LedgerEntry[]): readonly LedgerEntry[] =>
      sources.map((one) => ({ ...one, stamp: one.stamp.replace('?', '') }));
    expect(lasting(beside.sources)).toEqual(lasting(alone.sources));
  });

  it('removes a temporary database when it is told to stop', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const { result, stop } = await work();
    expect(result.temporary).toBe(true);
    expect((await contents(result)).ids).toEqual(['a']);
    await stop();
    expect(existsSync(path.dirname(result.database ?? ''))).toBe(false);
  });

  it('tells what failed', async () => {
    const { result, stop } = await work(place.cache());
    await stop();
    expect(result.failed).toBe('cannot open a.jsonl: there is no such file or folder');
    expect(result.hint).toMatch(/^name a file or folder/);
  });
});
