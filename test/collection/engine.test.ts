/** The engine over a real store: every ask, and what it keeps. */
import { NO_KEY } from '../support/keys.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/collection/engine.ts';
import type { Params, RequestName, Result } from '../../src/collection/protocol.ts';
import type { Store } from '../../src/store/store.ts';
import { openTrials } from '../support/session.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const ORDER = { field: 'order', descending: false } as const;
let engine: Engine;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ engine, store, close } = await openTrials(SMALL_STUDY));
});
afterAll(() => close());

async function ask<N extends RequestName>(
  name: N,
  params: Params<N>,
  on: Engine = engine,
): Promise<Result<N>> {
  const answer = await on.ask(name, params);
  if (answer.status === 'refused') throw new Error(JSON.stringify(answer));
  return answer.result;
}

/** A store that counts how often each of its functions is called. */
function counting(): { readonly store: Store; readonly calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const counted = new Proxy(store, {
    get: (target, name: keyof Store) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return target[name];
    },
  });
  return { store: counted, calls };
}

describe('fields of the collection', () => {
  it('are checked wherever they are named, with the nearest names', async () => {
    const verdict = { scores: { accuracy: 1, 'two words': 2, judge: { harm: 3 } } };
    const opened = await openTrials([trialOf({ verdict }), trialOf({ id: 'other' })]);
    try {
      const refused = async (text: string): Promise<unknown> => {
        const query = { text };
        const answer = await opened.engine.ask('list', { query, sort: ORDER, offset: 0 });
        return answer.status === 'refused' ? answer.reason : answer.status;
      };
      const mistake = (message: string, start: number, end: number): unknown => ({
        type: 'query',
        error: { message, at: { start, end } },
      });
      expect(await refused('model:x -score.acuracy:1')).toEqual(
        mistake('no trial has score.acuracy; did you mean score.accuracy?', 9, 24),
      );
      expect(await refused('has:score.Accuracy')).toEqual(
        mistake('no trial has score.Accuracy; did you mean score.accuracy?', 0, 18),
      );
      expect(await refused('score."two word":2')).toEqual(
        mistake('no trial has score."two word"; did you mean score."two words"?', 0, 18),
      );
      expect(await refused('score.judge:3')).toEqual(
        mistake('no trial has score.judge; there is score.judge.harm', 0, 13),
      );
      expect(await refused('meta.x:3')).toEqual(
        mistake('no trial has meta.x, nor any other metadata', 0, 8),
      );
      expect(await refused('score.accuracy:5')).toBe('answered');
      const wrong = 'score.nope' as const;
      const query = { text: '' };
      const sort = { field: wrong, descending: false };
      for (const answer of [
        await opened.engine.ask('list', { query, sort, offset: 0 }),
        await opened.engine.ask('list', { query, sort: ORDER, offset: 0, fields: [wrong] }),
        await opened.engine.ask('stats', { query, by: [wrong] }),
        await opened.engine.ask('facets', { query, fields: [wrong] }),
      ]) {
        expect(answer).toMatchObject({ status: 'refused', reason: { type: 'failure' } });
      }
    } finally {
      await opened.close();
    }
  });
});

