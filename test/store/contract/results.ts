/** Hits, counts and signals. */
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/query/plan-types.ts';
import { GROUP_FIELDS } from '../../../src/trial/catalogue.ts';
import { trialOf } from '../../support/trials.ts';
import { addTrial, ALL, and, field, idsOf, not, sourceOf, word, type Stores } from './support.ts';

export function describeResults({ empty, filled }: Stores): void {
  describe('hits', () => {
    it('come the best first: what was thought before what was read, near words before far', async () => {
      const store = await filled([
        trialOf({ turns: [{ kind: 'email', text: 'unethical mail' }] }),
        trialOf({ id: 'b', turns: [{ kind: 'reasoning', text: 'unethicol thought' }] }),
        trialOf({ id: 'c', turns: [{ kind: 'reasoning', text: 'unethical thought' }] }),
        trialOf({ id: 'd', turns: [{ kind: 'action', text: 'unethical deed' }] }),
      ]);
      const plan: Plan = {
        type: 'text',
        places: [
          [
            { word: 'unethicol', closeness: 0.5 },
            { word: 'unethical', closeness: 1 },
          ],
        ],
      };
      const { hits } = await store.hits(plan, { limit: 10 });
      expect(hits.map(({ kind, score }) => [kind, score])).toEqual([
        ['reasoning', 1],
        ['action', 0.9],
        ['email', 0.6],
        ['reasoning', 0.5],
      ]);
    });

    it('are one for the same passage in many trials, at the first of them', async () => {
      const { writer, read } = await empty();
      await writer.begin();
      const [late, early] = [
        await writer.putSource(sourceOf('/late')),
        await writer.putSource(sourceOf('/early')),
      ];
      const turns = [
        { kind: 'note', text: 'nothing' },
        { kind: 'email', text: 'the same mail' },
        { kind: 'email', text: 'the same mail' },
      ] as const;
      await addTrial(writer, late, trialOf({ id: 'late', turns }));
      await addTrial(writer, early, trialOf({ id: 'early', model: 'other', turns }));
      await addTrial(writer, early, trialOf({ id: 'third', model: 'other', turns }));
      await writer.orderSources(['/early', '/late']);
      await writer.commit();
      const store = await read();
      const key = await store.keyOf('early');
      const found = await store.hits(word('mail'), { limit: 10 });
      expect(found).toMatchObject({ passages: 1, trials: 3 });
      expect(found.hits).toMatchObject([{ key, turn: 2, kind: 'email', trials: 3 }]);
      const filtered = await store.hits(word('mail'), {
        limit: 10,
        filter: field('model', 'model-a'),
      });
      expect(filtered).toMatchObject({ passages: 1, trials: 1, hits: [{ trials: 1 }] });
      const texts = await store.passages(found.hits.map(({ passage }) => passage));
      expect([...texts.values()]).toEqual(['the same mail']);
      // Of a file that says that it has none, a store may have its doubts.
      expect(await store.totals()).toMatchObject({ trials: 3, passages: 3, problems: 0 });
    });

    it('are of what is there at each asking, in the order of the files', async () => {
      const { writer, read } = await empty();
      const store = await read();
      const idsOfHits = async (): Promise<readonly string[]> => {
        const { hits } = await store.hits(word('mail'), { limit: 3 });
        return Promise.all(
          hits.map(async ({ key }) => (await store.trial(key))?.id ?? 'it is gone'),
        );
      };
      const add = (source: number, id: string): Promise<string> =>
        addTrial(writer, source, trialOf({ id, turns: [{ kind: 'email', text: `mail ${id}` }] }));
      await writer.begin();
      const late = await writer.putSource(sourceOf('/late'));
      for (const id of ['l1', 'l2']) await add(late, id);
      await writer.commit();
      expect(await idsOfHits()).toEqual(['l1', 'l2']);

      await writer.begin();
      const early = await writer.putSource(sourceOf('/early'));
      for (const id of ['e1', 'e2', 'e3', 'e4']) await add(early, id);
      await writer.orderSources(['/early', '/late']);
      await writer.commit();
      expect(await idsOfHits()).toEqual(['e1', 'e2', 'e3']);

      await writer.begin();
      await writer.removeSource('/early');
      await writer.commit();
      expect(await idsOfHits()).toEqual(['l1', 'l2']);
    });

    it('of one score and trial follow one another like their turns, whatever was read first', async () => {
      const first = { kind: 'email', text: 'mail one' } as const;
      const second = { kind: 'email', text: 'mail two' } as const;
      const store = await filled([
        trialOf({ id: 'other', model: 'other', turns: [second, first] }),
        trialOf({ id: 'asked', turns: [first, { kind: 'note', text: 'nothing' }, second] }),
      ]);
      const turnsOf = async (model: string, limit: number): Promise<readonly number[]> => {
        const filter = field('model', model);
        const { hits } = await store.hits(word('mail'), { limit, filter });
        return hits.map(({ turn }) => turn);
      };
      expect(await turnsOf('other', 10)).toEqual([1, 2]);
      expect(await turnsOf('model-a', 10)).toEqual([1, 3]);
      expect(await turnsOf('model-a', 1)).toEqual([1]);
    });

    it('have one of the words, also where a field beside them would do for the trial', async () => {
      const store = await filled([
        trialOf({
          id: 'a',
          turns: [
            { kind: 'email', from: 'Kyle', text: 'leave it' },
            { kind: 'email', from: 'Kyle', text: 'wipe it' },
            { kind: 'note', text: 'they wipe' },
          ],
        }),
        trialOf({ id: 'b', turns: [{ kind: 'email', from: 'Kyle', text: 'leave it' }] }),
      ]);
      const [from, wipe] = [field('from', 'kyle'), word('wipe')];
      const or = (...parts: readonly Plan[]): Plan => ({ type: 'or', parts });
      const inTurn = (part: Plan): Plan => ({ type: 'turn', part });
      const turnsOf = async (plan: Plan): Promise<readonly number[]> => {
        const { hits, passages } = await store.hits(plan, { limit: 10 });
        expect(hits).toHaveLength(passages);
        return hits.map(({ turn }) => turn).toSorted((x, y) => x - y);
      };
      expect(await idsOf(store, or(from, wipe))).toEqual(['a', 'b']);
      for (const plan of [
        or(from, wipe),
        or(inTurn(from), wipe),
        inTurn(or(from, wipe)),
        or(inTurn(not(word('leave'))), wipe),
        and(or(from, wipe), or(from, wipe)),
      ]) {
        expect(await turnsOf(plan), JSON.stringify(plan)).toEqual([2, 3]);
      }
      expect(await turnsOf(and(from, wipe))).toEqual([2]);
      expect(await turnsOf(from)).toEqual([1, 2]);
      expect(await turnsOf(or(and(from, word('leave')), and(from, wipe)))).toEqual([1, 2]);
    });

    it('need not be in the turns of the filter', async () => {
      const store = await filled([trialOf({ reasoning: 'lunch is at noon, they say' })]);
      const filter = and(word('figures'), field('kind', 'email'));
      expect(await store.hits(word('say'), { limit: 10, filter })).toMatchObject({
        passages: 1,
        trials: 1,
      });
    });
  });

  describe('questions about hits', () => {
    const trials = Array.from({ length: 40 }, (_, at) =>
      trialOf({
        id: `t${at}`,
        turns: [{ kind: 'note', text: `${at % 2 === 0 ? 'even' : 'odd'} number ${at}` }],
      }),
    );

    it('can be many at once', async () => {
      const store = await filled(trials);
      const plans = [word('even'), word('odd'), word('number'), word('even', 'number')];
      const signal = new AbortController().signal;
      const found = await Promise.all(
        plans.map((plan) => store.hits(plan, { limit: 100, signal })),
      );
      expect(found.map(({ passages }) => passages)).toEqual([20, 20, 40, 20]);
    });

    it('can be ended, and others answered after that', async () => {
      const store = await filled(trials);
      const stop = new AbortController();
      const ended = store.hits(word('even'), { limit: 100, signal: stop.signal });
      const next = store.hits(word('odd'), { limit: 100 });
      stop.abort(new Error('typed on'));
      await expect(ended).rejects.toThrow('typed on');
      expect((await next).passages).toBe(20);
    });
  });

  describe('counts', () => {
    const trials = [
      trialOf({ id: '1', model: 'openai/gpt-4.1', outcome: 'harmful', tags: ['x', 'y'] }),
      trialOf({ id: '2', model: 'gpt-4.1', outcome: 'safe', condition: 'other', tags: ['x'] }),
      trialOf({ id: '3', model: 'gpt-4.1', outcome: 'unjudged', belief: 'test' }),
      trialOf({ id: '4', model: 'b', outcome: 'judge-failed', reasoning: 'this is wrong' }),
      trialOf({ id: '5', model: 'b', outcome: 'error' }),
    ];
    const none = { trials: 0, judged: 0, harmful: 0, safe: 0, unjudged: 0 };
    const zero = { ...none, judgeFailed: 0, error: 0 };

    it('group trials by any fields', async () => {
      const store = await filled(trials);
      const models = await store.groups(ALL, ['model']);
      expect(models.total).toMatchObject({ values: [], counts: { trials: 5 }, conditions: 2 });
      expect(models.groups).toEqual([
        {
          values: ['b'],
          counts: { ...zero, trials: 2, judgeFailed: 1, error: 1 },
          conditions: 1,
        },
        {
          values: ['gpt-4.1'],
          counts: { ...zero, trials: 3, judged: 2, harmful: 1, safe: 1, unjudged: 1 },
          conditions: 2,
        },
      ]);
      expect((await store.groups(ALL, ['verdict'])).groups.map(({ values }) => values[0])).toEqual([
        'harmful',
        'safe',
        'unjudged',
        'judge-failed',
        'error',
      ]);
      const { groups: pairs } = await store.groups(ALL, ['belief', 'model']);
      expect(pairs.map(({ values, counts }) => [...values, counts.trials])).toEqual([
        ['test', 'gpt-4.1', 1],
        [null, 'b', 2],
        [null, 'gpt-4.1', 2],
      ]);
      expect((await store.groups(ALL, [])).groups).toMatchObject([
        { values: [], counts: { trials: 5 } },
      ]);
      const {
        groups: [nobody],
        total,
      } = await store.groups({ type: 'none' }, []);
      expect(total).toEqual(nobody);
      expect(nobody).toEqual({ values: [], counts: zero, conditions: 0 });
      expect(await store.groups({ type: 'none' }, ['model'])).toEqual({
        groups: [],
        total: nobody,
      });
    });

    it('count a trial for each of its tags', async () => {
      const store = await filled(trials);
      const [facet] = await store.facets(ALL, ['tag']);
      expect(facet?.values.map(({ value, counts }) => [value, counts.trials])).toEqual([
        ['x', 2],
        ['y', 1],
        [null, 3],
      ]);
    });

    it('add up to the matching trials for every field of one value', async () => {
      const store = await filled(trials);
      await store.defineSignals(new Map([['wrong', word('wrong')]]));
      const plan = field('model', 'gpt-4.1');
      const facets = await store.facets(plan, GROUP_FIELDS);
      expect(facets.map((facet) => facet.field)).toEqual([...GROUP_FIELDS]);
      for (const facet of facets.filter((one) => one.field !== 'tag')) {
        const sum = facet.values.reduce((total, { counts }) => total + counts.trials, 0);
        expect([facet.field, sum]).toEqual([facet.field, 3]);
      }
    });

    it('follow signals, also as trials come in', async () => {
      const { writer, read } = await empty();
      await writer.begin();
      const source = await writer.putSource(sourceOf('/trials.jsonl'));
      for (const trial of trials) await addTrial(writer, source, trial);
      await writer.commit();
      const store = await read();
      await store.defineSignals(new Map([['wrong', word('wrong')]]));
      expect(await idsOf(store, field('signal', 'wrong'))).toEqual(['4']);
      await writer.begin();
      await addTrial(writer, source, trialOf({ id: '6', reasoning: 'wrong again' }));
      await writer.commit();
      expect(await idsOf(store, field('signal', 'WRONG'))).toEqual(['4', '6']);
      const [facet] = await store.facets(ALL, ['signal']);
      expect(facet?.values.map(({ value, counts }) => [value, counts.trials])).toEqual([
        ['wrong', 2],
        [null, 4],
      ]);
      await store.defineSignals(new Map());
      expect(await idsOf(store, field('signal', 'wrong'))).toEqual([]);
    });
  });
}
