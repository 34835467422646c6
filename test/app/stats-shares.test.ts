/** The Stats count other shares than the harmful rate, and compare a marked row or cell with others. */
import { describe, expect, it } from 'vitest';
import { comparedRows } from '../../src/app/screens/stats/compared.ts';
import { columnsOf } from '../../src/app/screens/stats/table.ts';
import { statsNotes } from '../../src/app/screens/stats/notes.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { State } from '../../src/app/state.ts';
import { BUILT_IN_PRESETS } from '../../src/query/presets.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const made = (model: string, harmful: number, safe: number, says: number) =>
  Array.from({ length: harmful + safe }, (_, at) =>
    trialOf({
      id: `${model}/${at}`,
      model,
      belief: at % 2 === 0 ? 'real' : 'test',
      condition: 'x_notice',
      verdict: { outcome: at < harmful ? 'harmful' : 'safe' },
      turns: [
        { kind: 'reasoning', text: at < says ? 'This is unethical.' : 'Good evening.' },
        { kind: 'message', text: at % 3 === 0 ? 'Pay me.' : 'Thanks.' },
      ],
    }),
  );
const TRIALS = [...made('alpha', 8, 2, 3), ...made('beta', 2, 8, 1)];

function statsOf(state: State) {
  const screen = topScreen(state);
  if (screen.type !== 'stats') throw new Error(`on top is ${screen.type}`);
  return screen;
}

const noteOf = (state: State): string =>
  statsNotes(state, statsOf(state))
    .map((line) => line.map(({ text }) => text).join(''))
    .join('\n');

const sharesOf = (state: State) =>
  statsOf(state).groups?.map(({ counts }) => [counts.harmful, counts.judged]);

describe('a cross table', () => {
  it('has its columns in the order of the values, whichever the first row has', async () => {
    const trials = [
      trialOf({ id: '1', model: 'alpha', belief: 'unstated' }),
      trialOf({ id: '2', model: 'beta', belief: 'real' }),
      trialOf({ id: '3', model: 'beta', belief: undefined }),
      trialOf({ id: '4', model: 'gamma', belief: 'test' }),
    ];
    const { press } = await open(trials);
    const screen = statsOf(await press('Sdbelief<enter>c'));
    expect(columnsOf(screen)).toEqual(['real', 'test', 'unstated', null]);
    const funnel = statsOf(await press('%funnel<enter>'));
    expect(columnsOf(funnel)).toEqual(funnel.funnel?.stages.map(({ name }) => name));
  });
});

