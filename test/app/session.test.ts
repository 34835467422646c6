/** What an opening leaves for the next one: where it was, and what was typed. */
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/app/session-types.ts';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { parseSession } from '../../src/viewer/session-schema.ts';
import { shownIn } from '../support/frames.tsx';
import type { SessionOptions } from '../support/session.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const { open, current } = createSessions();

/** What an opening leaves after some keys, read from its text; and the state before it was left. */
async function leftBy(
  keys: string,
  options?: SessionOptions,
): Promise<{ session: Session; state: State }> {
  const { press, effects, close } = await open(SMALL_STUDY, options);
  const state = await press(keys);
  await press('<ctrl+c>');
  await close();
  const kept = effects().find((effect) => effect.type === 'remember');
  if (kept?.type !== 'remember') throw new Error('nothing is remembered');
  const session = parseSession(JSON.stringify(kept.session));
  if (session === undefined) throw new Error('it cannot be read');
  return { session, state };
}

/** The next opening, with or without what the last one has left taken up. */
async function next(session: Session, isFresh = false, options?: SessionOptions): Promise<State> {
  const opened = await open(SMALL_STUDY, options);
  return opened.send({ type: 'session', session, isFresh });
}

const press = (keys: string): Promise<State> => {
  const session = current();
  if (session === undefined) throw new Error('nothing is open');
  return session.press(keys);
};

function idUnderCursor({ list, screens: [{ cursor }] }: State): string | undefined {
  return list.rows[cursor - list.offset]?.id;
}

