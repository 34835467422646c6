/** The embedded store: the contract of all stores, and what is its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openReader, type ReaderOptions } from '../../src/store/sqlite/reader.ts';
import { UnusableDatabase } from '../../src/store/sqlite/schema.ts';
import { openWriter } from '../../src/store/sqlite/writer.ts';
import type { RawHits } from '../../src/query/results.ts';
import type { Store } from '../../src/store/store.ts';
import { trialOf } from '../support/trials.ts';
import { plans, smallTrials } from './arbitrary.ts';
import { describeStore } from './contract.ts';
import { addTrial, sourceOf, word, type Opened } from './contract/support.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
let files = 0;

function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.db`);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeStore('the embedded store', async () => openNew());

async function openNew(options?: ReaderOptions): Promise<Opened> {
  const file = newFile();
  const writer = openWriter(file);
  const readers: Store[] = [];
  return {
    writer,
    read: async () => {
      const store = openReader(file, options);
      readers.push(store);
      return store;
    },
    close: async () => {
      for (const reader of readers) await reader.close();
      writer.close();
    },
  };
}

describe('in stretches', () => {
  it('tells what it has after each but the last, and at last the whole', async () => {
    const { writer, read, close } = await openNew({ stretch: 2 });
    writer.begin();
    const source = writer.putSource(sourceOf('/trials.jsonl'));
    for (let at = 1; at <= 9; at += 1) {
      const kind = at === 9 ? 'reasoning' : 'email';
      addTrial(
        writer,
        source,
        trialOf({
          id: `t${at}`,
          turns: [{ kind, text: `mail ${at}` }],
          verdict: { rationale: '' },
        }),
      );
    }
    writer.commit();
    const store = await read();
    const parts: RawHits[] = [];
    const onPart = async (part: RawHits): Promise<void> => void parts.push(part);
    const whole = await store.hits(word('mail'), 3, { isDue: () => true, onPart });
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
    const writer = openWriter(file);
    writer.begin();
    const source = writer.putSource(sourceOf('/trials.jsonl'));
    const trials = fc.sample(smallTrials, { seed: 1, numRuns: 25 }).flat();
    for (const [at, trial] of trials.entries()) addTrial(writer, source, { ...trial, id: `${at}` });
    writer.commit();
    const [inOne, inMany] = [openReader(file), openReader(file, { stretch: 5 })];
    expect((await inOne.totals()).passages).toBeGreaterThan(100);
    await fc.assert(
      fc.asyncProperty(plans, plans, async (plan, filter) => {
        for (const limit of [5, 1000]) {
          const found = await inMany.hits(plan, limit, { filter });
          expect(found).toEqual(await inOne.hits(plan, limit, { filter }));
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
    writer.close();
  });
});

describe('values that are equal as numbers', () => {
  it('are in one order, however they are counted', async () => {
    const file = newFile();
    const writer = openWriter(file);
    writer.begin();
    const source = writer.putSource(sourceOf('/trials.jsonl'));
    for (const [at, condition] of ['1', '01', '001', '1'].entries()) {
      addTrial(writer, source, trialOf({ id: `${at}`, condition }));
    }
    writer.commit();
    for (const stretch of [1, 2, 100]) {
      const reader = openReader(file, { stretch });
      const groups = await reader.groups({ type: 'all' }, ['condition']);
      expect(groups.map(({ values }) => values[0])).toEqual(['001', '01', '1']);
      await reader.close();
    }
    writer.close();
  });
});

describe('the database file', () => {
  it('is refused if it is no database, cut short or of another version', () => {
    const text = newFile();
    writeFileSync(text, 'these are no pages of a database, but some words in a file'.repeat(100));
    const other = newFile();
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE source (id INTEGER); PRAGMA user_version = 9999');
    database.close();
    for (const file of [text, other]) {
      expect(() => openWriter(file)).toThrow(UnusableDatabase);
      expect(() => openReader(file)).toThrow();
    }
  });

  it('is not made by reading', () => {
    expect(() => openReader(path.join(folder, 'nowhere.db'))).toThrow();
    expect(() => openReader(path.join(folder, 'nowhere.db'))).toThrow();
  });

  it('can be read where the writer has gone, and written on', async () => {
    const file = newFile();
    for (const round of [1, 2]) {
      const writer = openWriter(file);
      writer.begin();
      const source = writer.putSource(sourceOf(`/${round}`));
      for (let at = 0; at < 50; at += 1) {
        const text = `round ${round} `.repeat(500) + at;
        addTrial(
          writer,
          source,
          trialOf({ id: `${round}/${at}`, turns: [{ kind: 'message', text }] }),
        );
      }
      writer.commit();
      writer.close();
    }
    const store = openReader(file);
    const keys = await store.keys({ type: 'all' }, { field: 'order', descending: false });
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
    const writer = openWriter(file);
    writer.begin();
    addTrial(writer, writer.putSource(sourceOf('/a')), trialOf());
    writer.close();
    const store = openReader(file);
    expect(await store.totals()).toEqual({ trials: 0, passages: 0, problems: 0 });
    await store.close();
  });
});