describe('list', () => {
  it('gives pages of the matching trials', async () => {
    const query = { text: 'model:model-b' };
    const page = await ask('list', { query, sort: ORDER, offset: 3, limit: 10 });
    expect(page).toMatchObject({ total: 5, offset: 3 });
    expect(page.rows.map(({ id }) => id)).toEqual(['model-b/cell/004', 'model-b/cell/005']);
  });

  it('reads no dictionary for fields alone, and asks the store once a page', async () => {
    const { store: counted, calls } = counting();
    const own = createEngine(counted, { signals: {} });
    const params = { query: { text: 'model:model-b' }, sort: ORDER, offset: 0, limit: 2 };
    await ask('list', params, own);
    await ask('list', { ...params, offset: 2 }, own);
    expect(calls).toEqual({ page: 2 });
  });

  it('says what the words were taken to mean, and leaves out what is switched off', async () => {
    const params = { sort: ORDER, offset: 0 };
    const query = { text: 'unehtical' };
    const { terms, rows } = await ask('list', { ...params, query });
    expect(terms[0]?.variants).toMatchObject([{ word: 'unethical', count: 2, on: true }]);
    expect(rows.map(({ id }) => id)).toEqual(['model-a/cell/002', 'model-b/cell/005']);
    const switches = { 'unehtical/unethical': false };
    expect((await ask('list', { ...params, query: { ...query, switches } })).total).toBe(0);
  });

  it('points at a mistake in the query', async () => {
    const answer = await engine.ask('list', { query: { text: 'a (b' }, sort: ORDER, offset: 0 });
    expect(answer).toEqual({
      status: 'refused',
      reason: {
        type: 'query',
        error: { message: 'this bracket is not closed', at: { start: 2, end: 3 } },
      },
    });
  });
});

describe('facets', () => {
  it('rate trials that were chosen by their verdict without that condition', async () => {
    const fields = ['model', 'verdict'] as const;
    const of = async (text: string) =>
      (await ask('facets', { query: { text }, fields })).facets.map(({ values }) => values);
    const [all, chosen, mixed] = [
      await of(''),
      await of('verdict:harmful'),
      await of('verdict:harmful | model:x'),
    ];
    expect(all.flat().some(({ rated }) => rated !== undefined)).toBe(false);
    for (const { value, counts, rated } of chosen[0] ?? []) {
      expect(counts.harmful).toBe(counts.trials);
      expect(rated).toEqual(all[0]?.find((one) => one.value === value)?.counts);
    }
    expect(mixed[0]?.length).toBeGreaterThan(0);
    expect(mixed.flat().every(({ rated }) => rated === null)).toBe(true);
  });

  it('count each field without its own part of the filter', async () => {
    const query = { text: 'model:model-a belief:real' };
    const { facets } = await ask('facets', { query, fields: ['model', 'belief', 'label'] });
    const counts = facets.map(({ field, values }) => [
      field,
      values.map(({ value, counts: { trials } }) => [value, trials]),
    ]);
    expect(counts).toEqual([
      ['model', [['model-a', 2]]],
      [
        'belief',
        [
          ['real', 2],
          ['test', 2],
        ],
      ],
      ['label', [['blackmail', 2]]],
    ]);
  });

  it('count signals', async () => {
    const { facets } = await ask('facets', { query: { text: '' }, fields: ['signal'] });
    const signals = new Map(
      facets[0]?.values.map(({ value, counts }) => [value, counts.trials] as const),
    );
    expect(signals.get('ethics')).toBe(2);
    expect(signals.get('leverage')).toBe(3);
  });
});

describe('trial', () => {
  it('comes whole, with what each signal looks for', async () => {
    const { key } = await ask('find', { id: 'model-a/cell/002' });
    const { trial, row, signals } = await ask('trial', { key });
    expect(trial).toEqual(SMALL_STUDY[1]);
    expect(row.id).toBe('model-a/cell/002');
    expect(signals['ethics']?.some((one) => 'places' in one && one.places.flat().length > 0)).toBe(
      true,
    );
  });

  it('that is gone is a failure, not a crash', async () => {
    expect(await engine.ask('trial', { key: NO_KEY })).toMatchObject({
      status: 'refused',
      reason: { type: 'failure' },
    });
  });
});

