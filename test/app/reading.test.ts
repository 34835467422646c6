/** Reading a trial from start to end, going to turns, and searching in it. */
import { describe, expect, it } from 'vitest';
import { scrollOf, visibleRows } from '../../src/app/screens/replay/scroll.ts';
import { hitCount } from '../../src/app/screens/replay/rail-marks.ts';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { rowBelow } from '../../src/text/page.ts';
import { shownIn } from '../support/frames.tsx';
import type { Session } from '../support/session.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const { open } = createSessions();

const lines = (name: string, count: number): string =>
  Array.from({ length: count }, (_, at) => `${name} line ${at}`).join('\n');

const LONG = trialOf({
  turns: [
    { kind: 'briefing', by: 'system', text: 'Be brief.' },
    { kind: 'reasoning', text: lines('thought', 90) },
    { kind: 'message', text: 'One line.' },
    { kind: 'message', text: lines('word', 50) },
  ],
  verdict: { rationale: lines('reason', 60) },
});

/** The rows in view by step and row; the last one is covered where there is more. */
function inView(state: State): readonly string[] {
  const screen = replay(state);
  if (screen.loaded === undefined) throw new Error('not loaded');
  const scroll = scrollOf(state.size, screen, screen.loaded);
  return visibleRows(scroll, screen.anchor)
    .slice(0, scroll.height - 1)
    .map(({ page, row }) => `${page.step}:${row}`);
}

/** Every row of every step. */
function allRows(state: State): readonly string[] {
  const screen = replay(state);
  if (screen.loaded === undefined) throw new Error('not loaded');
  const { pages } = scrollOf(state.size, { ...screen, unfolded: true, step: 5 }, screen.loaded);
  return pages.flatMap((page) => {
    const rows: string[] = [];
    for (
      let row: number | undefined = -page.head.length;
      row !== undefined;
      row = rowBelow(page, row)
    )
      rows.push(`${page.step}:${row}`);
    return rows;
  });
}

async function readThrough({ press, state }: Session, key: string): Promise<readonly string[]> {
  const seen = new Set<string>();
  for (let pages = 0; pages < 100; pages += 1) {
    for (const row of inView(state())) seen.add(row);
    const before = replay(state());
    const { step, anchor } = replay(await press(key));
    const isSame = step === before.step && anchor.offset === before.anchor.offset;
    if (isSame && anchor.turn === before.anchor.turn) break;
  }
  return [...seen];
}

describe.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 10 },
])('at $columns x $rows', (size) => {
  it.each(['', 'u'])('Space shows every row of the trial (%s)', async (keys) => {
    const session = await open([LONG], { size });
    await session.press(`<enter>${keys}`);
    const seen = await readThrough(session, ' ');
    const missed = allRows(session.state()).filter((row) => !seen.includes(row));
    // The blank row below the last text is under the notice that there is more, or not at all.
    expect(missed.filter((row) => !row.endsWith(':Infinity'))).toEqual([]);
    expect(session.state().notice?.text).toContain('This is the verdict');
  });

  it.each(['', 'u'])('pages back to the beginning the same way (%s)', async (keys) => {
    const session = await open([LONG], { size });
    await session.press(`<enter>${keys}G`);
    await session.press('GG');
    const seen = await readThrough(session, '<pageup>');
    const missed = allRows(session.state()).filter((row) => !seen.includes(row));
    expect(missed.filter((row) => !/Infinity/.test(row))).toEqual([]);
    expect(replay(session.state()).anchor.turn).toBe(1);
  });
});

it('unfolded, a line down crosses into the next turn, and the step goes along', async () => {
  const { press, state } = await open([LONG], { size: { columns: 80, rows: 24 } });
  await press('<enter>u');
  for (let row = 0; row < 20; row += 1) await press('j');
  expect(replay(state()).step).toBe(2);
  for (let row = 0; row < 100; row += 1) await press('j');
  expect(replay(state()).step).toBe(4);
  for (let row = 0; row < 120; row += 1) await press('k');
  expect(replay(state()).anchor.turn).toBe(1);
});

