/** Pages of lists, neighbours, counts; all trials; what words may stand for. */
import { NO_KEY } from '../../support/keys.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExpander } from '../../../src/query/expand.ts';
import { SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import type { Trial } from '../../../src/trial/types.ts';
import { trialOf } from '../../support/trials.ts';
import { plans, smallTrials } from '../arbitrary.ts';
import { addTrial, ALL, field, sourceOf, type Stores, type TestWriter } from './support.ts';

const SORTS = fc.record({ field: fc.constantFrom(...SORT_FIELDS), descending: fc.boolean() });
const IN_ORDER = { field: 'order', descending: false } as const;

/** Puts trials into a file in place of what it had. */
async function replace(writer: TestWriter, path: string, trials: readonly Trial[]): Promise<void> {
  await writer.begin();
  await writer.clearSource(path);
  const source = await writer.putSource(sourceOf(path));
  for (const trial of trials) await addTrial(writer, source, trial);
  await writer.commit();
}

export function describeLists({ empty, filled, runs }: Stores): void {
  describe('lists', () => {
    it('are the same in pages as whole, with the same neighbours and counts', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await fc.assert(
        fc.asyncProperty(
          smallTrials,
          plans,
          SORTS,
          fc.integer({ min: 1, max: 4 }),
          async (trials, plan, sort, limit) => {
            await replace(writer, '/trials.jsonl', trials);
            const list = { plan, sort };
            const whole = await store.page(list, { offset: 0 });
            const keys = whole.rows.map(({ key }) => key);
            expect(whole).toMatchObject({ offset: 0, total: keys.length });
            expect(await store.count(plan)).toBe(keys.length);
            const paged = [];
            for (let offset = 0; offset <= keys.length; offset += limit) {
              const page = await store.page(list, { offset, limit });
              expect(page).toMatchObject({ offset, total: keys.length });
              paged.push(...page.rows);
            }
            expect(paged).toEqual(whole.rows);
            expect(await store.rows(keys)).toEqual(whole.rows);
            const scanned = await Array.fromAsync(store.scan(list));
            expect(scanned.map(({ row }) => row)).toEqual(whole.rows);
            expect(await Array.fromAsync(store.trials(keys))).toEqual(scanned);
            for (const [index, key] of keys.entries()) {
              expect(await store.neighbours(list, key)).toEqual({
                index,
                total: keys.length,
                previous: keys[index - 1] ?? null,
                next: keys[index + 1] ?? null,
              });
              expect(await store.trial(key)).toEqual(scanned[index]?.trial);
            }
          },
        ),
        { numRuns: runs(100) },
      );
    });

    it('begin with the same page before the whole list was asked for', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const list = { plan: ALL, sort: IN_ORDER };
      const pages = fc.record({ offset: fc.nat(6), limit: fc.integer({ min: 1, max: 6 }) });
      await fc.assert(
        fc.asyncProperty(smallTrials, smallTrials, pages, async (early, late, options) => {
          await replace(writer, '/late', late);
          await replace(writer, '/early', early);
          await writer.begin();
          await writer.orderSources(['/early', '/late']);
          await writer.commit();
          const page = await store.page(list, options);
          const whole = await store.page(list, { offset: 0 });
          expect(page.rows).toEqual(
            whole.rows.slice(options.offset, options.offset + options.limit),
          );
          expect([page.total, page.mark]).toEqual([whole.total, whole.mark]);
          expect(await store.page(list, options)).toEqual(page);
        }),
        { numRuns: runs(50) },
      );
    });

    it('have no neighbours for a trial that is not in them', async () => {
      const store = await filled(['a', 'b', 'c'].map((id) => trialOf({ id })));
      const only = { plan: field('id', 'b'), sort: IN_ORDER };
      expect(await store.neighbours(only, (await store.keyOf('a')) ?? NO_KEY)).toEqual({
        index: -1,
        total: 1,
        previous: null,
        next: null,
      });
    });

    it('move a page with the trial that holds it', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await replace(
        writer,
        '/late',
        ids.map((id) => trialOf({ id })),
      );
      const list = { plan: ALL, sort: IN_ORDER };
      const key = (await store.keyOf('c')) ?? NO_KEY;
      await replace(writer, '/early', [trialOf({ id: '1' }), trialOf({ id: '2' })]);
      await writer.begin();
      await writer.orderSources(['/early', '/late']);
      await writer.commit();
      const page = await store.page(list, { offset: 1, limit: 2, anchor: { key, index: 2 } });
      expect(page).toMatchObject({ offset: 3, total: 7, anchor: { key, index: 4 } });
      expect(page.rows.map(({ id }) => id)).toEqual(['b', 'c']);
      await replace(writer, '/late', [trialOf({ id: 'z' })]);
      const after = await store.page(list, { offset: 1, limit: 2, anchor: { key, index: 2 } });
      expect(after).toMatchObject({ offset: 1, total: 3, anchor: undefined });
    });

    it('have only what was added since a mark', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const newer = async (since: Awaited<ReturnType<typeof store.page>>['mark']) => {
        const list = { plan: field('model', 'm'), sort: IN_ORDER, since };
        const page = await store.page(list, { offset: 0 });
        expect(page.total).toBe(page.rows.length);
        return { ids: page.rows.map(({ id }) => id), mark: page.mark };
      };
      const add = (path: string, ...ids: readonly string[]): Promise<void> =>
        replace(
          writer,
          path,
          ids.map((id) => trialOf({ id, model: 'm' })),
        );
      await add('/b', 'one', 'two');
      const { mark } = await store.page({ plan: ALL, sort: IN_ORDER }, { offset: 0, limit: 1 });
      expect((await newer(mark)).ids).toEqual([]);
      await add('/a', 'three');
      const third = await newer(mark);
      expect(third.ids).toEqual(['three']);
      await add('/c', 'four', 'five');
      expect((await newer(third.mark)).ids).toEqual(['four', 'five']);
      expect((await newer((await newer(third.mark)).mark)).ids).toEqual([]);
    });

    it('are as of now when more is committed', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const list = { plan: field('model', 'model-a'), sort: IN_ORDER };
      for (const total of [0, 1, 2, 3]) {
        if (total > 0) await replace(writer, `/${total}`, [trialOf({ id: `${total}` })]);
        expect((await store.page(list, { offset: 0, limit: 1 })).total).toBe(total);
        expect(await store.count(list.plan)).toBe(total);
        expect((await store.neighbours(list, NO_KEY)).total).toBe(total);
      }
    });
  });

  describe('all trials', () => {
    it('say of which only an outline was read', async () => {
      const { writer, read } = await empty();
      await writer.begin();
      const source = await writer.putSource(sourceOf('/log'));
      const outline = {
        ...trialOf({ id: 'outline' }),
        turns: [],
        verdict: { outcome: 'safe' },
      } as const;
      await addTrial(writer, source, outline, { place: 'p', isOutline: true });
      await addTrial(writer, source, trialOf({ id: 'whole' }), { place: 'q' });
      await writer.commit();
      const store = await read();
      const found = await Array.fromAsync(store.scan({ plan: ALL, sort: IN_ORDER }));
      expect(found.map(({ row, outline: place }) => [row.id, place?.place])).toEqual([
        ['outline', 'p'],
        ['whole', undefined],
      ]);
      const [first = NO_KEY] = found.map(({ row }) => row.key);
      const some = await Array.fromAsync(store.trials([NO_KEY, first, first]));
      expect(some.map(({ trial }) => trial.id)).toEqual(['outline', 'outline']);
    });
  });

  describe('variants', () => {
    it('are those of the words that there are, also when more are committed', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const typed = [
        { word: 'shutdwon', mode: 'fuzzy' },
        { word: 'worry', mode: 'exact' },
        { word: 'ab', mode: 'prefix' },
        { word: 'nowhere', mode: 'exact' },
      ] as const;
      const texts = ['shutdown worry', 'about abbot', 'shutdowns', 'worry worry absolute'];
      for (const [at, text] of texts.entries()) {
        await replace(writer, `/${at}`, [
          trialOf({ id: text, turns: [{ kind: 'note', text }], verdict: { rationale: '' } }),
        ]);
        const { expand } = createExpander(await store.words());
        const found = await store.variants(typed);
        expect(found).toEqual(typed.map(({ word, mode }) => expand(word, mode)));
        expect(found[0]?.map(({ word }) => word)).toContain('shutdown');
        expect(found[3]).toEqual([]);
      }
      expect((await store.variants(typed))[1]).toMatchObject([{ word: 'worry', count: 2 }]);
      expect(await store.variants([])).toEqual([]);
    });
  });
}
