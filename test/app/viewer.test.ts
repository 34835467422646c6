/** Keys in, state out: what a person can do in the viewer, screen by screen. */
import { describe, expect, it } from 'vitest';
import { hitLines } from '../../src/app/screens/search/lines.ts';
import type { State } from '../../src/app/state.ts';
import type { Hit } from '../../src/query/results.ts';
import { topScreen } from '../../src/app/transition.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const { open } = createSessions();

function search(state: State): Extract<ReturnType<typeof topScreen>, { type: 'search' }> {
  const screen = topScreen(state);
  if (screen.type !== 'search') throw new Error(`on top is ${screen.type}`);
  return screen;
}

function idUnderCursor({ list, screens: [{ cursor }] }: State): string | undefined {
  return list.rows[cursor - list.offset]?.id;
}

describe('a file that grows', () => {
  const trials = ['d', 'h', 'm'].map((model) =>
    trialOf({ id: model, model, reasoning: `riskyy, says ${model}` }),
  );
  const more = ['a', 'k', 'z'].map((model) =>
    trialOf({ id: model, model, reasoning: `risky, says ${model}` }),
  );

  it.each([
    ['', 'd'],
    ['j', 'h'],
    ['G', 'm'],
  ])('leaves the cursor on its trial, wherever new ones come in (%s)', async (keys, id) => {
    const { press, add } = await open(trials, { size: { columns: 80, rows: 24 } });
    // Sorted by model.
    await press(`s<down><down><enter>`);
    await press(keys);
    const state = await add(more);
    expect(state.sort.field).toBe('model');
    expect(state.list.total).toBe(6);
    expect(state.list.rows.map((row) => row.id)).toEqual(['a', 'd', 'h', 'k', 'm', 'z']);
    const { cursor } = state.screens[0];
    expect(state.list.rows[cursor - state.list.offset]?.id).toBe(id);
  });

  it('stays on its trial where something else is asked for, if that has it', async () => {
    const { press, add } = await open(trials);
    await press('G');
    await add(more);
    expect(idUnderCursor(await press('F-model:d<enter>'))).toBe('m');
    expect(idUnderCursor(await press('x'))).toBe('m');
    const other = await press('F-model:m<enter>');
    expect(other.screens[0]).toMatchObject({ cursor: 0, top: 0 });
  });

  it('leaves the cursor on its hit', async () => {
    const { press, add } = await open(trials);
    const before = search(await press('/risky<tab>j'));
    const held = before.result?.hits[before.cursor];
    const after = search(await add(more));
    expect([before, after].map(({ result }) => result?.hits.length)).toEqual([3, 6]);
    // Those that came in are better.
    expect(after.cursor).toBe(before.cursor + 3);
    const lines = after.result === undefined ? [] : hitLines(after.result);
    const line = lines.find((one) => one.type === 'hit' && one.index === after.cursor);
    expect(line?.hit.key).toBe(held?.key);
  });
});