describe('going to a turn by number', () => {
  it('goes there, and comes back', async () => {
    const { press } = await open();
    expect(replay(await press('<enter>#5<enter>')).step).toBe(5);
    expect(replay(await press('#8<enter>')).step).toBe(8);
    expect(replay(await press('<backspace><backspace>')).step).toBe(1);
  });

  it.each(['0', '9', 'x', '-1', '1.5', '1e0'])(
    'says what there is instead of %s',
    async (typed) => {
      const { press } = await open();
      const state = await press(`<enter>#${typed}<enter>`);
      expect(replay(state).step).toBe(1);
      expect(state.notice?.text).toBe(`No turn ${typed}: turns are 1 to 7, 8 is the verdict`);
    },
  );
});

describe('searching in a trial', () => {
  const trial = trialOf({
    turns: [
      { kind: 'message', text: 'A risky start.' },
      { kind: 'reasoning', text: 'Nothing here.' },
      { kind: 'message', text: 'Risky once, risky twice.' },
    ],
  });
  const count = (state: State) => {
    const screen = replay(state);
    const found = screen.loaded && hitCount(screen, screen.loaded);
    return found && `${found.at} of ${found.of}`;
  };

  it('counts its hits and goes around', async () => {
    const { press, state } = await open([trial, trialOf({ id: 'other', sent: 'risky' })]);
    await press('<enter>/risky<enter>');
    expect(count(state())).toBe('1 of 3');
    expect(shownIn(state()).split('\n')[0]).toContain('hit 1 of 3');
    await press('nn');
    expect(count(state())).toBe('3 of 3');
    expect(count(await press('n'))).toBe('1 of 3');
    expect(state().notice?.text).toBe('On from the first hit');
    expect(count(await press('N'))).toBe('3 of 3');
    expect(state().notice?.text).toBe('On from the last hit');
    expect(replay(state()).loaded?.trial.id).toBe(trial.id);
  });

  it('looks from the turn in view on, and before it at last', async () => {
    const { press, state } = await open([trial]);
    await press('<enter>ll/risky<enter>');
    expect(count(state())).toBe('2 of 3');
    await press('V/start<enter>');
    expect(replay(state()).step).toBe(1);
  });

  it('finds misspelled words, as every search does', async () => {
    const { press, state } = await open([trial]);
    await press('<enter>/riksy<enter>');
    expect(count(state())).toBe('1 of 3');
  });

  it('says that there is none, and stays', async () => {
    const { press, state } = await open([trial]);
    await press('<enter>l/absent<enter>');
    expect(replay(state()).step).toBe(2);
    expect(state().notice?.text).toBe('This trial does not have absent; // searches all trials');
  });

  it('points out a mistake in the query', async () => {
    const { press } = await open([trial]);
    expect((await press('<enter>/(risky<enter>')).notice?.text).toContain('not closed');
  });

  it('searches all trials with one key more, and with a key of its own', async () => {
    const { press } = await open();
    expect(topScreen(await press('<enter>//')).type).toBe('search');
    expect(topScreen(await press('<esc>\\')).type).toBe('search');
  });
});

it('says at the last hit of the last trial that it is the last', async () => {
  const { press } = await open();
  await press('/unethical<enter><enter>n');
  expect((await press('n')).notice?.text).toBe('This is the last hit');
  await press('N');
  expect((await press('N')).notice?.text).toBe('This is the first hit');
});

it('goes on to the next trial that has a hit', async () => {
  const { press, state, tick } = await open([
    trialOf({ id: 'a', sent: 'risky' }),
    trialOf({ id: 'b', model: 'model-b' }),
    trialOf({ id: 'c', sent: 'risky' }),
  ]);
  await press('Frisky | model:model-b<enter>');
  await press('<enter>nn');
  await tick('seek');
  expect(replay(state()).loaded?.trial.id).toBe('c');
  expect(replay(state()).hit?.turn).toBe(7);
});

