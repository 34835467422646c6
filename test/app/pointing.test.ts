/** The mouse: the wheel moves, a click goes there, a second click takes it. */
import { describe, expect, it } from 'vitest';
import { searchLayout } from '../../src/app/layout.ts';
import { COMPARE_HEAD, compareView } from '../../src/app/screens/compare/view.ts';
import { variantLines } from '../../src/app/screens/search/lines.ts';
import { facetLines } from '../../src/app/screens/docket/facet-lines.ts';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { shownIn } from '../support/frames.tsx';
import type { Session } from '../support/session.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const { open } = createSessions();

type Did = 'click' | 'wheel-up' | 'wheel-down';

/** Points at the first place of some words on the screen. */
async function point({ state, send }: Session, did: Did, words: string): Promise<State> {
  const lines = shownIn(state()).split('\n');
  const row = lines.findIndex((line) => line.includes(words));
  if (row < 0) throw new Error(`not shown: ${words}`);
  return send({ type: 'mouse', did, column: lines[row]?.indexOf(words) ?? 0, row });
}

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
])('at $columns x $rows', (size) => {
  it('clicks on a trial, and opens it', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('m<down><enter>');
    const line = shownIn(session.state()).split('\n')[4] ?? '';
    expect(line).toContain('model-b');
    const at = { type: 'mouse', did: 'click', column: size.columns - 10, row: 4 } as const;
    expect((await session.send(at)).screens[0].cursor).toBe(2);
    expect(topScreen(session.state()).type).toBe('docket');
    expect(replay(await session.send(at)).loaded?.trial.id).toBe('model-b/cell/003');
  });

  it('clicks on a facet, and switches it', async () => {
    const session = await open(SMALL_STUDY, { size });
    const state = await point(session, 'click', 'model-b');
    const screen = state.screens[0];
    expect(screen.pane).toBe('facets');
    expect(facetLines(state)[screen.facetCursor]).toMatchObject({ value: { value: 'model-b' } });
    expect((await point(session, 'click', 'model-b')).filter).toBe('model:model-b');
  });

  it('clicks on a step of the rail', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('<enter>');
    expect(replay(await point(session, 'click', '6 ●')).step).toBe(6);
    expect(replay(await point(session, 'click', '8 ✘')).step).toBe(8);
    expect(replay(await session.press('<backspace>')).step).toBe(6);
  });

  it('clicks on a trial that is worth a second look, and opens it', async () => {
    const trials = ['m/1', 'm/2'].map((id) =>
      trialOf({ id, outcome: 'safe', verdict: { disputed: true } }),
    );
    const session = await open(trials, { size });
    await session.press('W');
    expect(topScreen(await point(session, 'click', 'm/2'))).toMatchObject({ cursor: 1 });
    expect(replay(await point(session, 'click', 'm/2')).loaded?.row.id).toBe('m/2');
  });

  it('clicks on a line and a row of a concordance, and opens them', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('Kunethical<enter>');
    expect(topScreen(await point(session, 'click', 'model-b/cell'))).toMatchObject({
      pane: 'lines',
      cursor: 1,
    });
    expect(topScreen(await point(session, 'click', 'model-b/cell')).type).toBe('replay');
    await session.press('q');
    expect(topScreen(await point(session, 'click', 'model-b   all'))).toMatchObject({
      pane: 'table',
      row: 3,
    });
    const opened = await point(session, 'click', 'model-b   all');
    expect(opened.filter).toContain('model:model-b {in:reasoning unethical}');
  });

  it('clicks on a hit, and opens it', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('/unethical');
    await point(session, 'click', 'That would be');
    const screen = topScreen(await point(session, 'click', 'That would be'));
    expect(screen.type).toBe('replay');
  });

  it('clicks on a choice, and marks it', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('m');
    await point(session, 'click', 'model-c');
    const state = await point(session, 'click', 'model-c');
    expect(topScreen(state)).toMatchObject({ type: 'picker', chosen: ['model-c'] });
  });

  it('clicks on a rate, and opens its trials', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('S');
    expect(topScreen(await point(session, 'click', 'model-c'))).toMatchObject({
      type: 'stats',
      cursor: 2,
      cell: ['model-c'],
    });
    expect((await point(session, 'click', 'model-c')).filter).toBe('model:model-c');
    expect(topScreen(await session.press('q'))).toMatchObject({ type: 'stats', cursor: 2 });
  });

  it('clicks on a cell of a cross table, and opens its trials', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press('Sdverdict<enter>c');
    const lines = shownIn(session.state()).split('\n');
    const row = lines.findIndex((line) => line.includes('model-b'));
    const end = (lines[1] ?? '').indexOf('safe') + 'safe'.length;
    const at = { type: 'mouse', did: 'click', column: end - 1, row } as const;
    const there = topScreen(await session.send(at));
    expect(there).toMatchObject({ type: 'stats', cell: ['model-b', 'safe'] });
    expect((await session.send(at)).filter).toBe('model:model-b verdict:safe');
  });

  it('clicks on a turn of a comparison, and opens it in its own trial', async () => {
    const session = await open(SMALL_STUDY, { size });
    const compared = topScreen(await session.press('c'));
    if (compared.type !== 'compare') throw new Error('no comparison');
    const { lines, top } = compareView(size, compared);
    const line = lines.findIndex(({ left, right }) => left !== undefined && right !== undefined);
    const row = 1 + COMPARE_HEAD + line - top;
    for (const side of ['left', 'right'] as const) {
      const column = side === 'left' ? 1 : size.columns - 2;
      await session.send({ type: 'mouse', did: 'click', column, row });
      const { loaded, step } = replay(session.state());
      expect([loaded?.row.id, step]).toEqual([compared.loaded?.[side].row.id, lines[line]?.[side]]);
      expect(topScreen(await session.press('q'))).toEqual(topScreen(session.state()));
    }
  });

  it('clicks on a command of the palette, and carries it out', async () => {
    const session = await open(SMALL_STUDY, { size });
    await session.press(':rates');
    await point(session, 'click', 'Rates with intervals');
    expect(topScreen(session.state()).type).toBe('stats');
  });
});