describe('docket', () => {
  it('lists every trial in the order of the file', async () => {
    const { state } = await open();
    expect(state().list.total).toBe(12);
    expect(
      state()
        .list.rows.map((row) => row.id)
        .slice(0, 2),
    ).toEqual(['model-a/cell/001', 'model-a/cell/002']);
  });

  it.each([
    ['j', 1],
    ['jjk', 1],
    ['k', 0],
    ['G', 11],
    ['Gg', 0],
    ['<down><down>', 2],
    ['<ctrl+d>', 11],
    ['<pagedown><pageup>', 0],
  ])('%s moves the cursor to row %i', async (keys, row) => {
    const { press } = await open();
    expect((await press(keys)).screens[0].cursor).toBe(row);
  });

  it('filters by picking models and verdicts, several at once', async () => {
    const { press } = await open();
    let state = await press('m <down> <enter>');
    expect(state.filter).toBe('model:model-a,model-b');
    expect(state.list.total).toBe(9);
    state = await press('v<enter>');
    expect(state.filter).toBe('model:model-a,model-b verdict:harmful');
    expect(state.list.total).toBe(3);
  });

  it('narrows a picker by typing letters, j and k included', async () => {
    const { press } = await open([
      trialOf({ id: '1', model: 'jk-1' }),
      trialOf({ id: '2', model: 'other' }),
    ]);
    const state = await press('mjk<enter>');
    expect(state.filter).toBe('model:jk-1');
  });

  it('keeps offering the values that the filter leaves out', async () => {
    const { press } = await open();
    const state = await press('m<enter>');
    expect(state.filter).toBe('model:model-a');
    expect(state.facets.facets.find(({ field }) => field === 'model')?.values).toHaveLength(3);
    expect(state.facets.facets.find(({ field }) => field === 'verdict')?.values).toHaveLength(2);
  });

  it('unmarks a choice again', async () => {
    const { press } = await open();
    await press('m<enter>');
    expect((await press('m <enter>')).filter).toBe('');
    expect((await press('m <down> <up> <down> <enter>')).list.total).toBeGreaterThan(0);
  });

  it('toggles a facet in the panel', async () => {
    const { press } = await open();
    expect((await press('<tab> ')).filter).toBe('model:model-a');
    expect((await press(' ')).filter).toBe('');
  });

  it('filters for trials that have no value', async () => {
    const { press, state } = await open();
    await press('fbelief<enter>(none)<enter>');
    expect(state().filter).toBe('belief:"(none)"');
    expect(state().list.rows.map((row) => row.model)).toEqual(['model-c', 'model-c', 'model-c']);
    expect((await press('x')).list.total).toBe(12);
    const signals = await press('fsignal<enter>(none)<enter>');
    expect(signals.list.rows.some((row) => row.id === 'model-a/cell/002')).toBe(false);
    expect(signals.list.total).toBeGreaterThan(0);
  });

  it('takes a typed filter at once and points at a mistake, keeping the last good list', async () => {
    const { press } = await open();
    expect((await press('Fmodel:model-b')).list.total).toBe(5);
    const wrong = await press(' (');
    expect(wrong.filterError).toEqual({
      message: 'this bracket is not closed',
      at: { start: 14, end: 15 },
    });
    expect(wrong.list.total).toBe(5);
    const left = await press('<enter>');
    expect(left.filter).toBe('model:model-b');
    expect((await press('x')).list.total).toBe(12);
  });

  it('sorts, and turns round when the same field is chosen again', async () => {
    const { press } = await open();
    const byModel = await press('sverdict<enter>');
    expect(byModel.list.rows[0]?.outcome).toBe('harmful');
    const turned = await press('s<enter>');
    expect(turned.sort).toEqual({ field: 'outcome', descending: true });
    expect(turned.list.rows[0]?.outcome).toBe('unjudged');
  });

  it('comes back to the same row after a trial was read', async () => {
    const { press } = await open();
    await press('jjj<enter>');
    const state = await press('q');
    expect(topScreen(state).type).toBe('docket');
    expect(state.screens[0].cursor).toBe(3);
  });

  it('goes along with the trials that are read', async () => {
    const { press } = await open();
    const state = await press('<enter>]]q');
    expect(state.screens[0].cursor).toBe(2);
  });

  it('says that an open trial is outside the filter', async () => {
    const { press } = await open(SMALL_STUDY, {
      trial: 'model-b/cell/002',
      query: 'model:model-a',
    });
    expect((await press(']')).notice?.text).toBe('This trial is not within the filter');
  });

  it('marks with Space and goes on', async () => {
    const { press } = await open();
    const state = await press('  ');
    expect(state.marked).toHaveLength(2);
    expect(state.screens[0].cursor).toBe(2);
  });

  it('copies the id and quits with q', async () => {
    const { press, effects } = await open();
    await press('yq');
    expect(effects()).toContainEqual({ type: 'copy', text: 'model-a/cell/001' });
    expect(effects()).toContainEqual({ type: 'quit' });
  });

  it('copies no control or bidi characters, and says what it left out', async () => {
    const text = 'echo hi\u001B[201~\r\n\trm -rf ~ #\u202E\n';
    const { press, effects } = await open([trialOf({ turns: [{ kind: 'message', text }] })]);
    await press('<enter>');
    const state = await press('Y');
    expect(effects()).toContainEqual({ type: 'copy', text: 'echo hi[201~\n\trm -rf ~ #\n' });
    expect(state.notice?.text).toBe('Copied the text of turn 1 without 2 control characters');
  });

  it('scrolls through more trials than it keeps', async () => {
    const many = Array.from({ length: 900 }, (_, index) =>
      trialOf({ id: `t${index}`, sample: index }),
    );
    const { press } = await open(many);
    let state = await press('G');
    expect(state.screens[0].cursor).toBe(899);
    const { offset, rows } = state.list;
    expect(rows[899 - offset]?.id).toBe('t899');
    expect(rows.length).toBeLessThan(500);
    state = await press('g');
    expect(state.list.rows[0]?.id).toBe('t0');
  });

  it('keeps the preview of its row where that of another row comes late', async () => {
    const { press, send, state } = await open();
    await press('j');
    const late = state().preview;
    await press('k');
    const own = state().preview;
    if (late === undefined || own === undefined) throw new Error('no preview');
    expect(late.key).not.toBe(own.key);
    await send({ type: 'answer', name: 'preview', answer: { status: 'answered', result: late } });
    expect(state().preview?.key).toBe(state().list.rows[0]?.key);
  });
});

