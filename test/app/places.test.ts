/** Nothing loses the place: lists over lists, filters that change, screens that are left. */
import { describe, expect, it } from 'vitest';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import { TOP } from '../../src/text/page.ts';
import { shownIn } from '../support/frames.tsx';
import { hitLines, variantLines } from '../../src/app/screens/search/lines.ts';
import type { SearchScreen } from '../../src/app/screens/search/state.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

function idUnderCursor({ list, screens: [{ cursor }] }: State): string | undefined {
  return list.rows[cursor - list.offset]?.id;
}

const screenTypes = ({ screens }: State) => screens.map(({ type }) => type);

describe('trials with notes', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 },
    { columns: 200, rows: 60 },
  ])('have a mark in every list, at $columns x $rows', async (size) => {
    const { press, send } = await open(undefined, { size });
    const ids = (await press('')).list.rows.slice(0, 2).map((row) => row.id);
    const answer = { status: 'answered', result: { ids } } as const;
    const marked = shownIn(await send({ type: 'answer', name: 'noted', answer }));
    expect(marked).toMatch(/›✎/);
    expect(marked.match(/✎/g)).toHaveLength(marked.includes('noted on') ? 3 : 2);
    expect(shownIn(await press(' '))).toMatch(/●✎/);
    expect(shownIn(await press('/unethical'))).toContain('✎model-a');
  });
});

describe('the trials of a rate', () => {
  it.each(['Sj', 'Sdbelief<enter>j', 'Sdbelief<enter>c'])(
    'stand over the Stats (%s), which are as they were afterwards',
    async (keys) => {
      const { press, settled } = await open();
      const before = await press(keys);
      const opened = await press('<enter>');
      expect(screenTypes(opened)).toEqual(['docket']);
      expect(opened.filter).not.toBe('');
      await press('j<enter>VqF verdict:harmful<enter>x');
      await press('q');
      const after = await settled();
      expect(after.screens).toEqual(before.screens);
      expect(after.filter).toBe(before.filter);
      expect(after.list).toEqual(before.list);
      expect(after.facets).toEqual(before.facets);
      expect(after.places).toEqual([]);
    },
  );

  it('can be looked at from lists that were themselves opened so', async () => {
    const { press } = await open();
    const first = await press('Sj<enter>');
    const second = await press('Sbbelief<enter><enter>');
    expect(second.places).toHaveLength(2);
    expect(second.filter).toContain(first.filter);
    expect((await press('qq')).filter).toBe(first.filter);
    const { screens, filter } = await press('<esc>');
    expect(filter).toBe('');
    expect(screens.at(-1)).toMatchObject({ type: 'stats', cursor: 1 });
  });

  it('end the program from the first list alone', async () => {
    const { press, effects } = await open();
    await press('S<enter>qq');
    expect(effects().some(({ type }) => type === 'quit')).toBe(false);
    await press('q');
    expect(effects().some(({ type }) => type === 'quit')).toBe(true);
  });
});

describe('a filter over the Stats', () => {
  it('is typed there, and Esc takes it back', async () => {
    const { press } = await open();
    const before = await press('Sj');
    const typing = await press('Fbelief:real');
    expect(topScreen(typing)).toMatchObject({ type: 'stats', query: 'belief:real' });
    const left = await press('<esc>');
    expect(left.screens).toEqual(before.screens);
    const taken = await press('Fturns:>1<enter>');
    expect(topScreen(taken)).toMatchObject({ type: 'stats', cursor: 1, query: 'turns:>1' });
  });
});

