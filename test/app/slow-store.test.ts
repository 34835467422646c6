/**
 * The viewer over a store that takes 50 ms an answer and sometimes refuses: keys are taken meanwhile,
 * and at no moment anything is shown that is not so.
 */
import { array, assert, asyncProperty, boolean, constantFrom, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { Engine } from '../../src/collection/engine.ts';
import type { Params, RequestName, Result } from '../../src/collection/protocol.ts';
import type { Group } from '../../src/query/results.ts';
import { sortGroups } from '../../src/stats/sort-groups.ts';
import { FACET_FIELDS } from '../../src/trial/catalogue.ts';
import { keysIn, openSession, openTrials, type Session } from '../support/session.ts';
import { REFUSED, slowed, type Slowness } from '../support/slow-store.ts';
import { SMALL_STUDY } from '../support/trials.ts';

/** What a person does; the keys of a part are pressed without waiting for an answer. */
const FLOWS: readonly (readonly string[])[] = [
  ['F', 'verdict:harmful', '<enter>', 'G', 'F', ' model:model-a', '<enter>', 'gjj', 'k'],
  ['jj', '<enter>', ']', ']', '[[', 'q', 'k'],
  ['s', '<down><down>', '<enter>', 'G', 's', '<down><enter>', 'g'],
  ['/', 'unehtical', '<enter>', 'j', '<enter>', 'n', 'N', 'qq'],
  ['S', 'j', 'b', '<down><enter>', 'j', 'd', '<down><down><enter>', 'b', '<down><enter>', 'q'],
  ['S', 's', '<down><down><enter>', 'j', 's', '<down><enter>', 'j'],
  ['S', 'F', '-model:model-b', '<enter>', 'S', '<enter>', 'j', 'C'],
  ['F', 'risk (', '<enter>', '<esc>', 'F', 'verdict:safe', '<enter>', '<enter>', 'v', 'q'],
];
const KEYS = [...new Set(FLOWS.flat().flatMap(keysIn))];

/** The answers of the same collection without the slowness. */
type Truth = <N extends RequestName>(name: N, params: Params<N>) => Promise<Result<N>>;

async function openBoth(slow: Slowness): Promise<{ session: Session; truth: Truth }> {
  const { engine, close } = await openTrials(SMALL_STUDY);
  const session = await openSession(SMALL_STUDY, { wrap: (store) => slowed(store, slow) });
  return {
    session: {
      ...session,
      close: async () => {
        await session.close();
        await close();
      },
    },
    truth: remembered(engine),
  };
}

function remembered(engine: Engine): Truth {
  const known = new Map<string, unknown>();
  return async <N extends RequestName>(name: N, params: Params<N>) => {
    const key = JSON.stringify([name, params]);
    if (!known.has(key)) {
      const answer = await engine.ask(name, params);
      if (answer.status === 'refused') throw new Error(`${key}: ${JSON.stringify(answer)}`);
      known.set(key, answer.result);
    }
    return known.get(key) as Result<N>;
  };
}

/** Fails where a state shows anything that is not so. */
async function check(state: State, truth: Truth): Promise<void> {
  const { list, facets, preview } = state;
  if (list.known) {
    const { query, sort, offset, rows } = list;
    const whole = await truth('list', { query: { text: query }, sort, offset: 0 });
    expect(list.total).toBe(whole.total);
    expect(rows).toEqual(whole.rows.slice(offset, offset + rows.length));
  }
  if (facets.facets.length > 0) {
    const params = { query: { text: facets.query }, fields: FACET_FIELDS };
    expect(facets.facets).toEqual((await truth('facets', params)).facets);
  }
  if (preview !== undefined) {
    expect(preview.final).toEqual((await truth('preview', { key: preview.key })).final);
  }
  const screen = topScreen(state);
  if (screen.type === 'replay' && screen.loaded !== undefined) {
    const { key } = screen;
    expect(screen.loaded).toEqual(await truth('trial', { key }));
  }
  if (screen.type === 'stats' && screen.groups !== undefined) {
    const { query, by, split } = screen;
    const fields = split === undefined ? [by] : [by, split];
    const { groups, total } = await truth('stats', { query: { text: query }, by: fields });
    // Another order is that of the answer to it.
    expect([byValues(screen.groups), screen.total]).toEqual([byValues(groups), total]);
  }
}

function byValues(groups: readonly Group[]): readonly Group[] {
  return groups.toSorted((a, b) => (JSON.stringify(a.values) < JSON.stringify(b.values) ? -1 : 1));
}

/** Fails where groups that have been counted are not in the order that was chosen. */
async function checkOrder(state: State, truth: Truth): Promise<void> {
  const screen = topScreen(state);
  if (screen.type !== 'stats' || screen.groups === undefined) return;
  const { query, by, split, sort } = screen;
  const fields = split === undefined ? [by] : [by, split];
  const { groups } = await truth('stats', { query: { text: query }, by: fields });
  expect(screen.groups).toEqual(sort === undefined ? groups : sortGroups(groups, fields, sort));
}

/** What has to be so when nothing is asked any more. */
function checkSettled(state: State): void {
  const { list, filter, sort, trouble, filterError } = state;
  if (filterError !== undefined) return;
  const isAsItShould = list.query === filter && list.sort.field === sort.field;
  expect(isAsItShould || trouble?.includes(REFUSED)).toBe(true);
}

describe('a slow store', () => {
  it.each(FLOWS.map((parts) => [parts.join(' '), parts] as const))(
    'is waited for without harm: %s',
    async (_, parts) => {
      const { session, truth } = await openBoth({ ms: 50 });
      const press = (keys: string): Promise<State> => {
        for (const key of keysIn(keys)) void session.send({ type: 'key', key });
        return session.settled();
      };
      // All at once, and then each part after the answers to the one before.
      checkSettled(await press(parts.join('')));
      for (const part of parts) {
        const state = await press(part);
        checkSettled(state);
        await checkOrder(state, truth);
      }
      expect(session.failures()).toEqual([]);
      expect(session.states().length).toBeGreaterThan(parts.length);
      for (const state of session.states()) await check(state, truth);
      await session.close();
    },
  );

  it('that refuses now and then never makes anything shown untrue', async () => {
    let refused = 0;
    await assert(
      asyncProperty(
        array(record({ key: constantFrom(...KEYS), waits: boolean() }), {
          minLength: 20,
          maxLength: 60,
        }),
        async (steps) => {
          const { session, truth } = await openBoth({ ms: 1, refuses: (call) => call % 5 === 0 });
          for (const { key, waits } of steps) {
            const answered = session.send({ type: 'key', key });
            if (waits) await answered;
          }
          await session.settled();
          checkSettled(session.state());
          for (const state of session.states()) await check(state, truth);
          for (const failure of session.failures()) expect(failure).toContain(REFUSED);
          refused += session.failures().length;
          await session.close();
        },
      ),
      { numRuns: 25 },
    );
    expect(refused).toBeGreaterThan(10);
  });

  it('opens the trial of the list that was opened, also where Enter was pressed before it came', async () => {
    const { session } = await openBoth({ ms: 20 });
    await session.press('S');
    await session.press('jj');
    for (const key of ['enter', 'enter']) void session.send({ type: 'key', key });
    const state = await session.settled();
    expect(topScreen(state).type).toBe('replay');
    const [model] = /(?<=^model:)\S+/.exec(state.filter) ?? [];
    expect(topScreen(state)).toMatchObject({ loaded: { trial: { model } } });
    await session.close();
  });

  it.each(['S', 'Fmodel:model-a<enter>S'])(
    'moves in a list that was opened, also before its rows came: %s',
    async (before) => {
      const { session } = await openBoth({ ms: 20 });
      await session.press(before);
      for (const key of ['enter', 'j', 'j']) void session.send({ type: 'key', key });
      const { filter, list, screens } = await session.settled();
      expect([filter, list.query]).toEqual(['model:model-a', 'model:model-a']);
      expect(screens[0].cursor).toBe(2);
      await session.close();
    },
  );

  it('opens the trial that was typed for before the first rows were there', async () => {
    const session = await openSession(SMALL_STUDY, {
      typedAhead: 'jj<enter>',
      wrap: (store) => slowed(store, { ms: 20 }),
    });
    const state = await session.settled();
    expect(topScreen(state)).toMatchObject({ loaded: { trial: { id: SMALL_STUDY[2]?.id } } });
    await session.close();
  });

  it.each([
    'smodel<enter>j',
    'Gsmodel<enter>kk',
    'jjFverdict:safe<enter>jj',
    'F-model:model-a<enter>Gk',
    'F-model:model-a<enter><enter>',
    'smodel<enter>smodel<enter><enter>',
    'F-model:model-a<enter>jj<enter>',
    'Sjj',
    'SG<enter>',
    'Sd<down><down><enter>xljhl',
    'Sd<down><down><enter>xll<enter>',
    'S%funnel<enter>lj',
    'Fverdict:safe<enter>Sj<enter>',
  ])('ends on the same row however fast one types: %s', async (keys) => {
    const endOf = async (waits: boolean): Promise<unknown> => {
      const { session } = await openBoth({ ms: 20 });
      for (const key of keysIn(keys)) {
        void session.send({ type: 'key', key });
        if (waits) await session.settled();
      }
      const { list, screens } = await session.settled();
      await session.close();
      const { cursor } = screens[0];
      const cells = screens.flatMap((one) => (one.type === 'stats' ? [one.cell, one.column] : []));
      return {
        cursor,
        query: list.query,
        sort: list.sort,
        id: list.rows[cursor - list.offset]?.id,
        cells,
        opened: screens.flatMap((one) => (one.type === 'replay' ? one.loaded?.row.id : [])),
      };
    };
    const slowly = await endOf(true);
    expect(slowly).toMatchObject({ id: expect.any(String) });
    expect(await endOf(false)).toEqual(slowly);
  });

  it('that never answers keeps no key waiting', async () => {
    const open = Promise.withResolvers<void>();
    let isOpen = true;
    const { session } = await openBoth({
      ms: 1,
      gate: () => (isOpen ? Promise.resolve() : open.promise),
    });
    isOpen = false;
    const press = (keys: string): State => {
      for (const key of keysIn(keys)) void session.send({ type: 'key', key });
      return session.state();
    };
    expect(topScreen(press('<enter>')).type).toBe('replay');
    const filtered = press('qFverdict:safe<enter>');
    expect(filtered).toMatchObject({ filter: 'verdict:safe', list: { query: '' } });
    // What is on screen is not of the filter: it is not opened in place of what is.
    expect(press('<enter>').screens).toMatchObject([{ type: 'docket', opens: true }]);
    expect(press('y').notice?.text).toBe('The trials are still being found');
    expect(topScreen(press('/unethical')).type).toBe('search');
    press('<esc>qq');
    expect(session.effects().map(({ type }) => type)).toContain('quit');
    open.resolve();
    await session.settled();
    await session.close();
  });
});
