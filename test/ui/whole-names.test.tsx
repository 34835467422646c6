/** Names that a list cuts can be read whole where the cursor is. */
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();
const size = { columns: 80, rows: 24 };

/** Two names that differ in their middle alone, each longer than a screen is wide. */
const [FIRST, SECOND] = ['one', 'two'].map(
  (part) => `provider/${'long-'.repeat(9)}${part}-${'name-'.repeat(9)}2026-11-28`,
) as [string, string];
const TRIALS = [
  trialOf({ id: 'a', model: FIRST }),
  trialOf({ id: 'b', model: SECOND, outcome: 'harmful' }),
];

/** The text on the screen from some column on, without the breaks of rows. */
const said = (state: State, from = 0): string =>
  shownIn(state)
    .split('\n')
    .map((row) => row.slice(from).trim())
    .join('');

describe('a name that is cut is said in full', () => {
  it('in the list, of the trial under the cursor', async () => {
    const { press } = await open(TRIALS, { size });
    const shown = said(await press('<down>'), 31);
    expect(shown).toContain(SECOND);
    expect(shown).not.toContain(FIRST);
  });

  it('in the panel of facets', async () => {
    const { press, state } = await open(TRIALS, { size });
    await press('<tab>');
    for (let tries = 0; tries < 30 && !said(state(), 31).includes(SECOND); tries += 1) {
      await press('<down>');
    }
    expect(said(state(), 31)).toContain(SECOND);
    const low = await press('<tab><tab>');
    expect(said(low, 31)).toContain(SECOND);
  });

  it('in the panel of facets of a low terminal, which has no preview', async () => {
    const { press, state } = await open(TRIALS, { size: { columns: 80, rows: 16 } });
    await press('<tab>');
    for (let tries = 0; tries < 30 && !said(state(), 31).includes(SECOND); tries += 1) {
      await press('<down>');
    }
    expect(said(state(), 31)).toContain(SECOND);
  });

  it('in a picker, under its list', async () => {
    const { press } = await open(TRIALS, { size });
    const first = await press('m');
    const second = await press('<down>');
    expect(
      [said(first), said(second)].map((text) => [FIRST, SECOND].map((n) => text.includes(n))),
    ).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(shownIn(second).split('\n')).toHaveLength(size.rows);
  });

  it('in Stats, of the group under the cursor, also of a cross table', async () => {
    const short = [trialOf({ id: 'a', model: 'a-model-of-thirty-two-characters' })];
    const { press } = await open(short, { size });
    expect(
      shownIn(await press('S'))
        .split('\n')
        .at(-1),
    ).toContain(short[0]?.model);
    expect(
      shownIn(await press('dbelief<enter>c'))
        .split('\n')
        .at(-1),
    ).toContain(short[0]?.model);
  });

  it('in Stats below the table, where it is wider than the screen', async () => {
    const { press } = await open(TRIALS, { size });
    const shown = await press('S');
    expect(said(shown)).toContain(FIRST);
    expect(said(await press('<down>'))).toContain(SECOND);
  });

  it('and no two of a panel or a picker look alike', async () => {
    const { press, state } = await open(TRIALS, { size });
    const rowsWith = (column: number, end: number): readonly string[] =>
      shownIn(state())
        .split('\n')
        .map((row) => row.slice(column, end).trim())
        .filter((row) => /2026-11-28$|^…/.test(row));
    const facets = rowsWith(0, 19);
    expect(facets).toHaveLength(2);
    expect(new Set(facets).size).toBe(2);
    await press('m');
    const options = rowsWith(7, 47);
    expect(new Set(options).size).toBeGreaterThan(1);
  });

  it('and nothing is said of one that is whole', async () => {
    const { press } = await open([trialOf({ id: 'a', model: 'short' })], { size });
    expect(shownIn(await press('m')).split('short')).toHaveLength(2);
  });
});
