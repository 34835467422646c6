/** Caches that cannot be written or are broken, processes that are killed or come two at a time. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../bench/corpus.ts';
import type { IngestMessage, IngestRequest } from '../../src/ingest/messages.ts';
import { startIngest } from '../../src/ingest/start.ts';
import { openReader } from '../../src/store/sqlite/reader.ts';
import { contents, createPlace, lines, resultOf, runChild, type Result } from './helpers.ts';

const place = createPlace();
const WORKER = new URL('../../src/ingest/worker.ts', import.meta.url);

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

  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'no pages at all '.repeat(1000))],
    ['is cut to nothing', (file: string) => writeFileSync(file, '')],
    [
      'is of another version',
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec('PRAGMA user_version = 9999; DROP TABLE trial');
        database.close();
      },
    ],
  ])('that %s is made anew', async (_, spoil) => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const { database = '' } = await place.read(['a.jsonl']);
    spoil(database);
    const result = await place.read(['a.jsonl']);
    expect(result.database).toBe(database);
    expect(result.temporary).toBe(false);
    expect((await contents(result)).ids).toEqual(['a']);
  });

  it('that turns out to be damaged inside is done without, and made anew the next time', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const { database = '' } = await place.read(['a.jsonl']);
    const handle = openSync(database, 'r+');
    const header = Buffer.alloc(18);
    readSync(handle, header, 0, header.length, 0);
    const page = header.readUInt16BE(16);
    // The first page says what tables there are; it stays.
    const rest = Buffer.alloc(statSync(database).size - page, 0xee);
    writeSync(handle, rest, 0, rest.length, page);
    closeSync(handle);
    const spoilt = await place.read(['a.jsonl']);
    expect(spoilt.temporary).toBe(true);
    expect((await contents(spoilt)).ids).toEqual(['a']);
    expect((await contents(spoilt)).problems).toMatchObject([{ severity: 'notice' }]);
    const next = await place.read(['a.jsonl']);
    expect(next).toMatchObject({ database, temporary: false });
    expect((await contents(next)).ids).toEqual(['a']);
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

async function wordsOf({ database = '' }: Result): Promise<ReadonlyMap<string, number>> {
  const store = openReader(database);
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
    expect(beside.sources).toEqual(alone.sources);
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