it('clicks on a variant, and switches it', async () => {
  const session = await open();
  await session.press('/unethical');
  const screen = topScreen(session.state());
  if (screen.type !== 'search') throw new Error('no search');
  const [first] = variantLines(screen.result);
  const column = searchLayout(session.state().size).results + 3;
  const at = { type: 'mouse', did: 'click', column, row: 5 } as const;
  expect(topScreen(await session.send(at))).toMatchObject({ pane: 'variants', variantCursor: 0 });
  const switched = topScreen(await session.send(at));
  if (switched.type !== 'search') throw new Error('no search');
  expect(variantLines(switched.result)[0]?.variant.on).toBe(first?.variant.on !== true);
});

it('the wheel scrolls text, moves cursors, and never goes beyond', async () => {
  const text = Array.from({ length: 200 }, (_, at) => `line ${at}`).join('\n');
  const session = await open([trialOf({ turns: [{ kind: 'message', text }] })]);
  await session.press('<enter>');
  await point(session, 'wheel-down', 'line 9');
  expect(replay(session.state()).anchor).not.toEqual({ turn: 1, offset: 0 });
  for (let notch = 0; notch < 3; notch += 1) await point(session, 'wheel-up', 'line 9');
  expect(shownIn(session.state())).toContain('line 0');
  expect(session.state().notice).toBeUndefined();
});

it('is off with a key, and on again', async () => {
  const { press, effects, state } = await open(SMALL_STUDY, { settings: { mouse: true } });
  expect(state().mouse).toBe(true);
  await press('<ctrl+g><ctrl+g>');
  const told = effects().filter(({ type }) => type === 'mouse');
  expect(told).toEqual([
    { type: 'mouse', isOn: false },
    { type: 'mouse', isOn: true },
  ]);
});

it('does nothing outside of lists, and while a line is typed', async () => {
  const { press, send, state } = await open();
  await press('<enter>#');
  const before = state();
  for (const row of [0, 3, 39]) {
    await send({ type: 'mouse', did: 'click', column: 3, row });
    await send({ type: 'mouse', did: 'wheel-down', column: 3, row });
  }
  expect(replay(state())).toEqual(replay(before));
});
