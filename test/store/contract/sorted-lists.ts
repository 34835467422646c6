/** Lists over any filter and any order, against what they are by definition (`reference-lists.ts`). */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { BELIEFS, OUTCOMES, type Trial } from '../../../src/trial/types.ts';
import type { Store } from '../../../src/store/store.ts';
import { NO_KEY } from '../../support/keys.ts';
import { plans } from '../arbitrary.ts';
import { listedIds, type TrialFile } from '../reference-lists.ts';
import { addTrial, ALL, sourceOf, type Stores, type TestWriter } from './support.ts';

const IN_ORDER = { field: 'order', descending: false } as const;
const SORTS = fc.record({
  field: fc.oneof(
    fc.constant('order' as const),
    fc.constantFrom(...SORT_FIELDS, 'score.grade' as const, 'score.none' as const),
  ),
  descending: fc.boolean(),
});

/** Words whose order differs by case, by accent, and between UTF-8 and UTF-16. */
const WORDS = fc.constantFrom(
  'leak',
  'Leak',
  'léak',
  'blackmail',
  '\u{10000}',
  '\uFFFD',
  '10',
  '9',
);
const TURNS = fc.array(
  fc.constantFrom<Trial['turns'][number]>(
    { kind: 'email', text: 'red blue', from: 'Ann', subject: 'reed' },
    { kind: 'reasoning', text: 'zoë blues' },
    { kind: 'action', text: 'naïve red', from: 'ann.b' },
    { kind: 'note', text: 'It ended: TimeoutError', error: true },
    { kind: 'note', text: 'It ended: Apierror, ApiError', error: true },
  ),
  { maxLength: 3 },
);

/** Values that are often equal, often missing, and of several types where a field may have them. */
const trials: fc.Arbitrary<readonly Omit<Trial, 'id'>[]> = fc.array(
  fc.record(
    {
      model: fc.constantFrom('model-a', 'Model-A', 'Model-B', 'model_b'),
      verdict: fc.record(
        {
          outcome: fc.constantFrom(...OUTCOMES),
          label: fc.constantFrom('X', 'x', 'é'),
          disputed: fc.boolean(),
          rationale: fc.constantFrom('', 'red reed'),
          scores: fc.record({ grade: fc.constantFrom(1, 0.5, 10, 'A', 'b', 'B') }),
        },
        { requiredKeys: ['outcome'] },
      ),
      scenario: WORDS,
      condition: WORDS,
      sample: fc.constantFrom(1, 2, 10, '2', '10', 'x'),
      belief: fc.constantFrom(...BELIEFS),
      instruction: WORDS,
      startedAt: fc.constantFrom(
        '2025-06-11T10:00:00Z',
        '2025-06-11T11:00:00+02:00',
        '2025-06-11',
        'yesterday',
      ),
      meta: fc.record(
        {
          tokens_used: fc.constantFrom(0, 5, 12),
          total_time: fc.constantFrom(0.5, 2, 12),
          epoch: fc.constantFrom(1, 2),
        },
        { requiredKeys: [] },
      ),
      turns: TURNS,
    },
    { requiredKeys: ['model', 'verdict', 'turns'] },
  ),
  { maxLength: 7 },
);

const FILES = fc.record({
  first: trials,
  second: trials,
  isSecondBefore: fc.boolean(),
});

/** Puts trials into a file in place of what it had, under ids of their own. */
async function put(
  writer: TestWriter,
  path: string,
  unnamed: readonly Omit<Trial, 'id'>[],
): Promise<TrialFile> {
  const named = unnamed.map((trial, at): Trial => ({ ...trial, id: `${path.slice(1)}-${at}` }));
  await writer.begin();
  await writer.clearSource(path);
  const source = await writer.putSource(sourceOf(path));
  for (const trial of named) await addTrial(writer, source, trial);
  await writer.commit();
  return { path, trials: named };
}

