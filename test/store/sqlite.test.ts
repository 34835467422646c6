/** The embedded store: the contract of all stores, and what is its own. */
import { keysOf } from '../support/keys.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReaderOptions, StoreAccess } from '../../src/store/backend.ts';
import { openStore } from '../../src/store/open.ts';
import type { Plan } from '../../src/query/plan-types.ts';
import type { RawHits } from '../../src/query/results.ts';
import { UnusableStore, type Store } from '../../src/store/store.ts';
import { withWordsBeside } from '../../src/store/words-beside.ts';
import { loadRegexes } from '../../src/text/regex.ts';
import { trialOf } from '../support/trials.ts';
import { plans, smallTrials } from './arbitrary.ts';
import { describeStore } from './contract.ts';
import { addTrial, sourceOf, word, type Opened, type TestWriter } from './contract/support.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
let files = 0;

function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.db`);
}

function storeAt(file: string): StoreAccess {
  return openStore({ scheme: 'file', path: file });
}

async function openWriter(file: string): Promise<TestWriter> {
  const { writer, encoder } = storeAt(file);
  return { ...(await writer()), encoder };
}

function openReader(file: string, options?: ReaderOptions): Promise<Store> {
  return storeAt(file).reader(options);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeStore('the embedded store', async () => openNew());

async function openNew(options?: ReaderOptions): Promise<Opened> {
  const file = newFile();
  const writer = await openWriter(file);
  const readers: Store[] = [];
  return {
    writer,
    read: async () => {
      const store = await openReader(file, options);
      readers.push(store);
      return store;
    },
    close: async () => {
      for (const reader of readers) await reader.close();
      await writer.close();
    },
  };
}

describe('in chunks', () => {
  it('tells what it has after each but the last, and at last the whole', async () => {
    const { writer, read, close } = await openNew({ chunk: 2 });
    await writer.begin();
    const source = await writer.putSource(sourceOf('/trials.jsonl'));
    for (let at = 1; at <= 9; at += 1) {
      const kind = at === 9 ? 'reasoning' : 'email';
      await addTrial(
        writer,
        source,
        trialOf({
          id: `t${at}`,
          turns: [{ kind, text: `mail ${at}` }],
          verdict: { rationale: '' },
        }),
      );
    }
    await writer.commit();
    const store = await read();
    const parts: RawHits[] = [];
    const onPart = async (part: RawHits): Promise<void> => void parts.push(part);
    const whole = await store.hits(word('mail'), { limit: 3, isDue: () => true, onPart });
    expect(parts.map(({ passages, trials }) => [passages, trials])).toEqual([
      [2, 2],
      [4, 4],
      [6, 6],
      [8, 8],
    ]);
    expect(parts.map(({ hits }) => hits.map(({ passage }) => passage))).toEqual([
      [1, 2],
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(whole).toMatchObject({ passages: 9, trials: 9 });
    expect(whole.hits.map(({ passage }) => passage)).toEqual([9, 1, 2]);
    await close();
  });

  it('finds and counts what is found and counted in one go', async () => {
    const file = newFile();
    const writer = await openWriter(file);
    await writer.begin();
    const source = await writer.putSource(sourceOf('/trials.jsonl'));
    const trials = fc.sample(smallTrials, { seed: 1, numRuns: 25 }).flat();
    for (const [at, trial] of trials.entries())
      await addTrial(writer, source, { ...trial, id: `${at}` });
    await writer.commit();
    const [inOne, inMany] = [await openReader(file), await openReader(file, { chunk: 5 })];
    expect((await inOne.totals()).passages).toBeGreaterThan(100);
    await fc.assert(
      fc.asyncProperty(plans, plans, async (plan, filter) => {
        for (const limit of [5, 1000]) {
          const found = await inMany.hits(withWordsBeside(plan), { limit, filter });
          expect(found).toEqual(await inOne.hits(plan, { limit, filter }));
        }
        const fields = ['model', 'verdict', 'condition', 'tag'] as const;
        expect(await inMany.facets(plan, fields)).toEqual(await inOne.facets(plan, fields));
        for (const by of [[], ['model'], ['model', 'scenario']] as const) {
          expect(await inMany.groups(filter, by)).toEqual(await inOne.groups(filter, by));
        }
      }),
      { numRuns: 200 },
    );
    await Promise.all([inOne.close(), inMany.close()]);
    await writer.close();
  });
});

describe('a regular expression beside a word', () => {
  beforeAll(loadRegexes);
  const texts = ['wipe at 17:05', 'wipe at noon', 'sleep at 17:05'];
  const time: Plan = { type: 'regex', source: String.raw`\d+:\d+`, flags: '' };
  const filled = async (): Promise<string> => {
    const file = newFile();
    const writer = await openWriter(file);
    await writer.begin();
    const source = await writer.putSource(sourceOf('/trials.jsonl'));
    for (const [at, one] of texts.entries()) {
      const turns = [{ kind: 'message', text: one }] as const;
      await addTrial(writer, source, trialOf({ id: `t${at}`, turns }));
    }
    await writer.commit();
    await writer.close();
    return file;
  };

  it('reads no text without the word', async () => {
    const file = await filled();
    const database = new DatabaseSync(file);
    database.exec("UPDATE block SET body = x'00' WHERE id = (SELECT max(id) FROM block)");
    database.close();
    const store = await openReader(file);
    const both = withWordsBeside({ type: 'and', parts: [word('wipe'), time] });
    expect(await store.hits(both)).toMatchObject({ passages: 1, trials: 1 });
    expect(await store.count(both)).toBe(1);
    const without = withWordsBeside({
      type: 'and',
      parts: [word('wipe'), { type: 'not', part: time }],
    });
    expect(await store.hits(without)).toMatchObject({ passages: 1, trials: 1 });
    await expect(store.hits(time)).rejects.toThrow(UnusableStore);
    await store.close();
  });

  it('tells how much was looked through, and that it is over', async () => {
    const told: (number | undefined)[] = [];
    const onLooked = (share: number | undefined): void => void told.push(share);
    const store = await openReader(await filled(), { onLooked, chunk: 1 });
    await store.hits(time);
    expect(told.at(-1)).toBeUndefined();
    const shares = told.filter((share) => share !== undefined);
    // Of all passages, also where a search looks through one at a time.
    expect(shares[0]).toBeLessThan(0.5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    await store.close();
  });
});

describe('values that are equal as numbers', () => {
  it('are in one order, however they are counted', async () => {
    const file = newFile();
    const writer = await openWriter(file);
    await writer.begin();
    const source = await writer.putSource(sourceOf('/trials.jsonl'));
    for (const [at, condition] of ['1', '01', '001', '1'].entries()) {
      await addTrial(writer, source, trialOf({ id: `${at}`, condition }));
    }
    await writer.commit();
    for (const chunk of [1, 2, 100]) {
      const reader = await openReader(file, { chunk });
      const { groups } = await reader.groups({ type: 'all' }, ['condition']);
      expect(groups.map(({ values }) => values[0])).toEqual(['001', '01', '1']);
      await reader.close();
    }
    await writer.close();
  });
});

describe('the database file', () => {
  it('is refused if it is no database, cut short or of another version', async () => {
    const text = newFile();
    writeFileSync(text, 'these are no pages of a database, but some words in a file'.repeat(100));
    const other = newFile();
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE source (id INTEGER); PRAGMA user_version = 9999');
    database.close();
    for (const file of [text, other]) {
      await expect(openWriter(file)).rejects.toThrow(UnusableStore);
      await expect(openReader(file)).rejects.toThrow();
    }
  });

  it('is not made by reading', async () => {
    await expect(openReader(path.join(folder, 'nowhere.db'))).rejects.toThrow();
    await expect(openReader(path.join(folder, 'nowhere.db'))).rejects.toThrow();
  });

  it('can be read where the writer has gone, and written on', async () => {
    const file = newFile();
    for (const round of [1, 2]) {
      const writer = await openWriter(file);
      await writer.begin();
      const source = await writer.putSource(sourceOf(`/${round}`));
      for (let at = 0; at < 50; at += 1) {
        const text = `round ${round} `.repeat(500) + at;
        await addTrial(
          writer,
          source,
          trialOf({ id: `${round}/${at}`, turns: [{ kind: 'message', text }] }),
        );
      }
      await writer.commit();
      await writer.close();
    }
    const store = await openReader(file);
    const keys = await keysOf(store);
    const found = await Promise.all([...keys].map((key) => store.trial(key)));
    expect(found).toHaveLength(100);
    expect(found.map((trial) => trial?.turns[0]?.text.slice(0, 7))).toEqual([
      ...Array.from({ length: 50 }, () => 'round 1'),
      ...Array.from({ length: 50 }, () => 'round 2'),
    ]);
    expect(found.at(-1)?.turns[0]?.text.endsWith('49')).toBe(true);
    await store.close();
  });

  it('has nothing of a transaction that was not finished', async () => {
    const file = newFile();
    const writer = await openWriter(file);
    await writer.begin();
    await addTrial(writer, await writer.putSource(sourceOf('/a')), trialOf());
    await writer.close();
    const store = await openReader(file);
    expect(await store.totals()).toEqual({ trials: 0, passages: 0, problems: 0 });
    await store.close();
  });
});