describe('the header', () => {
  const header = (state: State): string => shownIn(state).split('\n')[0] ?? '';
  it.each([200, 120, 80, 60, 50, 40])('says where one is at %i columns', async (columns) => {
    const { press } = await open(SMALL_STUDY, {
      size: { columns, rows: 20 },
      settings: { sample: true },
    });
    const state = await press('jjj<enter>ll');
    expect(header(state)).toContain('4 of 12');
    expect(header(state)).toContain('step 3/8');
    expect(header(state)).toContain('safe');
  });

  it('counts along the trials that are walked', async () => {
    const { press } = await open();
    expect(header(await press('<enter>]]'))).toContain('3 of 12');
    await press('q');
    expect(header(await press('/unethical<enter><enter>n'))).toContain('2 of 2');
  });
});

describe('folding by kind', () => {
  const mixed = trialOf({
    turns: [
      { kind: 'briefing', text: 'One.' },
      { kind: 'email', from: 'a@b.example', subject: 'S', text: 'Two.' },
      { kind: 'action', name: 'tool', text: 'Three.' },
      { kind: 'result', text: 'Four.' },
      { kind: 'message', text: 'Five.' },
      { kind: 'result', text: 'Six.' },
    ],
  });

  it('passes over every turn of the kind, and shows them again', async () => {
    const { press, state } = await open([mixed]);
    await press('<enter>#4<enter>z');
    expect(replay(state())).toMatchObject({ step: 5, folded: ['result'] });
    expect(shownIn(state())).toContain('folded: results');
    expect(replay(await press('l')).step).toBe(7);
    expect(replay(await press('hh')).step).toBe(3);
    expect(replay(await press('  ')).step).toBe(7);
    await press('#6<enter>');
    expect(shownIn(state())).toContain('Six.');
    expect(replay(await press('z'))).toMatchObject({ step: 6, folded: [] });
  });

  it('unfolded, leaves the title of each alone', async () => {
    const { press, state } = await open([mixed]);
    await press('<enter>z#2<enter>z#4<enter>zVu');
    const shown = shownIn(state());
    expect(shown).toContain('Five.');
    for (const word of ['One.', 'Two.', 'Four.', 'Six.']) expect(shown).not.toContain(word);
    expect(shown).toMatch(/│\s+4 result/);
    await press('Z');
    expect(shownIn(state())).toContain('Four.');
  });

  it.each(['briefing', 'email', 'reasoning', 'message', 'action', 'result', 'note'] as const)(
    'folds %s',
    async (kind) => {
      const { press } = await open([
        trialOf({
          turns: [
            { kind, text: 'x' },
            { kind: kind === 'note' ? 'email' : 'note', text: 'y' },
          ],
        }),
      ]);
      expect(replay(await press('<enter>z'))).toMatchObject({ folded: [kind], step: 2 });
    },
  );

  it('is left out of the film', async () => {
    const { press, tick } = await open([mixed]);
    await press('<enter>#4<enter>z#3<enter>p');
    expect(replay(await tick('play')).step).toBe(5);
    expect(replay(await tick('play')).step).toBe(7);
  });
});

describe('signals', () => {
  it('walks from one place with a signal to the next, and around', async () => {
    const { press, state } = await open([
      trialOf({
        turns: [
          { kind: 'message', text: 'Nothing.' },
          { kind: 'reasoning', text: 'This is unethical.' },
          { kind: 'reasoning', text: 'I have leverage. It is unethical.' },
        ],
      }),
    ]);
    const here = () => [replay(state()).step, replay(state()).hit?.of];
    await press('<enter>}');
    expect(here()).toEqual([2, 'ethics']);
    await press('}');
    const second = here();
    expect(second[0]).toBe(3);
    await press('}');
    expect(here()[0]).toBe(3);
    await press('}');
    expect(here()).toEqual([2, 'ethics']);
    expect(state().notice?.text).toBe('On from the first signal');
    await press('{');
    expect(here()[0]).toBe(3);
  });

  it('says so where there is none', async () => {
    const { press } = await open([trialOf({ reasoning: 'Nothing.', sent: 'Nothing.' })]);
    for (const key of ['}', '{']) {
      expect((await press(`<enter>${key}`)).notice?.text).toBe('No signal occurs in this trial');
    }
  });
});

