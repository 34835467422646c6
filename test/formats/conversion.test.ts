/**
 * Conversion loses nothing: whatever a file of any format shows (its list, each trial as `show` has
 * it, what a search finds), the native JSONL made of it shows as well.
 */
import { keysOf } from '../support/keys.ts';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { questionsOf } from '../../src/collection/collection.ts';
import { openView } from '../../src/collection/view.ts';
import { nativeLines } from '../../src/export/jsonl.ts';
import { readHead } from '../../src/formats/bytes.ts';
import { detect } from '../../src/formats/index.ts';
import type { WordCount } from '../../src/query/expand.ts';
import type { Trial } from '../../src/trial/types.ts';
import { createPlace, type Result } from '../ingest/helpers.ts';
import { ALL_FIXTURES, lackFixtures, sourceFile } from './helpers.ts';

const place = createPlace();

type Shown = {
  readonly list: readonly unknown[];
  readonly trials: readonly (Trial | undefined)[];
  readonly found: Readonly<Record<string, readonly unknown[]>>;
};

/** Looks at a collection as a person does; `words` undefined: at words it has. */
async function look(
  { location, failed }: Result,
  words?: readonly string[],
): Promise<{ readonly shown: Shown; readonly lines: string; readonly words: readonly string[] }> {
  if (location === undefined || failed !== undefined) throw new Error(failed ?? 'not opened');
  const { store, ask, trials } = questionsOf(await openView(location), { signals: {} });
  try {
    const keys = await keysOf(store);
    const rows = await store.rows(keys);
    const asked = words ?? wordsOf(await store.words());
    const found: Record<string, readonly unknown[]> = {};
    for (const word of asked) {
      const { hits } = await ask('search', { query: { text: word } });
      found[word] = hits.map((hit) => ({ ...hit, key: 0 }));
    }
    const lines = await Array.fromAsync(nativeLines({ trials }, keys));
    return {
      shown: {
        list: rows.map((each) => ({ ...each, key: 0, source: '' })),
        trials: await Promise.all(keys.map((key) => store.trial(key))),
        found,
      },
      lines: lines.join(''),
      words: asked,
    };
  } finally {
    await store.close();
  }
}

/** Some words of a dictionary, always the same ones. */
function wordsOf(counts: readonly WordCount[]): readonly string[] {
  const words = counts.map(({ word }) => word).filter((word) => /^[a-z]{4,}$/.test(word));
  const sorted = words.toSorted();
  return [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((share) =>
    sorted.slice(Math.floor(share * sorted.length)).slice(0, 1),
  );
}

async function expectNothingLost(files: readonly string[]): Promise<number> {
  const before = await look(await place.read(files));
  place.write('converted.jsonl', before.lines);
  const second = await place.read(['converted.jsonl']);
  const after = await look(second, before.words);
  expect(after.shown.list).toEqual(before.shown.list);
  expect(after.shown.trials).toEqual(before.shown.trials);
  expect(after.shown.found).toEqual(before.shown.found);
  expect(second.done).toMatchObject({ problems: 0 });
  // And once more, to the letter.
  expect(after.lines).toBe(before.lines);
  return before.shown.list.length;
}

/** Folders of fixtures in which a reader knows something. */
const folders: string[] = [];
for (const name of lackFixtures() ? [] : readdirSync(ALL_FIXTURES)) {
  const folder = path.join(ALL_FIXTURES, name);
  if (statSync(folder).isDirectory() && (await isKnown(folder))) folders.push(name);
}

async function isKnown(folder: string): Promise<boolean> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
  for (const file of files) {
    if (detect(await readHead(sourceFile(file))) !== undefined) return true;
  }
  return false;
}

describe.skipIf(folders.length === 0)('real files', () => {
  test.each(folders.map((name) => [name]))('%s', async (name) => {
    expect(await expectNothingLost([path.join(ALL_FIXTURES, name)])).toBeGreaterThan(0);
  });
});

test('what no real file has: branches, views, directed scores, subagents, notes on quotes', async () => {
  const add = (view: string, role: string, id: string, content: string) => ({
    type: 'transcript_event',
    view,
    edit: { operation: 'add', message: { role, id, content } },
  });
  place.write(
    'petri.json',
    JSON.stringify({
      metadata: {
        transcript_id: 'petri',
        target_model: 'tango',
        tags: ['pilot'],
        judge_output: {
          scores: { concerning: 9, admirable: 1 },
          highlights: [{ description: 'that', parts: [{ message_id: '2', quoted_text: 'taken' }] }],
        },
      },
      events: [
        add('target', 'user', '1', 'hello there'),
        add('target', 'assistant', '2', 'taken back later'),
        { type: 'transcript_event', view: 'target', edit: { operation: 'rollback', count: 1 } },
        add('target', 'assistant', '3', 'spoken instead'),
        add('auditor', 'assistant', '4', 'plotting elsewhere'),
      ],
    }),
  );
  place.write(
    'atif.json',
    JSON.stringify({
      schema_version: 'ATIF-v1.7',
      session_id: 'atif',
      agent: { name: 'agent', version: '1' },
      steps: [{ source: 'agent', message: 'outer words', novelty: { nested: [1, null] } }],
      subagent_trajectories: [{ agent: {}, steps: [{ source: 'agent', message: 'inner words' }] }],
    }),
  );
  const run = {
    id: 'docent',
    metadata: { scores: { grade: 0.5 } },
    transcripts: [{ messages: [{ role: 'assistant', content: 'docent words' }] }],
  };
  place.write('docent.jsonl', `${JSON.stringify(run)}\n`);
  expect(await expectNothingLost(['petri.json', 'atif.json', 'docent.jsonl'])).toBe(6);
  expect(readFileSync(path.join(place.folder(), 'converted.jsonl'), 'utf8')).toContain(
    '"good":"low"',
  );
});
