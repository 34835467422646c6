/** The Stats say of a rate that no figure of it is published, where its trials say so. */
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import type { Outcome, Trial } from '../../src/trial/types.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

let count = 0;
const of = (model: string, outcome: Outcome, rateSource: string, belief = 'real'): Trial => {
  count += 1;
  return trialOf({
    id: `t/${count}`,
    model,
    outcome,
    belief: belief as 'real',
    meta: { rateSource },
  });
};
const TRIALS = [
  of('known', 'harmful', 'A'),
  of('known', 'safe', 'A', 'test'),
  // A trial without verdict enters no rate.
  of('known', 'unjudged', 'none found'),
  of('unknown', 'safe', 'none: an invented model'),
  of('partly', 'harmful', 'A'),
  of('partly', 'safe', 'None found', 'test'),
  of('unjudged', 'unjudged', 'none found'),
  of('other', 'safe', 'nonesuch 2025'),
];

/** The rows by model: whether each says it. */
function saidOf(state: State, sign: string): Readonly<Record<string, boolean>> {
  const lines = shownIn(state).split('\n');
  return Object.fromEntries(
    ['known', 'unknown', 'partly', 'unjudged', 'other'].map((model) => [
      model,
      lines.some((line) => line.slice(2).startsWith(`${model} `) && line.includes(sign)),
    ]),
  );
}

describe('no published figure', () => {
  it('is said of rates whose judged trials have no source, and in the notes', async () => {
    const { press } = await open(TRIALS);
    const state = await press('S');
    expect(saidOf(state, 'no fig.')).toEqual({
      known: false,
      unknown: true,
      partly: true,
      unjudged: true,
      other: false,
    });
    expect(shownIn(state)).toContain('no fig. (∅): no published figure.');
  });

  it('is said of the cells of a cross table, and of the rates of a preset', async () => {
    const { press } = await open(TRIALS);
    await press('Sdbelief<enter>');
    const crossed = await press('c');
    expect(shownIn(crossed)).toMatch(/^. partly +100% 1\/1 +0% 0\/1 ∅/m);
    const presets = { mine: { by: ['model'] } };
    const again = await open(TRIALS, { settings: { presets } });
    await again.press('S');
    const shown = shownIn(await again.press('%mine<enter>'));
    expect(shown).toContain('; no published figure: partly, unknown');
  });

  it('is nothing to say where trials say nothing of sources', async () => {
    const { press } = await open(TRIALS.map((trial) => ({ ...trial, meta: { other: 'none' } })));
    expect(shownIn(await press('S'))).not.toContain('no fig.');
  });
});