describe('find', () => {
  it('takes an id, or the end of only one', async () => {
    const exact = await ask('find', { id: 'model-c/other/003' });
    expect(await ask('find', { id: 'other/003' })).toEqual(exact);
    expect(await ask('find', { id: 'r/003' })).toEqual(exact);
  });

  it('prefers whole parts, and takes * as it stands', async () => {
    const trials = ['a/17', 'b/117', 'b*'].map((id) => trialOf({ id }));
    const opened = await openTrials(trials);
    try {
      const { key } = await ask('find', { id: '17' }, opened.engine);
      expect((await opened.store.rows([key]))[0]?.id).toBe('a/17');
      const starred = await ask('find', { id: '*' }, opened.engine);
      expect((await opened.store.rows([starred.key]))[0]?.id).toBe('b*');
    } finally {
      await opened.close();
    }
  });

  it('names candidates where several fit, and near ones where none does', async () => {
    expect(await engine.ask('find', { id: '001' })).toEqual({
      status: 'refused',
      reason: {
        type: 'failure',
        message: '3 trials end with "001": model-a/cell/001, model-b/cell/001, model-c/other/001',
      },
    });
    // Parts that are left out, and misspelt ones.
    for (const id of ['model-c/001', 'modle-c/01']) {
      expect(await engine.ask('find', { id })).toMatchObject({
        reason: { message: `no trial "${id}"; the nearest are model-c/other/001` },
      });
    }
    expect(await engine.ask('find', { id: 'model-c/othre/001' })).toMatchObject({
      reason: { message: expect.stringMatching(/nearest are model-c\/other\/001/) as string },
    });
  });
});

describe('place', () => {
  it('gives the neighbours in the filtered, sorted list', async () => {
    const { key } = await ask('find', { id: 'model-b/cell/001' });
    const query = { text: 'model:model-b' };
    const sort = { field: 'sample', descending: true } as const;
    const { index, total, previous, next } = await ask('place', { query, sort, key });
    expect({ index, total, next }).toEqual({ index: 4, total: 5, next: null });
    const [before] = await store.rows([previous ?? NO_KEY]);
    expect(before?.id).toBe('model-b/cell/002');
    const outside = { query: { text: 'model:model-a' }, sort, key };
    expect(await ask('place', outside)).toMatchObject({ index: -1, previous: null, next: null });
  });
});

describe('search', () => {
  it('finds passages in trials that match a filter, whose words may stand elsewhere', async () => {
    const { hits, trials, patterns } = await ask('search', {
      query: { text: 'unethical' },
      filter: { text: 'everybody' },
    });
    expect(hits).toMatchObject([{ trial: 'model-a/cell/002', turn: 6, kind: 'reasoning' }]);
    const [hit] = hits;
    expect(hit?.ranges.map(({ start, end }) => hit.excerpt.slice(start, end))).toEqual([
      'unethical',
    ]);
    expect([trials, patterns.length]).toEqual([1, 1]);
  });

  it('limits words to kinds of turns', async () => {
    const search = async (text: string, kinds: readonly string[]): Promise<number> =>
      (await ask('search', { query: { text, in: kinds } })).hits.length;
    expect(await search('shutdown', ['email'])).toBe(1);
    expect(await search('shutdown', ['reasoning'])).toBe(0);
    expect(await search('gave', ['rationale'])).toBe(1);
  });

  it('gives the best first, as many as are wanted, with the totals of all', async () => {
    const params = { query: { text: 'shutdown' }, limit: 2 };
    const { hits, passages } = await ask('search', params);
    expect(hits).toHaveLength(2);
    expect(passages).toBeGreaterThan(2);
    expect(hits[0]?.score).toBeGreaterThanOrEqual(hits[1]?.score ?? 1);
  });
});

describe('stats', () => {
  it('counts groups and the whole', async () => {
    const { groups, total } = await ask('stats', { query: { text: '' }, by: ['condition'] });
    expect(groups.map(({ values, counts }) => [values, counts.trials, counts.judged])).toEqual([
      [['cell'], 9, 9],
      [['other'], 3, 0],
    ]);
    expect(total).toMatchObject({
      conditions: 2,
      counts: { harmful: 3, judgeFailed: 1, error: 1 },
    });
  });

  it('of nothing is nothing', async () => {
    const { groups, total } = await ask('stats', { query: { text: 'model:none' }, by: ['model'] });
    expect([groups, total.counts.trials]).toEqual([[], 0]);
  });
});
