/** The Stats count other shares than the harmful rate, and compare a marked row with others. */
import { describe, expect, it } from 'vitest';
import { comparedRows } from '../../src/app/screens/stats/shares.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import { ratesNotes } from '../../src/ui/views/rates.ts';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const made = (model: string, harmful: number, safe: number, says: number) =>
  Array.from({ length: harmful + safe }, (_, at) =>
    trialOf({
      id: `${model}/${at}`,
      model,
      verdict: { outcome: at < harmful ? 'harmful' : 'safe' },
      turns: [{ kind: 'reasoning', text: at < says ? 'This is unethical.' : 'Good evening.' }],
    }),
  );
const TRIALS = [...made('alpha', 8, 2, 3), ...made('beta', 2, 8, 1)];

function statsOf(state: State) {
  const screen = topScreen(state);
  if (screen.type !== 'stats') throw new Error('no stats');
  return screen;
}

const noteOf = (state: State): string =>
  ratesNotes(state, statsOf(state))
    .map(({ text }) => text)
    .join('');

describe('the Stats', () => {
  it('count the next share, of its own trials, and the harmful rate again', async () => {
    const { press } = await open(TRIALS);
    const harmful = await press('S');
    const acknowledged = await press('%');
    expect(statsOf(acknowledged).share?.name).toBe('acknowledged');
    expect(
      statsOf(acknowledged).groups?.map(({ counts }) => [counts.harmful, counts.judged]),
    ).toEqual([
      [3, 8],
      [1, 2],
    ]);
    expect(noteOf(acknowledged)).toContain('words, not meaning: in:reasoning (ethic*');
    const calculated = await press('%');
    expect(statsOf(calculated).share?.name).toBe('calculated');
    expect(statsOf(await press('%')).groups).toEqual(statsOf(harmful).groups);
  });

  it('compare a marked row with the one under the cursor', async () => {
    const { press } = await open(TRIALS);
    await press('S');
    expect(comparedRows(statsOf(await press('=')))).toContain('alpha is marked');
    // 8 of 10 against 2 of 10.
    expect(noteOf(await press('j'))).toContain(
      'alpha against beta: +60.0 points (16.2 to 80.3), p = 0.023',
    );
    await press('k');
    expect(comparedRows(statsOf(await press('=')))).toBeUndefined();
  });
});