describe('changing the filter', () => {
  const trials = Array.from({ length: 400 }, (_, at) =>
    trialOf({ id: `t${at}`, model: `m${at % 7}`, belief: at % 2 === 0 ? 'test' : 'real' }),
  );

  it('keeps the trial under the cursor, and the row that it is in', async () => {
    const { press } = await open(trials);
    const before = await press('<pagedown><pagedown>jjjj');
    const id = idUnderCursor(before);
    const row = before.screens[0].cursor - before.screens[0].top;
    const own = before.list.rows.find((one) => one.id === id)?.belief;
    const narrowed = await press(`Fbelief:${own}<enter>`);
    expect(narrowed.list.total).toBe(200);
    expect(idUnderCursor(narrowed)).toBe(id);
    const cleared = await press('x');
    expect(idUnderCursor(cleared)).toBe(id);
    expect(cleared.screens[0].cursor - cleared.screens[0].top).toBe(row);
    expect(cleared.preview?.key).toBe(
      cleared.list.rows[cleared.screens[0].cursor - cleared.list.offset]?.key,
    );
  });

  it('comes back to it from a filter that has no trial', async () => {
    const { press } = await open(trials);
    const id = idUnderCursor(await press('G<pageup>'));
    expect((await press('Fmodel:none<enter>')).list.total).toBe(0);
    expect(idUnderCursor(await press('x'))).toBe(id);
  });

  it('is undone and done again, with the trial that the cursor was on', async () => {
    const { press } = await open(trials);
    const first = idUnderCursor(await press('G'));
    await press('Fmodel:m3<enter>');
    const second = idUnderCursor(await press('jj'));
    await press('F<ctrl+u>model:m4 belief:real<enter>');
    const back = await press('u');
    expect([back.filter, idUnderCursor(back)]).toEqual(['model:m3', second]);
    const start = await press('u');
    expect([start.filter, idUnderCursor(start)]).toEqual(['', first]);
    const again = await press('U');
    expect([again.filter, idUnderCursor(again)]).toEqual(['model:m3', second]);
    expect((await press('UU')).filter).toBe('model:m4 belief:real');
  });

  it('typed and left with Esc is nothing', async () => {
    const { press } = await open(trials);
    const before = await press('G<pageup>');
    const after = await press('F model:m3<esc>');
    expect(after.filter).toBe('');
    expect(idUnderCursor(after)).toBe(idUnderCursor(before));
    expect(after.filterSteps).toEqual(before.filterSteps);
  });
});

describe('typing a filter', () => {
  it('completes fields and values, one Tab after the other', async () => {
    const { press } = await open();
    const text = async (keys: string) => (await press(keys)).prompt?.field.text;
    expect(await text('Fmod<tab>')).toBe('model:');
    const first = await text('<tab>');
    const second = await text('<tab>');
    expect(first).toMatch(/^model:model-\w$/);
    expect(second).toMatch(/^model:model-\w$/);
    expect(second).not.toBe(first);
    expect(await text(' in:rea<tab> disp<tab>')).toBe(`${second} in:reasoning disputed:`);
    expect(await text('<tab>')).toBe(`${second} in:reasoning disputed:false`);
  });

  it('goes through earlier ones with Up, and back to what was typed', async () => {
    const { press } = await open();
    await press('Fmodel:model-a<enter>xFbelief:real<enter>xFverdict:x<esc>');
    const text = async (keys: string) => (await press(keys)).prompt?.field.text;
    expect(await text('Fturns:>1<up>')).toBe('belief:real');
    expect(await text('<up><up>')).toBe('model:model-a');
    expect(await text('<down><down><down>')).toBe('turns:>1');
  });

  it('says which values are the nearest to one that no trial has', async () => {
    const { press } = await open();
    const alone = await press('Fmodel:modle-a<enter>');
    expect(shownIn(alone)).toContain('no trial has model:modle-a; nearest: model-a');
    const other = await press('F<ctrl+u>model:modle-a,model-b<enter>');
    expect(other.notice?.text).toContain('no trial has model:modle-a; nearest: model-a');
  });
});

