/** Files with a table of contents: listed first, read after that, opened whole at any time. */
import { keysOf, NO_KEY } from '../support/keys.ts';
import { statSync } from 'node:fs';
import { expect, it } from 'vitest';

import { withLazyTrials } from '../../src/collection/lazy-trials.ts';
import { openStore } from '../../src/store/open.ts';
import type { TrialKey } from '../../src/query/results.ts';
import type { Store } from '../../src/store/store.ts';
import { evalLog, sampleOf } from '../formats/inspect-made.ts';
import { contents, createPlace, lines, run, type Result } from '../ingest/helpers.ts';

const place = createPlace();
const COUNT = 120;

/** A log that is large enough to be listed first. */
function log(more: object = {}): Buffer {
  const samples = Array.from({ length: COUNT }, (_, index) => ({
    ...sampleOf({
      id: index + 1,
      scores: { match: { value: index % 3 === 0 ? 'I' : 'C', explanation: 'a  b' } },
      store: { padding: `${index}`.repeat(20_000) },
    }),
    ...more,
  }));
  return evalLog(samples, { method: 0 });
}

async function open<Value>(
  { location }: Result,
  look: (store: Store, keys: readonly TrialKey[]) => Promise<Value>,
): Promise<Value> {
  if (location === undefined) throw new Error('no store was opened');
  const store = await openStore(location).reader();
  try {
    return await look(store, await keysOf(store));
  } finally {
    await store.close();
  }
}

/** Ingests until the tables of contents are read. */
function listed(paths: readonly string[]): Promise<Result> {
  return run(place.request(paths), (message, stop) => {
    if (message.type === 'listed') stop();
  });
}

it('all trials are listed before one is read, and each can be opened whole', async () => {
  const file = place.write('big.eval', log());
  expect(statSync(file).size).toBeGreaterThan(4 * 1024 * 1024);
  const result = await listed(['big.eval']);
  expect(result.done).toBeUndefined();
  expect(result.messages.find(({ type }) => type === 'listed')).toMatchObject({
    progress: { trials: COUNT, problems: 0 },
  });
  const { rows } = await contents(result);
  expect(rows).toHaveLength(COUNT);
  expect(rows[3]).toMatchObject({
    id: 'some_task/evalid01/4',
    model: 'openai/a-model',
    outcome: 'unjudged',
    label: 'I',
    sample: 4,
  });
  const outlined = rows.filter(({ turns }) => turns === null);
  expect(outlined.length).toBeGreaterThan(0);
  const last = outlined.at(-1);
  const trial = await open(result, (store) =>
    withLazyTrials(store, undefined).trial(last?.key ?? NO_KEY),
  );
  expect(trial?.turns.map(({ text }) => text)).toEqual(['Be good.', 'Do it.', 'Done.']);
  expect(trial?.verdict.rationale).toBe('a  b');
});

it('an interrupted reading goes on, and comes to what one in one go comes to', async () => {
  place.write('big.eval', log());
  const whole = async (result: Result) => {
    const trials = await open(result, (store, keys) =>
      Promise.all(keys.map((key) => store.trial(key))),
    );
    const { rows, problems, sources } = await contents(result);
    return { trials, rows: rows.map((row) => ({ ...row, key: 0 })), problems, sources };
  };
  const first = await listed(['big.eval']);
  const keys = await open(first, async (_, all) => all);
  const second = await place.read(['big.eval']);
  expect(second.done).toMatchObject({ trials: COUNT, problems: 0 });
  expect(await open(second, async (_, all) => all)).toEqual(keys);
  expect(await open(second, (store, all) => store.outline(all[0] ?? NO_KEY))).toBeUndefined();
  const direct = await place.read(['big.eval'], { cacheFolder: `${place.cache()}2` });
  expect(await whole(second)).toEqual(await whole(direct));
});

it('small files beside a large one are whole when all is listed', async () => {
  place.write('a/big.eval', log());
  place.write('b.jsonl', lines({ id: 'small' }));
  const result = await listed(['b.jsonl', 'a']);
  const { rows, ids } = await contents(result);
  expect(ids[0]).toBe('small');
  expect(rows[0]?.turns).toBeGreaterThan(0);
  expect(rows).toHaveLength(COUNT + 1);
});

it('a log that was written anew meanwhile is listed and read anew', async () => {
  place.write('big.eval', log());
  await listed(['big.eval']);
  place.write('big.eval', log({ scores: { match: { value: 'P' } } }));
  const result = await place.read(['big.eval']);
  const { rows } = await contents(result);
  expect(new Set(rows.map(({ label, turns }) => `${label} ${turns}`))).toEqual(new Set(['P 3']));
  expect(rows).toHaveLength(COUNT);
});

it('problems are told once, however often the reading was interrupted', async () => {
  place.write('big.eval', log({ events: [{ event: 'odd' }] }));
  await listed(['big.eval']);
  await listed(['big.eval']);
  const { problems } = await contents(await place.read(['big.eval']));
  expect(problems).toHaveLength(1);
});

it('a trial whose file is gone says so', async () => {
  place.write('big.eval', log());
  const result = await listed(['big.eval']);
  place.write('big.eval', 'gone');
  const { rows } = await contents(result);
  const last = rows.findLast(({ turns }) => turns === null);
  const trial = await open(result, (store) =>
    withLazyTrials(store, undefined).trial(last?.key ?? NO_KEY),
  );
  expect(trial).toMatchObject({ id: last?.id, turns: [{ kind: 'note', error: true }] });
});