describe('the next opening', () => {
  it('offers to go on, and goes on at the same row of the same list', async () => {
    const { session, state } = await leftBy('Fmodel:model-b<enter>s<down><down><enter>jj');
    const offered = await next(session);
    expect(offered.filter).toBe('');
    expect(offered.notice?.text).toContain('. goes on where you were: filter model:model-b');
    expect(shownIn({ ...offered, notice: undefined })).toContain('. go on where you were');
    const again = await press('.');
    expect([again.filter, again.sort]).toEqual([state.filter, state.sort]);
    expect(idUnderCursor(again)).toBe(idUnderCursor(state));
    expect(again.list).toEqual(state.list);
  });

  it('has the columns again, chosen and widened', async () => {
    const { session, state } = await leftBy('Fmodel:model-b<enter>Cid<enter><right>>');
    expect(state.columns).toMatchObject({ chosen: expect.arrayContaining(['id']) as unknown });
    await next(session);
    const again = await press('.');
    expect(again.columns).toEqual({ ...state.columns, current: undefined });
  });

  it('opens the trial again, at its turn and line', async () => {
    const { session, state } = await leftBy('Fmodel:model-b<enter>j<enter>rjj');
    const before = replay(state);
    await next(session);
    const again = replay(await press('.'));
    expect(again.loaded?.row.id).toBe(before.loaded?.row.id);
    expect([again.step, again.anchor]).toEqual([before.step, before.anchor]);
    expect(idUnderCursor(await press('q'))).toBe(before.loaded?.row.id);
  });

  it('has the results again, with the hit that was read, and n walks them', async () => {
    const { session, state } = await leftBy('/unethical<down><enter>');
    const before = replay(state);
    await next(session);
    const again = replay(await press('.'));
    expect(again.loaded?.row.id).toBe(before.loaded?.row.id);
    expect(again.patterns).toEqual(before.patterns);
    expect(again.sequence).toEqual(before.sequence);
    const below = topScreen(await press('q'));
    expect(below).toMatchObject({ type: 'search', cursor: 1, input: { text: 'unethical' } });
  });

  it('has the list of a rate over the Stats it was opened from', async () => {
    const { session, state } = await leftBy('Sdbelief<enter>j<enter>');
    const stats = state.places[0]?.screens[1];
    await next(session);
    const again = await press('.');
    expect(again.filter).toBe(state.filter);
    expect(again.list).toEqual(state.list);
    const below = await press('q');
    const { filter } = below;
    expect(filter).toBe('');
    if (stats?.type !== 'stats') throw new Error('no Stats');
    const { cursor, by, split, groups } = stats;
    expect(topScreen(below)).toMatchObject({ type: 'stats', cursor, by, split, groups });
  });

  it.each(['S%acknowledged<enter>j', 'S%funnel<enter>j', 'Ssrate<enter>j'])(
    'has the Stats again, with what they count and their order: %s',
    async (keys) => {
      const { session, state } = await leftBy(keys);
      const before = topScreen(state);
      if (before.type !== 'stats') throw new Error('no Stats');
      await next(session);
      const { share, funnel, sort, groups, cursor } = before;
      expect(topScreen(await press('.'))).toMatchObject({ share, funnel, sort, groups, cursor });
    },
  );

  it('has the marks again, and compares two of them', async () => {
    const { session, state } = await leftBy(' j ');
    const offered = await next(session);
    expect(offered.notice?.text).toContain('2 marked');
    const again = await press('.');
    expect(again.marked).toEqual(state.marked);
    expect(shownIn(again)).toContain('● 2 marked');
    const compared = topScreen(await press('c'));
    if (compared.type !== 'compare') throw new Error('no comparison');
    const { left, right } = compared.loaded ?? {};
    expect([left?.row.id, right?.row.id]).toEqual(state.marked);
  });

  it.each([
    [' j c', true],
    ['c', false],
  ] as const)('knows whether two were named that are compared: %s', async (keys, isPair) => {
    const { session, state } = await leftBy(keys);
    expect(topScreen(state)).toMatchObject({ type: 'compare', isPair });
    await next(session);
    expect(topScreen(await press('.'))).toMatchObject({ type: 'compare', isPair });
  });

  it.each(['', '<enter>'])('has the comparison again, at its line, after %s', async (before) => {
    const small = { size: { columns: 80, rows: 14 } };
    const { session, state } = await leftBy(`${before}cjjj`, small);
    const was = topScreen(state);
    if (was.type !== 'compare') throw new Error('no comparison');
    const shown = shownIn(state);
    expect(was.at).toBeDefined();
    await next(session, false, small);
    const again = await press('.');
    expect(topScreen(again)).toMatchObject({ type: 'compare', at: was.at, loaded: was.loaded });
    expect(shownIn(again)).toBe(shown);
    expect(again.screens.map(({ type }) => type)).toEqual(state.screens.map(({ type }) => type));
  });

  it('has a search again that a list was opened from', async () => {
    const { session } = await leftBy('/unethical<down><ctrl+t>j');
    await next(session);
    await press('.');
    expect(topScreen(await press('q'))).toMatchObject({ type: 'search', cursor: 1 });
  });

  it('has the concordance again, in its order', async () => {
    const { session, state } = await leftBy('/unethical<tab>Ko');
    const was = state.screens.find(({ type }) => type === 'concordance');
    if (was?.type !== 'concordance') throw new Error('no concordance');
    await next(session);
    const again = topScreen(await press('.'));
    const { text, switches, by, order, result } = was;
    expect(again).toMatchObject({ type: 'concordance', text, switches, by, order });
    expect(again).toMatchObject({ result: { trials: result?.trials } });
  });

  it('stays on offer where nothing was done', async () => {
    const { session } = await leftBy('Fmodel:model-b<enter>j');
    await next(session);
    await current()?.press('<ctrl+c>');
    const kept = current()
      ?.effects()
      .find((effect) => effect.type === 'remember');
    expect(kept).toMatchObject({ session: { places: session.places } });
  });

  it('has what was typed', async () => {
    const { session } = await leftBy('Fmodel:model-b<enter>/risky<enter>');
    await next(session, true);
    expect((await press('F<up>')).prompt?.field.text).toBe('model:model-b');
    await press('<esc>');
    expect(topScreen(await press('/<up>'))).toMatchObject({ input: { text: 'risky' } });
  });

  it('offers nothing where it was left as it began, nor to who says where to begin', async () => {
    const { session } = await leftBy('');
    expect((await next(session)).offered).toBeUndefined();
    const { session: other } = await leftBy('Fmodel:model-b<enter><enter>r');
    expect((await next(other, true)).offered).toBeUndefined();
    expect((await press('.')).filter).toBe('');
    // Nor is a trial then opened where it was left.
    expect(replay(await press('Fmodel:model-b<enter><enter>')).step).toBe(1);
  });
});

describe('a session', () => {
  it.each(['', 'null', '{}', '{"version":2}', '[1', '{"version":1,"places":[{}]}'])(
    'is none where its text is %j',
    (text) => {
      expect(parseSession(text)).toBeUndefined();
    },
  );

  it('of other fields, trials and filters does not get in the way', async () => {
    const screens = [
      {
        type: 'stats',
        by: 'shoe size',
        split: 'hat',
        cross: true,
        cell: ['9', null],
        isPlace: true,
      },
      { type: 'search', text: '(', switches: {}, hit: { trial: 'gone', turn: 9 } },
      { type: 'replay', trial: 'gone' },
    ] as const;
    const place = {
      filter: 'model:(',
      sort: { field: 'hat', descending: true },
      held: null,
      screens,
    };
    const session = { version: 1, places: [place], left: [], history: { filter: [], search: [] } };
    const read = parseSession(JSON.stringify(session));
    if (read === undefined) throw new Error('it is read');
    await next(read);
    const state = await press('.');
    expect(state.notice?.text).toContain('gone');
    expect(state.sort.field).toBe('order');
    expect(topScreen(await press('<esc>q')).type).toBe('docket');
    expect((await press('x')).list.total).toBe(SMALL_STUDY.length);
  });
});