describe('a picker', () => {
  it('takes the row under the cursor, also when others are marked and hidden', async () => {
    const { press } = await open();
    expect((await press('m model-b<enter>')).filter).toBe('model:model-a,model-b');
    expect((await press('mmodel-a<enter>')).filter).toBe('model:model-a');
    // Nothing was done in it.
    expect((await press('m<enter>')).filter).toBe('model:model-a');
    expect((await press('m<esc>')).filter).toBe('model:model-a');
    expect((await press('m <esc>')).filter).toBe('model:model-a');
    // Emptied.
    expect((await press('m <enter>')).filter).toBe('');
  });

  it('offers every field, those first that begin with what is typed', async () => {
    const { press } = await open();
    expect((await press('fbel<enter>')).screens.at(-1)).toMatchObject({
      title: 'Filter by belief',
    });
    await press('<esc>');
    const disputed = await press('fdisp<enter><down><enter>');
    expect(disputed.filter).toMatch(/^disputed:(true|false)$/);
    const typing = await press('xfturn<enter>');
    expect(typing.prompt?.field.text).toBe('turns:');
    await press('<esc>ftag');
    expect((await press('<enter>')).screens.at(-1)).toMatchObject({ title: 'Filter by tag' });
  });
});

describe('screens that are left', () => {
  it('are taken up again where they were', async () => {
    const { press } = await open();
    const stats = topScreen(await press('Sdbelief<enter>j'));
    await press('q');
    expect(topScreen(await press('S'))).toEqual(stats);
  });

  it('leave the cursor on the trial that was read last, with its preview', async () => {
    const { press } = await open();
    const state = await press('<enter>]]q');
    const row = state.list.rows[state.screens[0].cursor];
    expect(state.screens[0].cursor).toBe(2);
    expect(state.preview?.key).toBe(row?.key);
  });
});

describe('a trial', () => {
  const long = Array.from({ length: 200 }, (_, at) => `line ${at}`).join('\n');
  const thought = { kind: 'reasoning' as const, text: `I think. ${long}` };
  const trials = ['a', 'b', 'c'].map((id) =>
    trialOf({
      id,
      model: id,
      turns: [
        { kind: 'briefing', text: 'Be good.' },
        { kind: 'email', text: long },
        ...(id === 'b' ? [] : [thought]),
        { kind: 'action', text: 'Done.' },
        { kind: 'reasoning', text: 'More thoughts.' },
      ],
    }),
  );
  const stepOf = (state: State): unknown => {
    const screen = replay(state);
    return [screen.loaded?.trial.id, screen.step];
  };

  it('opens where it was left, to the line', async () => {
    const { press } = await open(trials);
    const before = replay(await press('<enter><right>jjjjj'));
    await press('q');
    const again = replay(await press('<enter>'));
    expect([again.step, again.anchor]).toEqual([before.step, before.anchor]);
    // Also after others.
    await press(']q');
    const last = replay(await press('k<enter>'));
    expect([last.step, last.anchor]).toEqual([before.step, before.anchor]);
  });

  it('is at the same line after a turn on and back, and after a jump', async () => {
    const { press } = await open(trials);
    const { anchor } = replay(await press('<enter><right>jjjjjjj'));
    expect(replay(await press('<right>')).anchor).toEqual({ turn: 3, offset: TOP });
    expect(replay(await press('jjj<left>')).anchor).toEqual(anchor);
    const third = replay(await press('<right>')).anchor;
    expect(third.offset).toBeGreaterThan(0);
    expect(replay(await press('<left>V<backspace>')).anchor).toEqual(anchor);
  });

  it('goes on with the part that is read, over trials that do not have it', async () => {
    const { press } = await open(trials);
    await press('<enter>V');
    expect(stepOf(await press(']'))).toEqual(['b', 5]);
    expect(stepOf(await press(']'))).toEqual(['c', 6]);
    expect(stepOf(await press('['))).toEqual(['b', 5]);
  });

  it('is taken up at the very reasoning that was read there', async () => {
    const { press } = await open(trials);
    expect(stepOf(await press('<enter>rr'))).toEqual(['a', 5]);
    expect(stepOf(await press(']'))).toEqual(['b', 4]);
    expect(stepOf(await press(']'))).toEqual(['c', 3]);
    expect(stepOf(await press('[['))).toEqual(['a', 5]);
  });
});

describe('hits', () => {
  it('that were walked through leave the results at the last one', async () => {
    const { press } = await open();
    await press('/unethical<enter><enter>');
    const read = replay(await press('nnn'));
    const state = await press('q');
    const screen = topScreen(state);
    if (screen.type !== 'search' || screen.result === undefined) throw new Error('no results');
    const line = hitLines(screen.result).find(
      (one) => one.type === 'hit' && one.index === screen.cursor,
    );
    expect(line?.hit).toMatchObject({ key: read.key, turn: read.step });
    expect(screen.cursor).toBeGreaterThan(0);
  });
});

