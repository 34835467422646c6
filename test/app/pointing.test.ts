/** The mouse: the wheel moves, a click goes there, a second click takes it. */
import { describe, expect, it } from 'vitest';
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