describe('replay', () => {
  it.each([
    ['l', 2],
    ['<right>  ', 4],
    ['lh', 1],
    ['e', 3],
    ['ee', 4],
    ['r', 6],
    ['a', 7],
    ['aa', 7],
    ['M', 7],
    ['V', 8],
    ['GG', 8],
    ['Vg', 1],
    ['V1', 7],
    ['V1<backspace>', 8],
  ])('%s goes to step %i', async (keys, step) => {
    const { press } = await open();
    expect(replay(await press(`<enter>${keys}`)).step).toBe(step);
  });

  it('says so at either end instead of moving', async () => {
    const { press } = await open();
    expect((await press('<enter>h')).notice?.text).toBe('This is the first turn');
    expect((await press('Vl')).notice?.text).toContain('This is the verdict');
  });

  it('shows the emails by time on demand, keeping their numbers', async () => {
    const { press } = await open();
    expect(replay(await press('<enter>te')).step).toBe(5);
    expect(replay(await press('l')).step).toBe(3);
    expect(replay(await press('l')).step).toBe(4);
  });

  it('walks to the next and previous trial within the filter', async () => {
    const { press } = await open();
    await press('Fverdict:harmful<enter>');
    expect(replay(await press('<enter>]')).loaded?.trial.id).toBe('model-a/cell/002');
    expect(replay(await press(']')).loaded?.trial.id).toBe('model-a/cell/003');
    expect((await press(']')).notice?.text).toBe('This is the last trial');
    expect(replay(await press('[')).loaded?.trial.id).toBe('model-a/cell/002');
  });

  it('jumps to a quote and marks it', async () => {
    const { press } = await open();
    const screen = replay(await press('<enter>V1'));
    expect(screen.quote).toEqual({ turn: 7, text: 'everybody will hear of it' });
  });

  it('switches between the branches of a transcript, and jumps to a quote in another', async () => {
    const meta = { branches: ['t', 't#branch-1', 't#auditor'] };
    const quotes = [{ turn: 6, trial: 't#auditor', text: 'nothing to worry about' }];
    const { press } = await open([
      trialOf({ id: 't', outcome: 'harmful', meta, verdict: { quotes } }),
      trialOf({ id: 'between' }),
      trialOf({ id: 't#branch-1', meta }),
      trialOf({ id: 't#auditor', meta }),
    ]);
    const shown = async (keys: string) => {
      const { loaded, step } = replay(await press(keys));
      return [loaded?.trial.id, step];
    };
    expect(await shown('<enter>lll')).toEqual(['t', 4]);
    expect(await shown('o')).toEqual(['t#branch-1', 4]);
    expect(await shown('o')).toEqual(['t#auditor', 4]);
    expect(await shown('o')).toEqual(['t', 4]);
    expect(await shown('V1')).toEqual(['t#auditor', 6]);
    // The quote's trial lies over the one it was jumped from.
    expect(await shown('<esc>')).toEqual(['t', 8]);
    const alone = await press('<esc>j<enter>o');
    expect(replay(alone).loaded?.trial.id).toBe('between');
  });

  it('plays to the verdict by the clock, and stops there', async () => {
    const { press, tick, effects, state } = await open();
    await press('<enter>p');
    expect(replay(state()).playing).toBe(true);
    for (let step = 2; step <= 8; step += 1) {
      expect(replay(await tick('play')).step).toBe(step);
    }
    expect(replay(state()).playing).toBe(false);
    const timers = effects().filter((effect) => effect.type === 'timer' && effect.name === 'play');
    // One for each turn, none for the verdict.
    expect(timers).toHaveLength(7);
  });

  it('plays faster and slower, and pauses', async () => {
    const { press } = await open();
    expect(replay(await press('<enter>p+')).speed).toBe(1.5);
    expect(replay(await press('--')).speed).toBe(0.75);
    expect(replay(await press('p')).playing).toBe(false);
  });

  it('goes through a long turn by pages and then on to the next', async () => {
    const text = Array.from({ length: 200 }, (_, line) => `line ${line}`).join('\n');
    const { press } = await open([
      trialOf({
        turns: [
          { kind: 'reasoning', text },
          { kind: 'message', text: 'Done.' },
        ],
      }),
    ]);
    let screen = replay(await press('<enter><pagedown>'));
    expect(screen.step).toBe(1);
    expect(screen.anchor.offset).toBeGreaterThan(0);
    for (let page = 0; page < 12 && screen.step === 1; page += 1) {
      screen = replay(await press('<pagedown>'));
    }
    expect(screen.step).toBe(2);
  });

  it('keeps its place in the text when the terminal changes size', async () => {
    const text = Array.from({ length: 300 }, (_, word) => `word${word}`).join(' ');
    const { press, send } = await open([trialOf({ turns: [{ kind: 'reasoning', text }] })], {
      size: { columns: 40, rows: 12 },
    });
    const before = replay(await press('<enter><pagedown><pagedown>')).anchor;
    const after = replay(await send({ type: 'resize', size: { columns: 100, rows: 30 } })).anchor;
    expect(after).toEqual(before);
  });
});