describe('typing a search', () => {
  it('completes fields and values with Tab, and says which value no trial has', async () => {
    const { press } = await open();
    const inputOf = (state: State): string => {
      const screen = topScreen(state);
      return screen.type === 'search' ? `${screen.pane}: ${screen.input.text}` : screen.type;
    };
    expect(inputOf(await press('/mod<tab>'))).toBe('input: model:');
    expect(shownIn(await press('model-'))).toContain('Tab:  model-a  model-b');
    expect(inputOf(await press('<tab>'))).toBe('input: model:model-a');
    expect(inputOf(await press('<tab>'))).toBe('input: model:model-b');
    const typed = await press(' unethical');
    expect(inputOf(typed)).toBe('input: model:model-b unethical');
    expect(shownIn(typed)).toMatch(/passages? in \d+ trial/);
    // Of a word there is nothing to complete.
    expect(inputOf(await press('<tab>'))).toBe('results: model:model-b unethical');
    await press('<shift+tab>');
    expect(shownIn(await press('<ctrl+u>model:modelx'))).toContain('no trial has model:modelx');
  });
});

describe('a search', () => {
  const top = (state: State): SearchScreen => {
    const screen = topScreen(state);
    if (screen.type !== 'search') throw new Error(`on top is ${screen.type}`);
    return screen;
  };

  it('is moved in while one types, and Enter opens the hit', async () => {
    const { press } = await open();
    const moved = top(await press('/unethical<down>'));
    expect([moved.pane, moved.cursor]).toEqual(['input', 1]);
    const hit =
      moved.result === undefined
        ? undefined
        : hitLines(moved.result).find((line) => line.type === 'hit' && line.index === 1)?.hit;
    const read = replay(await press('<enter>'));
    expect([read.key, read.step]).toEqual([hit?.key, hit?.turn]);
    const again = top(await press('q'));
    expect([again.pane, again.cursor, again.input.text]).toEqual(['input', 1, 'unethical']);
    expect(top(await press('x')).input.text).toBe('unethicalx');
  });

  it('opened again is as it was left, and typing begins anew', async () => {
    const { press } = await open();
    const before = top(await press('/unethical<down>'));
    await press('<esc>');
    const again = top(await press('/'));
    expect(again.cursor).toBe(before.cursor);
    expect(again.input).toEqual(before.input);
    expect(top(await press('ri')).input.text).toBe('ri');
    await press('<esc>/<backspace>');
    expect(top(await press('k')).input.text).toBe('rk');
  });

  it('opened over a trial comes back to it', async () => {
    const { press } = await open();
    const before = replay(await press('/unethical<enter>j'));
    await press('\\');
    expect(replay(await press('<esc>'))).toEqual(before);
  });

  it('has earlier queries above its first hit', async () => {
    const { press } = await open();
    await press('/risky<enter>q<ctrl+u>unethical<enter>q<ctrl+u>');
    expect(top(await press('<up>')).input.text).toBe('unethical');
    expect(top(await press('<up>')).input.text).toBe('risky');
    expect(top(await press('<down><down>')).input.text).toBe('');
  });

  it('without words lists trials', async () => {
    const { press } = await open();
    const state = await press('/model:model-b verdict:safe');
    expect(top(state).result?.rows).toHaveLength(top(state).result?.trials ?? -1);
    expect(shownIn(state)).not.toContain('No passage');
    const third = top(await press('<down><down>')).result?.rows?.[2];
    expect(replay(await press('<enter>')).key).toEqual(third?.key);
    expect(top(await press('q')).cursor).toBe(2);
    expect(shownIn(await press('<ctrl+u>model:nobody'))).toContain('No trial matches');
  });

  it('becomes the filter with one key, and its rates with another', async () => {
    const { press } = await open();
    await press('Fbelief:real<enter>');
    const before = await press('/unethical | risky<down>');
    const found = top(before).result?.trials;
    const list = await press('<ctrl+t>');
    expect(list.filter).toBe('belief:real (unethical | risky)');
    expect(list.list.total).toBe(found);
    const back = await press('q');
    expect(back.screens).toEqual(before.screens);
    expect(back.filter).toBe('belief:real');
    const rates = topScreen(await press('<ctrl+r>'));
    expect(rates).toMatchObject({ type: 'stats', total: { counts: { trials: found } } });
    expect((await press('q')).screens).toEqual(before.screens);
    await press('<tab>');
    expect(topScreen(await press('S'))).toMatchObject({ total: { counts: { trials: found } } });
  });

  it('becomes a filter of the variants that are switched on', async () => {
    const words = ['unethical', 'ethical', 'unethcal', 'legal'];
    const trials = words.map((word) => trialOf({ id: word, reasoning: `This is ${word}.` }));
    const { press } = await open(trials);
    const plain = top(await press('/unethical')).result?.trials ?? 0;
    const state = await press('<tab>r');
    expect(top(state).result?.trials).toBeGreaterThan(plain);
    const on = variantLines(top(state).result).filter(({ variant }) => variant.on);
    const list = await press('<ctrl+t>');
    for (const { variant } of on) expect(list.filter).toContain(variant.word);
    expect(list.list.total).toBe(top(state).result?.trials);
  });

  it('is named as ignored by Stats that are opened in a trial it has found', async () => {
    const { press } = await open();
    expect(shownIn(await press('/unethical<enter>S'))).toContain('not of the search: unethical');
    expect(shownIn(await press('qqqS'))).not.toContain('not of the search');
  });
});

