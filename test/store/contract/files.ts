/** Words, files, problems, and what readers see of a writer. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { words } from '../../../src/text/words.ts';
import { searchable } from '../../../src/trial/searchable.ts';
import type { Problem, Trial } from '../../../src/trial/types.ts';
import { trialOf } from '../../support/trials.ts';
import { smallTrials } from '../arbitrary.ts';
import { passagesOf } from '../reference.ts';
import { addTrial, ALL, idsOf, shownOf, sourceOf, word, type Stores } from './support.ts';

export function describeFiles({ empty, filled, runs }: Stores): void {
  describe('words', () => {
    it('are those of all passages, with how many have them', async () => {
      await fc.assert(
        fc.asyncProperty(smallTrials, async (trials) => {
          const store = await filled(trials);
          const passages = new Set<string>();
          for (const trial of trials) {
            for (const one of passagesOf(trial)) {
              const { kind, from, subject, draft } = one;
              const { passage } = searchable(one as Trial['turns'][number]);
              passages.add(JSON.stringify([passage, kind, from, subject, draft === true]));
            }
          }
          const counts = new Map<string, number>();
          for (const one of passages) {
            const [passage] = JSON.parse(one) as [string];
            const distinct = new Set([...words(passage)].map((each) => each.word));
            for (const each of distinct) counts.set(each, (counts.get(each) ?? 0) + 1);
          }
          const found = new Map((await store.words()).map((one) => [one.word, one.count]));
          expect(found).toEqual(counts);
        }),
        { numRuns: runs(15) },
      );
    });

    it('are right also after they were summarised, and again as passages come and go', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const wordsNow = async () =>
        Object.fromEntries((await store.words()).map(({ word: one, count }) => [one, count]));
      const add = (source: number, text: string): Promise<string> =>
        addTrial(
          writer,
          source,
          trialOf({ id: text, verdict: { rationale: '' }, turns: [{ kind: 'note', text }] }),
        );
      await writer.begin();
      await add(await writer.putSource(sourceOf('/a')), 'red blue');
      await writer.commit();
      expect(await wordsNow()).toEqual({ red: 1, blue: 1 });
      for (const _ of [1, 2]) {
        await writer.begin();
        await writer.summarise();
        await writer.commit();
        expect(await wordsNow()).toEqual({ red: 1, blue: 1 });
      }
      await writer.begin();
      await add(await writer.putSource(sourceOf('/b')), 'red green');
      await writer.commit();
      expect(await wordsNow()).toEqual({ red: 2, blue: 1, green: 1 });
      await writer.begin();
      await writer.summarise();
      await writer.commit();
      await writer.begin();
      await writer.clearSource('/a');
      await writer.commit();
      expect(await wordsNow()).toEqual({ red: 1, green: 1 });
    });

    it('are right however much comes at once after they were summarised', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const counts = new Map<string, number>();
      const steps = [1, 3, 40, 2, 1];
      for (const [step, words] of steps.entries()) {
        await writer.begin();
        const source = await writer.putSource(sourceOf(`/${step}`));
        for (let one = 0; one < words; one += 1) {
          const text = `common word${one} step${step} ${'filling '.repeat(step === 2 ? 2500 : 4)}`;
          const turns = [{ kind: 'note' as const, text }];
          const trial = trialOf({ id: `${step}/${one}`, verdict: { rationale: '' }, turns });
          await addTrial(writer, source, trial);
          for (const word of new Set(text.trim().split(' '))) {
            counts.set(word, (counts.get(word) ?? 0) + 1);
          }
        }
        if (step !== 2) await writer.summarise();
        await writer.commit();
        const found = await store.words();
        expect(found).toHaveLength(counts.size);
        expect(found.filter(({ word, count }) => counts.get(word) !== count)).toEqual([]);
      }
    });
  });

  describe('files', () => {
    it('are remembered, and changed in place', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await writer.begin();
      const first = await writer.putSource(sourceOf('/a', { complete: false, readBytes: 7 }));
      await writer.putSource(sourceOf('/b'));
      expect(await writer.putSource(sourceOf('/a', { missing: true, trials: 3 }))).toBe(first);
      await writer.commit();
      const wanted = [sourceOf('/a', { missing: true, trials: 3 }), sourceOf('/b')];
      expect(await writer.ledger()).toEqual(wanted);
      expect(await store.sources()).toEqual(wanted.map(shownOf));
    });

    it('take their trials, problems and words with them', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await writer.begin();
      const [a, b] = [
        await writer.putSource(sourceOf('/a')),
        await writer.putSource(sourceOf('/b')),
      ];
      const shared = { kind: 'email', text: 'shared mail' } as const;
      await addTrial(
        writer,
        a,
        trialOf({ id: 'a', turns: [shared, { kind: 'note', text: 'lonely' }] }),
      );
      await addTrial(writer, b, trialOf({ id: 'b', turns: [shared] }));
      await writer.addProblems(a, [{ source: 'a', severity: 'error', message: 'bad' }]);
      await writer.commit();
      await writer.begin();
      await writer.clearSource('/a');
      await writer.commit();
      expect(await idsOf(store, ALL)).toEqual(['b']);
      expect(await idsOf(store, word('mail'))).toEqual(['b']);
      expect((await store.words()).map((one) => one.word)).not.toContain('lonely');
      expect(await store.problems()).toEqual([]);
      expect(await store.sources()).toHaveLength(2);
      await writer.begin();
      const again = await addTrial(
        writer,
        a,
        trialOf({ id: 'a', turns: [{ kind: 'note', text: 'lonely' }] }),
      );
      await writer.removeSource('/b');
      await writer.commit();
      expect(again).toBe('a');
      expect(await idsOf(store, word('lonely'))).toEqual(['a']);
      expect(await idsOf(store, word('mail'))).toEqual([]);
      expect((await store.sources()).map(({ path }) => path)).toEqual(['/a']);
    });

    it('can be put in another order', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await writer.begin();
      for (const path of ['/a', '/b', '/c', '/d']) {
        const source = await writer.putSource(sourceOf(path));
        await addTrial(writer, source, trialOf({ id: path }));
        await writer.addProblems(source, [{ source: path, severity: 'notice', message: 'm' }]);
      }
      await writer.orderSources(['/d', '/b', '/a']);
      await writer.commit();
      expect(await idsOf(store, ALL)).toEqual(['/d', '/b', '/a', '/c']);
      expect((await store.sources()).map(({ path }) => path)).toEqual(['/d', '/b', '/a', '/c']);
      await writer.begin();
      await writer.clearSource('/b');
      await writer.commit();
      expect(await idsOf(store, ALL)).toEqual(['/d', '/a', '/c']);
      expect((await store.problems()).map(({ source }) => source)).toEqual(['/d', '/a', '/c']);
    });
  });

  describe('problems', () => {
    it('are kept with their file or with none', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const bad: Problem = { source: 'a', place: 'line 3', severity: 'error', message: 'bad' };
      const odd: Problem = { source: 'a', severity: 'warning', message: 'odd' };
      const loose: Problem = { source: 'b', severity: 'notice', message: 'not there' };
      await writer.begin();
      const source = await writer.putSource(sourceOf('/a'));
      await writer.addProblems(source, [bad]);
      await writer.addProblems(source, [odd]);
      await writer.setCollectionProblems([odd]);
      await writer.setCollectionProblems([loose]);
      await writer.commit();
      expect(await store.problems()).toEqual([bad, odd, loose]);
      expect(await store.problems(1)).toEqual([bad]);
      expect((await store.totals()).problems).toBe(3);
      await writer.begin();
      expect(await writer.removeProblems(source, 'line 3')).toBe(1);
      expect(await writer.removeProblems(source, 'line 4')).toBe(0);
      await writer.commit();
      expect(await store.problems()).toEqual([odd, loose]);
    });
  });

  describe('generation', () => {
    it('rises with what is committed, and nothing is seen before', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const before = await store.generation();
      await writer.begin();
      await addTrial(writer, await writer.putSource(sourceOf('/a')), trialOf());
      expect(await store.generation()).toBe(before);
      expect(await store.totals()).toMatchObject({ trials: 0 });
      await writer.commit();
      expect(await store.generation()).not.toBe(before);
      expect(await store.totals()).toMatchObject({ trials: 1 });
      expect(await store.generation()).toBe(await store.generation());
    });
  });
}