describe('search', () => {
  it('finds a word and its misspelling, reasoning first', async () => {
    const { press } = await open();
    for (const word of ['unethical', 'unehtical']) {
      const screen = search(await press(`/${word}`));
      expect(screen.result?.trials).toBe(2);
      expect(screen.result?.hits[0]?.kind).toBe('reasoning');
      await press('<esc>');
    }
  });

  it('opens the hit, and n walks on across trials', async () => {
    const { press } = await open();
    let screen = replay(await press('/unethical<enter><enter>'));
    const first = screen.loaded?.trial.id;
    expect(screen.step).toBe(6);
    screen = replay(await press('n'));
    expect(screen.step).toBe(6);
    expect(screen.loaded?.trial.id).not.toBe(first);
    expect((await press('n')).notice?.text).toBe('This is the last hit');
    expect(replay(await press('N')).loaded?.trial.id).toBe(first);
  });

  it('keeps the last good result while a query is wrong', async () => {
    const { press } = await open();
    await press('/unethical');
    const screen = search(await press(' ('));
    expect(screen.error?.message).toBe('this bracket is not closed');
    expect(screen.result?.trials).toBe(2);
  });

  it('shows what it has so far, then the whole', async () => {
    const { press, states } = await open(SMALL_STUDY, { chunk: 1 });
    const done = search(await press('/shutdown'));
    const shown = states()
      .map((state) => state.screens.at(-1))
      .flatMap((screen) => (screen?.type === 'search' ? [screen] : []))
      .filter(({ input, running, isPartial }) => input.text === 'shutdown' && isPartial && running);
    expect(shown.length).toBeGreaterThan(0);
    const counts = shown.map(({ result }) => result?.passages ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(done).toMatchObject({ running: false, isPartial: false });
    expect(done.result?.trials).toBe(11);
    expect(counts.at(-1)).toBeLessThanOrEqual(done.result?.passages ?? 0);
  });

  it('leaves the cursor on its hit as more and better ones come', async () => {
    const { press, send, state } = await open();
    const whole = search(await press('/unethical')).result;
    const [best, other] = whole?.hits ?? [];
    if (whole === undefined || best === undefined || other === undefined)
      throw new Error('no hits');
    const answer = (
      hits: readonly Hit[],
      status: 'part' | 'answered' = 'answered',
    ): Promise<State> =>
      send({
        type: 'answer',
        name: 'search',
        answer: { status, result: { ...whole, passages: hits.length, hits, patterns: [] } },
      });
    await answer([other], 'part');
    await press('<tab>');
    await answer([best, other], 'part');
    expect(search(state())).toMatchObject({ cursor: 1, running: true, isPartial: true });
    await answer([best, other]);
    expect(search(state())).toMatchObject({ cursor: 1, running: false, isPartial: false });
  });

  it('searches within the filter', async () => {
    const { press } = await open();
    await press('m<enter>');
    expect(search(await press('/unethical')).result?.trials).toBe(1);
  });

  it('switches a variant off and on', async () => {
    const { press } = await open();
    await press('/unethical<tab><tab>');
    const off = search(await press(' '));
    expect(off.result?.passages).toBe(0);
    expect(search(await press(' ')).result?.passages).toBe(2);
  });

  it('keeps the query and its results when a trial is left', async () => {
    const { press } = await open();
    const screen = search(await press('/unethical<down><enter>q'));
    expect(screen.input.text).toBe('unethical');
    expect(screen.cursor).toBe(1);
  });
});

describe('stats', () => {
  it('counts by model, with what was not judged apart', async () => {
    const { press } = await open();
    const screen = topScreen(await press('S'));
    if (screen.type !== 'stats') throw new Error('no stats');
    expect(
      screen.groups?.map(({ values, counts }) => [values[0], counts.harmful, counts.judged]),
    ).toEqual([
      ['model-a', 3, 4],
      ['model-b', 0, 5],
      ['model-c', 0, 0],
    ]);
    expect(screen.total?.counts).toMatchObject({ unjudged: 1, judgeFailed: 1, error: 1 });
    expect(screen.total?.conditions).toBe(2);
  });

  it('divides and crosses by a second field, and Enter filters the list', async () => {
    const { press } = await open();
    await press('Sdbelief<enter>c');
    const state = await press('<enter>');
    expect(topScreen(state).type).toBe('docket');
    expect(state.filter).toBe('model:model-a belief:real');
    expect(state.list.total).toBe(2);
  });
});

describe('program', () => {
  it('opens a wanted trial at a turn', async () => {
    const { state } = await open(SMALL_STUDY, { trial: 'model-b/cell/002', turn: 4 });
    const screen = replay(state());
    expect(screen.loaded?.trial.id).toBe('model-b/cell/002');
    expect(screen.step).toBe(4);
  });

  it('says that a wanted trial is not there', async () => {
    const { state } = await open(SMALL_STUDY, { trial: 'nobody' });
    expect(state().notice).toMatchObject({ tone: 'error' });
    expect(state().notice?.text).toContain('nobody');
  });

  it('runs a command from the palette', async () => {
    const { press } = await open();
    expect(topScreen(await press(':rates<enter>')).type).toBe('stats');
  });

  it('helps on every screen, and goes back from it', async () => {
    const { press } = await open();
    expect(topScreen(await press('?')).type).toBe('help');
    expect(topScreen(await press('q')).type).toBe('docket');
    expect(topScreen(await press('<enter>?')).type).toBe('help');
    expect(topScreen(await press('<esc>')).type).toBe('replay');
  });

  it('asks to be suspended and drawn anew', async () => {
    const { press, effects } = await open();
    await press('<ctrl+z><ctrl+l><ctrl+c>');
    const types = effects().map(({ type }) => type);
    // What a next start can go on with is written down before the end.
    expect(types.filter((type) => type !== 'remember')).toEqual(['suspend', 'redraw', 'quit']);
    expect(types.slice(-2)).toEqual(['remember', 'quit']);
  });
});