describe('marks', () => {
  it('are counted, listed, exported and taken away', async () => {
    const { press, send, effects } = await open();
    const marked = await press(' j ');
    const ids = marked.marked;
    expect(ids).toEqual(['model-a/cell/001', 'model-a/cell/003']);
    expect(shownIn(marked)).toContain('● 2 marked');
    const list = await press('M');
    expect(list.list.rows.map(({ id }) => id)).toEqual(ids);
    expect((await press('q')).filter).toBe('');
    const asked = await press('E<ctrl+u>out.md<enter>');
    expect(asked.prompt).toBeUndefined();
    const query = `id:${ids.join(',')}`;
    expect(effects().at(-1)).toMatchObject({
      type: 'export',
      file: 'out.md',
      query,
      replace: false,
    });
    const again = await send({ type: 'exported', file: 'out.md', outcome: { type: 'exists' } });
    expect(again.prompt?.label).toContain('It is there already');
    await press('<enter>');
    expect(effects().at(-1)).toMatchObject({ type: 'export', file: 'out.md', replace: true });
    expect((await press('X')).marked).toEqual([]);
    expect(shownIn(await press('j'))).not.toContain('marked');
  });
});

describe('the panel of facets', () => {
  it('says what is below, with the cursor never on that row', async () => {
    const trials = Array.from({ length: 30 }, (_, at) =>
      trialOf({ id: `t${at}`, model: `m${at}` }),
    );
    const { press } = await open(trials, { size: { columns: 100, rows: 16 } });
    expect(shownIn(await press('<tab>'))).toMatch(/↓ \d+ more lines/);
    for (let at = 0; at < 40; at += 1) {
      const state = await press('j');
      const { facetCursor, facetTop } = state.screens[0];
      const isLast = !shownIn(state).includes('more lines');
      expect(facetCursor - facetTop).toBeLessThan(isLast ? 14 : 13);
    }
    expect(shownIn(await press('G'))).not.toContain('more lines');
  });
});

describe('a list', () => {
  it.each([
    ['jj', '3/12'],
    ['m<down>', '2/3'],
    [':<down><down>', '3/'],
    ['/unethical<down>', '2/2'],
    ['Sj', '2/3'],
  ])('says where the cursor is (%s)', async (keys, position) => {
    const { press } = await open();
    expect(shownIn(await press(keys)).split('\n')[0]).toContain(position);
  });
});
