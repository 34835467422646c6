/** Trials come back as they were added, in any order. */
import { keysOf, madeKey, NO_KEY } from '../../support/keys.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SORT_FIELDS } from '../../../src/trial/catalogue.ts';
import { trialOf } from '../../support/trials.ts';
import { anyTrials } from '../arbitrary.ts';
import { addTrial, ALL, idsOf, sourceOf, type Stores } from './support.ts';

export function describeTrials({ empty, filled, runs }: Stores): void {
  describe('trials', () => {
    it('gives back every trial as it was added', async () => {
      const { writer, read } = await empty();
      const store = await read();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(anyTrials, async (trials) => {
          run += 1;
          await writer.begin();
          await writer.clearSource('/trials.jsonl');
          const source = await writer.putSource(sourceOf('/trials.jsonl'));
          const ids: string[] = [];
          for (const trial of trials) ids.push(await addTrial(writer, source, trial));
          await writer.commit();
          expect(ids, `run ${run}`).toEqual(trials.map(({ id }) => id));
          const keys = await keysOf(store);
          const found = await Promise.all([...keys].map((key) => store.trial(key)));
          expect(found).toStrictEqual(trials);
        }),
        { numRuns: runs(150) },
      );
    });

    it('keeps empty texts that follow a full block, and those of a trial of nothing else', async () => {
      const long = 'x'.repeat(200_000);
      const store = await filled([
        trialOf({
          id: 'a',
          turns: [
            { kind: 'message', text: long },
            { kind: 'result', text: '' },
          ],
        }),
        trialOf({ id: 'b', turns: [{ kind: 'result', text: '', meta: { long } }] }),
        trialOf({ id: 'c', verdict: { rationale: '' }, turns: [{ kind: 'result', text: '' }] }),
      ]);
      const found = await Promise.all((await keysOf(store)).map((key) => store.trial(key)));
      expect(found.map((trial) => trial?.turns.map(({ text }) => text.length))).toEqual([
        [200_000, 0],
        [0],
        [0],
      ]);
    });

    it('keeps texts apart that differ in a lone surrogate alone', async () => {
      const texts = ['\uD800', '\uD801', '\uFFFD', '\0', ''];
      const store = await filled(
        texts.map((text, at) => trialOf({ id: `t${at}`, turns: [{ kind: 'message', text }] })),
      );
      const keys = await keysOf(store);
      const found = await Promise.all([...keys].map((key) => store.trial(key)));
      expect(found.map((trial) => trial?.turns[0]?.text)).toEqual(texts);
    });

    it('tells turns apart that are searched by the same words', async () => {
      const turns = [
        { kind: 'email', subject: 'Hello', text: 'there' },
        { kind: 'email', text: 'Hello\n\nthere' },
        { kind: 'email', from: 'undefined', text: 'there' },
        { kind: 'email', text: 'undefined\n\nthere' },
      ] as const;
      const store = await filled([trialOf({ turns })]);
      const [key = NO_KEY] = await keysOf(store);
      expect((await store.trial(key))?.turns).toEqual(turns);
    });

    it('makes ids unique, and finds a trial by its id', async () => {
      const store = await filled(
        ['a', 'a', 'b', 'a', 'a #2'].map((id, at) => trialOf({ id, sample: at })),
      );
      expect(store.ids).toEqual(['a', 'a #2', 'b', 'a #3', 'a #2 #2']);
      const key = await store.keyOf('a #3');
      expect((await store.trial(key ?? NO_KEY))?.sample).toBe(3);
      expect(await store.keyOf('c')).toBeUndefined();
      expect(await store.trial(madeKey(12_345))).toBeUndefined();
    });

    it('puts a trial in the place of its outline, and keeps key and id', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const whole = trialOf({ id: 'a' });
      const outline = { ...whole, turns: [], verdict: { outcome: whole.verdict.outcome } };
      await writer.begin();
      const source = await writer.putSource(sourceOf('/log'));
      await addTrial(writer, await writer.putSource(sourceOf('/other')), whole);
      for (const place of ['p', 'q']) {
        await addTrial(writer, source, outline, { place, isOutline: true });
      }
      await writer.commit();
      const keys = await keysOf(store);
      const [key = NO_KEY] = keys;
      expect(await store.outline(key)).toEqual({
        path: '/log',
        name: 'log',
        size: 100,
        format: 'inquest',
        place: 'p',
      });
      expect(await store.trial(key)).toEqual({ ...outline, id: 'a #2' });
      expect((await store.rows([key]))[0]?.turns).toBeNull();
      await writer.begin();
      expect(await addTrial(writer, source, whole, { place: 'p' })).toBe('a #2');
      await writer.addProblems(source, [
        {
          source: 'log',
          place: 'q',
          severity: 'error',
          message: 'it broke',
        },
      ]);
      await writer.commit();
      expect(await store.outline(key)).toBeUndefined();
      expect(await store.trial(key)).toEqual({ ...whole, id: 'a #2' });
      expect(await keysOf(store)).toEqual(keys);
      await writer.begin();
      await addTrial(writer, source, whole, { place: 'q' });
      // What had a problem is to be read again, so that the problem is told again.
      expect(await writer.reopenSource('/log')).toEqual({
        places: new Set(['p', 'q']),
        whole: new Set(['p']),
      });
      await writer.commit();
      const message = (id: string): string => `the id a appears again; this trial is kept as ${id}`;
      expect(await store.problems()).toMatchObject([
        { source: 'log', place: 'p', severity: 'warning', message: message('a #2') },
        { source: 'log', place: 'q', severity: 'warning', message: message('a #3') },
      ]);
    });

    it('counts once what takes a place twice before a commit', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await writer.begin();
      const other = await writer.putSource(sourceOf('/other', { trials: 1 }));
      await addTrial(writer, other, trialOf({ id: 'a', model: 'one' }));
      await writer.commit();
      await writer.begin();
      const source = await writer.putSource(sourceOf('/log', { trials: 1 }));
      for (const model of ['one', 'one', 'two']) {
        await addTrial(writer, source, trialOf({ id: 'b', model }), { place: 'p' });
      }
      await writer.commit();
      expect((await store.totals()).doubt).toBeUndefined();
      const { groups } = await store.groups(ALL, ['model']);
      expect(groups.map(({ values, counts }) => [values[0], counts.trials])).toEqual([
        ['one', 1],
        ['two', 1],
      ]);
    });

    it('numbers repeated ids by their order alone, whatever was there before', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const given = { '/b': ['x', 'x'], '/c': ['x #2', 'y', 'x'], '/a': ['y', 'x', 'x #2'] };
      await writer.begin();
      for (const [path, ids] of Object.entries(given)) {
        const source = await writer.putSource(sourceOf(path));
        for (const id of ids) await addTrial(writer, source, trialOf({ id }));
      }
      await writer.orderSources(['/a', '/b', '/c']);
      expect(await writer.settleIds()).toBe(5);
      await writer.commit();
      const inOrder = ['y', 'x', 'x #2', 'x #3', 'x #4', 'x #2 #2', 'y #2', 'x #5'];
      expect(await idsOf(store, ALL)).toEqual(inOrder);
      for (const [at, key] of (await keysOf(store)).entries()) {
        expect((await store.trial(key))?.id).toBe(inOrder[at]);
      }
      expect((await store.totals()).problems).toBe(5);
      await writer.begin();
      await writer.clearSource('/a');
      expect(await writer.settleIds()).toBe(2);
      await writer.commit();
      expect(await idsOf(store, ALL)).toEqual(['x', 'x #3', 'x #2', 'y', 'x #4']);
      expect((await store.problems()).map(({ message }) => message)).toEqual([
        'the id x appears again; this trial is kept as x #3',
        'the id x appears again; this trial is kept as x #4',
      ]);
      await writer.begin();
      await writer.removeSource('/c');
      expect(await writer.settleIds()).toBe(1);
      await writer.commit();
      expect(await idsOf(store, ALL)).toEqual(['x', 'x #2']);
    });

    it('gives rows in the order they were asked for', async () => {
      const store = await filled([
        trialOf({
          id: 'one',
          outcome: 'harmful',
          sample: '017',
          belief: 'real',
          startedAt: '2025-06-11',
          synthetic: true,
          tags: ['pilot', 'pilot', 'late'],
          verdict: { label: 'blackmail', by: 'judge', disputed: true },
        }),
        { id: 'two', model: 'm', verdict: { outcome: 'error' }, turns: [] },
      ]);
      const [one = NO_KEY, two = NO_KEY] = await keysOf(store);
      expect(await store.rows([two, one, madeKey(999)])).toEqual([
        {
          key: two,
          id: 'two',
          model: 'm',
          outcome: 'error',
          label: null,
          by: null,
          disputed: false,
          scenario: null,
          condition: null,
          sample: null,
          belief: null,
          instruction: null,
          turns: 0,
          source: 'trials.jsonl',
          startedAt: null,
          synthetic: false,
          tags: [],
          tokens: null,
          duration: null,
          epoch: null,
          errorType: null,
        },
        {
          key: one,
          id: 'one',
          model: 'model-a',
          outcome: 'harmful',
          label: 'blackmail',
          by: 'judge',
          disputed: true,
          scenario: 'blackmail',
          condition: 'cell',
          sample: '017',
          belief: 'real',
          instruction: 'none',
          turns: 7,
          source: 'trials.jsonl',
          startedAt: '2025-06-11',
          synthetic: true,
          tags: ['pilot', 'late'],
          tokens: null,
          duration: null,
          epoch: null,
          errorType: null,
        },
      ]);
    });
  });

  describe('order', () => {
    it('sorts by every field, what is absent last', async () => {
      const store = await filled([
        trialOf({ id: 'b', model: 'y', outcome: 'safe', condition: 'c2', sample: 10 }),
        trialOf({ id: 'A', model: 'Z', outcome: 'error', belief: 'test', sample: 9 }),
        { id: 'c', model: 'x', verdict: { outcome: 'harmful', disputed: true }, turns: [] },
      ]);
      const sorted: Record<string, string> = {};
      for (const by of SORT_FIELDS) sorted[by] = (await idsOf(store, ALL, by)).join('');
      expect(sorted).toEqual({
        order: 'bAc',
        id: 'Abc',
        model: 'cbA',
        outcome: 'cbA',
        label: 'bAc',
        disputed: 'cbA',
        scenario: 'bAc',
        condition: 'bAc',
        sample: 'Abc',
        belief: 'Abc',
        instruction: 'bAc',
        turns: 'cbA',
        started: 'bAc',
        source: 'bAc',
        tokens: 'bAc',
        duration: 'bAc',
        epoch: 'bAc',
        errortype: 'bAc',
      });
      expect((await idsOf(store, ALL, 'sample', true)).join('')).toBe('bAc');
      expect((await idsOf(store, ALL, 'order', true)).join('')).toBe('cAb');
    });
  });
}