describe('what the Stats count', () => {
  it('is chosen from a list: the harmful rate, presets, queries that are typed', async () => {
    const { press } = await open(TRIALS, { size: { columns: 120, rows: 30 } });
    await press('S');
    const picker = topScreen(await press('%'));
    if (picker.type !== 'picker') throw new Error(picker.type);
    expect(picker.options?.map(({ label }) => label)).toEqual([
      'harmful rate',
      ...Object.keys(BUILT_IN_PRESETS),
      'other queries …',
    ]);
    expect(shownIn(await press(''))).toContain('of harmful trials, those whose private reasoning');
  });

  it('is a preset, printed with its list, and the harmful rate again', async () => {
    const { press } = await open(TRIALS);
    const harmful = await press('S');
    const acknowledged = await press('%ack<enter>');
    expect(statsOf(acknowledged).share?.name).toBe('acknowledged');
    expect(sharesOf(acknowledged)).toEqual([
      [3, 8],
      [1, 2],
    ]);
    expect(noteOf(acknowledged)).toContain('words, not meaning: in:reasoning (ethic*');
    expect(noteOf(acknowledged)).toContain('i: all of it');
    expect(noteOf(acknowledged)).not.toContain("isn't right");
    expect(noteOf(await press('i'))).toContain("isn't right");
    expect(statsOf(await press('%harmful rate<enter>')).groups).toEqual(statsOf(harmful).groups);
  });

  it('is a preset of the config, of its own trials, with what it compares', async () => {
    const mine = {
      about: 'those that pay',
      query: 'sample:1 -belief:unstated',
      share: 'in:message pay',
      of: 'in:reasoning unethical',
      by: ['belief', 'model'],
      compare: ['real/alpha', 'test/alpha'],
    };
    const { press } = await open(TRIALS, { settings: { presets: { mine } } });
    await press('S');
    const state = await press('%mi<enter>');
    const screen = statsOf(state);
    expect([screen.by, screen.split]).toEqual(['belief', 'model']);
    expect(screen.groups?.map(({ values, counts }) => [...values, counts.harmful, counts.judged])) //
      .toEqual([
        ['real', 'alpha', 1, 2],
        ['real', 'beta', 1, 1],
        ['test', 'alpha', 0, 1],
      ]);
    expect(noteOf(state)).toContain('real · alpha against test · alpha: +50.0 points');
    expect(noteOf(state)).toContain('; only sample:1 -belief:unstated');
  });

  it('is typed: which trials, and of which', async () => {
    const { press } = await open(TRIALS);
    await press('S%oth<enter>');
    expect((await press('<ctrl+u>(<enter>')).notice).toMatchObject({
      text: 'Character 1: this bracket is not closed',
    });
    await press('<ctrl+u>in:message pay<enter>');
    const state = await press('<ctrl+u>in:reasoning unethical<enter>');
    // Said in different turns of one trial.
    expect(sharesOf(state)).toEqual([
      [1, 3],
      [1, 1],
    ]);
    expect(noteOf(state)).toContain('words, not meaning: in:message pay of in:reasoning unethical');
    await press('%<enter><enter><ctrl+u>');
    const ofAll = await press('<enter>');
    expect(sharesOf(ofAll)).toEqual([
      [4, 10],
      [4, 10],
    ]);
    expect(noteOf(ofAll)).toContain('in:message pay of all trials');
  });

  it('is opened: the trials that are counted, and back', async () => {
    const { press } = await open(TRIALS);
    await press('S%oth<enter><ctrl+u>in:message pay<enter>');
    await press('<ctrl+u>in:reasoning unethical<enter>');
    const opened = await press('<enter>');
    expect(opened.filter).toBe('{in:reasoning unethical} {in:message pay} model:alpha');
    expect(opened.list.rows.map(({ id }) => id)).toEqual(['alpha/0']);
    expect(sharesOf(await press('q'))?.[0]).toEqual([1, 3]);
  });
});

describe('the Stats compare', () => {
  it('a marked row with the one under the cursor', async () => {
    const { press } = await open(TRIALS);
    await press('S');
    expect(comparedRows(statsOf(await press('=')))).toContain('alpha is marked');
    // 8 of 10 against 2 of 10.
    const state = await press('j');
    expect(noteOf(state)).toContain('alpha against beta: +60.0 points (16.2 to 80.3), p = 0.023');
    expect(shownIn(state)).toMatch(/^= alpha/m);
    await press('k');
    expect(comparedRows(statsOf(await press('=')))).toBeUndefined();
  });

  it('a marked cell of a cross table with another one', async () => {
    const { press } = await open(TRIALS);
    await press('Sdbelief<enter>c');
    await press('l=');
    const state = await press('jh');
    // 4 of 5 against 1 of 5.
    expect(noteOf(state)).toContain('alpha · test against beta · real: +60.0 points');
    expect(shownIn(state)).toMatch(/alpha .*=80% 4\/5/);
  });

  it('nothing where a preset names no group', async () => {
    const odd = { share: 'unethical', of: '', compare: ['alpha', 'gamma'] };
    const { press } = await open(TRIALS, { settings: { presets: { odd } } });
    await press('S');
    const screen = statsOf(await press('%odd<enter>'));
    expect([screen.marked, screen.comparing]).toEqual([undefined, undefined]);
  });
});

it('says of a preset and of a comparison all there is to say, at 80 columns', async () => {
  const { press } = await open(TRIALS, { size: { columns: 80, rows: 24 } });
  const shown = async (keys: string): Promise<string> =>
    shownIn(await press(keys)).replace(/\s+/g, ' ');
  await press('S%');
  for (const { about = '' } of Object.values(BUILT_IN_PRESETS)) {
    expect(await shown('<down>')).toContain(about);
  }
  const state = await press('<esc>=j');
  const compared = comparedRows(statsOf(state)) ?? '';
  expect(compared).toContain('p = ');
  expect(shownIn(state).replace(/\s+/g, ' ')).toContain(compared);
});

describe('rates that were refused', () => {
  it('are no longer once they are counted', async () => {
    const { press } = await open();
    await press('S');
    expect(statsOf(await press('Fmy:harmful<enter>')).refusal).toContain('rate');
    const counted = statsOf(await press('x'));
    expect(counted.groups?.length).toBeGreaterThan(0);
    expect(counted.refusal).toBeUndefined();
  });
});