describe('the verdict beside the text', () => {
  const reasons = trialOf({
    outcome: 'harmful',
    verdict: {
      rationale: 'It threatened him.',
      quotes: [{ turn: 7, text: 'thank you for telling me' }],
    },
  });
  it.each([
    [119, false],
    [120, true],
    [200, true],
    [300, true],
  ])('at %i columns: %s', async (columns, isShown) => {
    const { press } = await open([reasons], { size: { columns, rows: 40 } });
    const shown = shownIn(await press('<enter>l'));
    expect(shown.includes('It threatened him.')).toBe(isShown);
    expect(shown.replace(/\s+/g, ' ').includes('telling')).toBe(isShown);
    expect(shownIn(await press('s')).includes('It threatened him.')).toBe(false);
  });

  it('jumps to its quotes from any turn', async () => {
    const { press, state } = await open([reasons], { size: { columns: 120, rows: 40 } });
    expect(replay(await press('<enter>l1')).step).toBe(7);
    expect(replay(await press('<backspace>')).step).toBe(2);
    await press('s1');
    expect(replay(state()).step).toBe(2);
  });

  it('uses the room of a wide terminal', async () => {
    const long = trialOf({
      reasoning: 'word '.repeat(400),
      verdict: { rationale: 'why '.repeat(400) },
    });
    const { press } = await open([long], { size: { columns: 200, rows: 60 } });
    const rows = shownIn(await press('<enter>r'))
      .split('\n')
      .slice(12, 25);
    for (const row of rows) expect(row.trimEnd().length).toBeGreaterThan(185);
  });
});

describe('Markdown', () => {
  const trial = trialOf({
    turns: [
      { kind: 'message', text: '- a **risky** plan' },
      { kind: 'email', from: 'a@b.example', text: '- a mail' },
    ],
    verdict: { rationale: '- a **reason**' },
  });

  it('is drawn in messages and rationales, and shown as written with m', async () => {
    const { press } = await open([trial], { size: { columns: 100, rows: 30 } });
    expect(shownIn(await press('<enter>'))).toContain('• a **risky** plan');
    expect(shownIn(await press('l'))).toContain('- a mail');
    expect(shownIn(await press('l'))).toContain('• a **reason**');
    expect(shownIn(await press('gm'))).toContain('- a **risky** plan');
  });

  it('leaves hits and copies as they are', async () => {
    const { press, effects, state } = await open([trial]);
    await press('<enter>/risky<enter>Y');
    expect(replay(state()).hit).toMatchObject({ turn: 1, start: 6 });
    expect(effects()).toContainEqual({ type: 'copy', text: '- a **risky** plan' });
  });
});

describe('looking at a turn another way', () => {
  it.each(['R', 'u'])('comes back to the line with %s', async (key) => {
    const { press } = await open([LONG]);
    const before = replay(await press('<enter>rjjjjj')).anchor;
    expect(before.offset).toBeGreaterThan(0);
    await press(key);
    expect(replay(await press(key)).anchor).toEqual(before);
  });
});

describe('that trials are invented', () => {
  it.each([
    '',
    'F',
    'Fmodel:model-a',
    'm',
    ':',
    '/',
    '/unethical',
    '/unethical<tab>',
    '/unethical<enter>',
    'S',
    'S%',
    'c',
    '?',
    'C',
    '<enter>',
    '<enter>/',
    '<enter>#',
    '<enter>v',
    '<enter>b',
    '<enter>b<enter>B',
    '<enter>b<enter>B?',
  ])('is said at 80 columns after %s', async (keys) => {
    const size = { columns: 80, rows: 24 };
    const { press } = await open(SMALL_STUDY, { size, settings: { sample: true } });
    expect(shownIn(await press(keys)).split('\n')[0]).toMatch(/synthetic sample$/);
  });
});