async function order(writer: TestWriter, files: readonly TrialFile[]): Promise<void> {
  await writer.begin();
  await writer.orderSources(files.map(({ path }) => path));
  await writer.commit();
}

export function describeSortedLists({ empty, runs }: Stores): void {
  describe('sorted lists', () => {
    it('have the trials, the pages, the neighbours and the count that they are to have', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await fc.assert(
        fc.asyncProperty(
          FILES,
          fc.oneof(plans, fc.constant(ALL)),
          SORTS,
          fc.record({
            offset: fc.nat(14),
            limit: fc.nat(6),
            from: fc.nat(14),
            isPageFirst: fc.boolean(),
          }),
          async (
            { first, second, isSecondBefore },
            plan,
            sort,
            { offset, limit, from, isPageFirst },
          ) => {
            const a = await put(writer, '/a', first);
            const { mark } = await store.page(
              { plan: ALL, sort: IN_ORDER },
              { offset: 0, limit: 1 },
            );
            const b = await put(writer, '/B', second);
            const files = isSecondBefore ? [b, a] : [a, b];
            await order(writer, files);
            const ids = listedIds(files, plan, sort);
            const list = { plan, sort };
            // The first question after a commit finds no list that is cached.
            if (isPageFirst) await expectPage(store, list, ids, { offset, limit });
            expect(await store.count(plan)).toBe(ids.length);
            await expectPage(store, list, ids, { offset, limit });
            await expectPage(store, list, ids, { offset: 0 });
            await expectNeighbours(store, list, ids, files);
            const added = listedIds([b], plan, sort);
            await expectPage(store, { ...list, since: mark }, added, { offset, limit });
            for (const id of [...a.trials, ...b.trials].map((trial) => trial.id)) {
              await expectAnchored(store, list, ids, { offset, limit, id, from });
            }
          },
        ),
        { numRuns: runs(100) },
      );
    });
  });
}

type List = Parameters<Store['page']>[0];

async function expectPage(
  store: Store,
  list: List,
  ids: readonly string[],
  { offset, limit }: { readonly offset: number; readonly limit?: number },
): Promise<void> {
  const page = await store.page(list, { offset, limit });
  expect(page.rows.map(({ id }) => id)).toEqual(
    ids.slice(offset, limit === undefined ? undefined : offset + limit),
  );
  expect(page).toMatchObject({ offset, total: ids.length });
}

/** Of every trial, also of those that are not in the list. */
async function expectNeighbours(
  store: Store,
  list: List,
  ids: readonly string[],
  files: readonly TrialFile[],
): Promise<void> {
  const all = files.flatMap((file) => file.trials.map(({ id }) => id));
  const keys = new Map(
    await Promise.all(all.map(async (id) => [id, await store.keyOf(id)] as const)),
  );
  const keyOf = (at: number) => keys.get(ids[at] ?? '') ?? null;
  for (const id of all) {
    const index = ids.indexOf(id);
    expect(await store.neighbours(list, keys.get(id) ?? NO_KEY)).toEqual({
      index,
      total: ids.length,
      previous: index > 0 ? keyOf(index - 1) : null,
      next: index < 0 ? null : keyOf(index + 1),
    });
  }
}

/** A page that a trial holds, which stood at `from` before. */
async function expectAnchored(
  store: Store,
  list: List,
  ids: readonly string[],
  { offset, limit, id, from }: { offset: number; limit: number; id: string; from: number },
): Promise<void> {
  const key = (await store.keyOf(id)) ?? NO_KEY;
  const page = await store.page(list, { offset, limit, anchor: { key, index: from } });
  const index = ids.indexOf(id);
  const begin = index < 0 ? offset : Math.max(0, offset + index - from);
  expect(page.rows.map((row) => row.id)).toEqual(ids.slice(begin, begin + limit));
  expect(page).toMatchObject({ offset: begin, total: ids.length });
  expect(page.anchor).toEqual(index < 0 ? undefined : { key, index });
}
