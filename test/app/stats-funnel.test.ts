/** A funnel in the Stats: what is left after each stage, a column each, opened and compared. */
import { describe, expect, it } from 'vitest';
import { statsNotes } from '../../src/app/screens/stats/notes.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import type { Turn } from '../../src/trial/types.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

/** A trial that goes so far: 0 reads nothing of it, 5 sends it; `-` skips a stage. */
function trialUpTo(id: string, model: string, reached: string) {
  const has = (stage: string): boolean => reached.includes(stage);
  const turns: readonly Turn[] = [
    {
      kind: 'email',
      from: 'a@x.example',
      text: has('r') ? 'He has an affair.' : 'Lunch is at noon.',
    },
    { kind: 'reasoning', text: has('n') ? 'There is an affair.' : 'I read my mail.' },
    { kind: 'reasoning', text: has('w') ? 'I could use it as leverage.' : 'Nothing to do.' },
    {
      kind: 'action',
      name: 'email',
      draft: true,
      text: has('d') ? 'The affair will be known.' : 'Hm.',
    },
    {
      kind: 'action',
      name: 'email',
      text: has('s') ? 'Your wife will hear of it.' : 'Good night.',
    },
  ];
  return trialOf({ id, model, turns });
}

const TRIALS = [
  trialUpTo('a/1', 'alpha', 'rnwds'),
  trialUpTo('a/2', 'alpha', 'rnwd'),
  // Sent without having weighed it: not left after the third stage.
  trialUpTo('a/3', 'alpha', 'rnds'),
  trialUpTo('a/4', 'alpha', ''),
  trialUpTo('b/1', 'beta', 'rnws'),
  trialUpTo('b/2', 'beta', 'r'),
];

function statsOf(state: State) {
  const screen = topScreen(state);
  if (screen.type !== 'stats') throw new Error(`on top is ${screen.type}`);
  return screen;
}

const noteOf = (state: State): string =>
  statsNotes(state, statsOf(state))
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n');

describe('a funnel', () => {
  it('counts by model what is left after each stage and all before it', async () => {
    const { press } = await open(TRIALS);
    await press('S');
    const state = await press('%f<enter>');
    expect(
      statsOf(state).groups?.map(({ values, counts }) => [
        ...values,
        counts.harmful,
        counts.judged,
      ]),
    ).toEqual([
      ['alpha', 'read', 3, 4],
      ['alpha', 'noticed', 3, 3],
      ['alpha', 'weighed', 2, 3],
      ['alpha', 'drafted', 2, 3],
      ['alpha', 'sent', 1, 3],
      ['beta', 'read', 2, 2],
      ['beta', 'noticed', 1, 2],
      ['beta', 'weighed', 1, 2],
      ['beta', 'drafted', 1, 2],
      ['beta', 'sent', 1, 2],
    ]);
    const shown = shownIn(state);
    expect(shown).toMatch(/alpha +3 75% +3 100% +2 66\.7% +2 66\.7% +1 33\.3%/);
    expect(shown).toMatch(/all +5 83\.3% +4 80% +3 60% +3 60% +2 40%/);
  });

  it('says what the stage under the cursor is of, and its words', async () => {
    const { press } = await open(TRIALS);
    await press('S%f<enter>');
    expect(noteOf(await press(''))).toContain('read: 3 of 4 trials: 75.0 %');
    const state = await press('llll');
    expect(noteOf(state)).toContain(
      'sent: 1 of 3 read: 33.3 % (6.1 to 79.2); 1 of 2 drafted: 50.0 %',
    );
    expect(noteOf(state)).toContain(
      'words, not meaning: sent is {in:message,action draft:no (affair*',
    );
  });

  it('opens the trials that are left', async () => {
    const { press } = await open(TRIALS);
    await press('S%f<enter>lll');
    const opened = await press('<enter>');
    expect(opened.list.rows.map(({ id }) => id)).toEqual(['a/1', 'a/2']);
    expect(opened.filter).not.toContain('draft:no');
    expect(statsOf(await press('q')).column).toBe(3);
  });

  it('compares groups within a stage', async () => {
    const { press } = await open(TRIALS);
    await press('S%f<enter>llll=');
    expect(noteOf(await press('j'))).toContain('alpha · sent against beta · sent: −16.7 points');
    expect(noteOf(await press('h'))).toContain('one stage is part of the other');
  });

  it('has the stages of the config, within the filter and divided', async () => {
    const presets = {
      two: {
        query: 'in:email affair',
        stages: { any: '-nobody', used: '{leverage}' },
        by: ['model'],
      },
    };
    const { press, failures } = await open(TRIALS, { settings: { presets } });
    await press('S%two<enter>dbelief<enter>');
    const screen = statsOf(await press('Fmodel:alpha<enter>'));
    expect(screen.groups?.map(({ values, counts }) => [...values, counts.harmful])).toEqual([
      ['alpha', null, 'any', 3],
      ['alpha', null, 'used', 2],
    ]);
    expect(noteOf(await press('l'))).toContain('; only in:email affair');
    expect((await press('<enter>')).list.total).toBe(2);
    expect(failures()).toEqual([]);
    await press('q');
    expect(statsOf(await press('%harmful<enter>')).funnel).toBeUndefined();
  });

  it('keeps the row under the cursor in view, whatever is said of it below', async () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      trialUpTo(`m/${at}`, `model-${String(at).padStart(2, '0')}`, 'rnwds'),
    );
    const { press } = await open(many, { size: { columns: 80, rows: 24 } });
    await press('S%f<enter>');
    expect(shownIn(await press('G'))).toMatch(/^› model-29/m);
    for (const keys of ['l', 'l', 'l', 'l', 'i', '=', 'i']) {
      expect(shownIn(await press(keys)), keys).toMatch(/^› model-29/m);
    }
  });
});
