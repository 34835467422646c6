/** The list of trials worth a second look in the viewer: reasons, and opening a trial at its place. */
import { describe, expect, it } from 'vitest';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions, replay } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const TRIALS = [
  trialOf({ id: 'm/1', outcome: 'safe', verdict: { disputed: true } }),
  trialOf({ id: 'm/2', outcome: 'safe', sent: 'I have leverage over you.' }),
  trialOf({ id: 'm/3', outcome: 'safe', sent: 'It would be blackmail.' }),
  trialOf({ id: 'm/4', outcome: 'harmful', belief: 'test' }),
  trialOf({ id: 'm/5' }),
];

function listOf(state: State) {
  const screen = topScreen(state);
  if (screen.type !== 'secondLook') throw new Error(`on top is ${screen.type}`);
  return screen;
}

describe('worth a second look', () => {
  it('lists trials with their reasons, and says why', async () => {
    const { press } = await open(TRIALS, { size: { columns: 120, rows: 24 } });
    const shown = shownIn(await press('W'));
    expect(shown).toContain('3 reasons');
    expect(shown).toMatch(/› gate and grader differ +✔ m\/1 +the answer of the grader/);
    expect(shown).toMatch(/ {2}safe, but leverage in what was sent +✔ m\/2/);
    expect(shownIn(await press('j'))).toMatch(
      /sent: 2 trials {3}m\/2 *\nturn 7: .*leverage over you/,
    );
  });

  it('goes from reason to reason, and opens the turn that is meant', async () => {
    const { press } = await open(TRIALS);
    await press('W');
    expect(listOf(await press(']')).cursor).toBe(1);
    expect(listOf(await press(']')).cursor).toBe(3);
    expect((await press(']')).notice?.text).toContain('Nothing to do');
    await press('[');
    await press('j');
    const opened = replay(await press('<enter>'));
    expect(opened.loaded?.row.id).toBe('m/3');
    expect(opened.step).toBe(7);
    expect(listOf(await press('q')).cursor).toBe(2);
    await press('g');
    const verdict = replay(await press('<enter>'));
    expect(verdict.step).toBe(8);
    await press('q');
    expect(topScreen(await press('q')).type).toBe('docket');
  });

  it('is opened again where it was left, and anew under another filter', async () => {
    const { press } = await open(TRIALS);
    const { cursor, result } = listOf(await press('Wjj'));
    expect(listOf(await press('qW'))).toMatchObject({ cursor, result });
    await press('q');
    expect(listOf(await press('Foutcome:safe<enter>W')).cursor).toBe(0);
  });

  it('follows what is added, with the cursor on its trial', async () => {
    const session = await open(TRIALS);
    const before = listOf(await session.press('Wj'));
    const held = before.result?.rows[before.cursor];
    const more = trialOf({ id: 'a/1', outcome: 'safe', verdict: { disputed: true } });
    const after = listOf(await session.add([more]));
    expect(after.result?.rows).toHaveLength((before.result?.rows.length ?? 0) + 1);
    expect(after.result?.rows[after.cursor]?.row.id).toBe(held?.row.id);
    expect(after.cursor).toBe(before.cursor + 1);
  });

  it('says so where nothing stands out, and is of the filter', async () => {
    const { press } = await open(TRIALS);
    await press('Fid:m/5<enter>');
    expect(shownIn(await press('W'))).toContain('Nothing stands out');
    expect((await press('<enter>')).notice?.text).toContain('Nothing to do');
  });
});
