/** Whatever keys are pressed in whatever order, the viewer holds together. */
import { array, assert, asyncProperty, constantFrom, oneof } from 'fast-check';
import { expect, it } from 'vitest';
import type { KeyContext } from '../../src/app/key-contexts.ts';
import { COMMANDS, contextOf, keysOf } from '../../src/app/keymap.ts';
import { filmTimes, readingRow } from '../../src/app/screens/replay/play.ts';
import { scrollOf, visibleRows } from '../../src/app/screens/replay/scroll.ts';
import type { Screen } from '../../src/app/screens/states.ts';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { openSession } from '../support/session.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const KEYS = [
  ...new Set(
    COMMANDS.flatMap((command) => [
      ...keysOf(command, { settings: { keys: {} } } as Pick<State, 'settings'>),
    ]),
  ),
];

/** Ends of the clock and changes of size come between the keys. */
const happening = oneof(
  { arbitrary: constantFrom(...KEYS), weight: 8 },
  { arbitrary: constantFrom('p', 'b', 'B', 'enter', 'J', '.', ',', 'tick', 'tick'), weight: 6 },
  { arbitrary: constantFrom('small', 'large', 'x', 'é'), weight: 1 },
);

function check(state: State): void {
  const screen = topScreen(state);
  const { stops } = state.bookmarks.walkthrough;
  if (screen.type === 'bookmarks') {
    expect(screen.cursor).toBeLessThanOrEqual(Math.max(0, stops.length - 1));
  }
  if (screen.type !== 'replay' || screen.loaded === undefined) return;
  if (screen.playing) expect(screen.reading?.turn).toBe(screen.step);
  const row = readingRow(state, screen);
  const times = filmTimes(state, screen);
  if (times !== undefined) {
    expect(times.elapsed).toBeGreaterThanOrEqual(0);
    expect(times.elapsed).toBeLessThanOrEqual(times.total);
  }
  if (row === undefined || !screen.playing) return;
  const rows = visibleRows(scrollOf(state.size, screen, screen.loaded), screen.anchor);
  expect(rows.some((one) => one.page.step === screen.step && one.row === row)).toBe(true);
}

it('keeps its cursors in their lists and what is read in view', async () => {
  const long = Array.from({ length: 60 }, (_, at) => `word${at} `.repeat(at)).join('\n');
  await assert(
    asyncProperty(array(happening, { minLength: 40, maxLength: 150 }), async (keys) => {
      const session = await openSession([trialOf({ reasoning: long, sent: long }), ...SMALL_STUDY]);
      await session.press('<enter>');
      for (const key of keys) {
        if (key === 'tick') await session.tick('play');
        else if (key === 'small' || key === 'large') {
          const size = key === 'small' ? { columns: 42, rows: 10 } : { columns: 130, rows: 45 };
          await session.send({ type: 'resize', size });
        } else await session.send({ type: 'key', key });
        check(session.state());
      }
      await session.close();
    }),
    { numRuns: 150 },
  );
});

/** Keys that lead away from where one is, and those that lead back, by what has the keys. */
const AWAY: Readonly<
  Partial<
    Record<KeyContext, readonly (readonly [away: string, back: string, meanwhile?: string])[]>
  >
> = {
  docket: [
    ['?', 'q'],
    [':', '<esc>'],
    ['S', 'q'],
    ['/', '<esc>'],
    ['F', '<esc>'],
    ['Fmodel:model-b', '<esc>'],
    ['m', '<esc>'],
    ['f', '<esc>'],
    ['s', '<esc>'],
    ['B', 'q'],
    ['<enter>', 'q'],
    ['<enter>', 'q', 'V'],
    ['M', 'q'],
    ['Fmodel:model-b<enter>', 'u'],
  ],
  facets: [
    ['?', 'q'],
    ['S', 'q'],
    ['F', '<esc>'],
    ['m', '<esc>'],
  ],
  replay: [
    ['?', 'q'],
    [':', '<esc>'],
    ['S', 'q'],
    ['\\', '<esc>'],
    ['/', '<esc>'],
    ['B', 'q'],
    ['#', '<esc>'],
  ],
  stats: [
    ['?', 'q'],
    ['F', '<esc>'],
    ['Fmodel:model-b', '<esc>'],
    ['b', '<esc>'],
    ['d', '<esc>'],
    ['<enter>', 'q'],
    ['<enter>', 'q', 'j<enter>V]q'],
  ],
  'search-results': [
    ['?', 'q'],
    ['<enter>', 'q'],
    ['<ctrl+t>', 'q'],
    ['<ctrl+r>', 'q'],
  ],
  'search-input': [
    ['<enter>', 'q'],
    ['<ctrl+t>', 'q'],
    ['<ctrl+r>', 'q'],
  ],
  compare: [['?', 'q']],
  'concordance-lines': [
    ['?', 'q'],
    ['b', '<esc>'],
    ['K', '<esc>'],
    ['<enter>', 'q'],
    ['<enter>', 'q', 'V]'],
  ],
  'concordance-table': [
    ['?', 'q'],
    ['<enter>', 'q', 'j<enter>V]q'],
  ],
  bookmarks: [['?', 'q']],
};

/** What of a screen makes a place: what one reads, and where in it. */
function placeIn(screen: Screen): object {
  switch (screen.type) {
    case 'docket':
      return { ...screen, held: undefined };
    case 'replay': {
      const { type, key, step, anchor, unfolded, byTime } = screen;
      return { type, key, step, anchor, unfolded, byTime };
    }
    case 'stats': {
      const { type, by, split, cross, cursor, column, top, isPlace } = screen;
      return { type, by, split, cross, cursor, column, top, isPlace };
    }
    case 'search': {
      const { type, input, switches, cursor, top } = screen;
      return { type, text: input.text, switches, cursor, top };
    }
    case 'compare': {
      const { type, at, onlyDifferences, saidAndDid } = screen;
      return { type, at, onlyDifferences, saidAndDid };
    }
    case 'concordance':
      // What is asked for again is another object of the same.
      return { ...screen, result: undefined };
    default:
      return screen;
  }
}

function placeOf(state: State): object {
  const { screens, filter, sort, places, prompt, list, marked } = state;
  const { cursor } = screens[0];
  const row = list.rows[cursor - list.offset]?.id;
  return {
    screens: screens.map(placeIn),
    filter,
    sort,
    places: places.length,
    prompt,
    row,
    marked,
  };
}

/** Places where many keys mean something; the others are come to by chance. */
const start = constantFrom(
  '',
  'G',
  '<tab>jj',
  '<enter>rj',
  'Sj',
  'Sdbelief<enter>cj',
  'Sj<enter>j',
  'Fverdict:safe<enter>j j ',
  '/model<tab>jjj',
  '/the<down><down>',
  '/the<down><enter>',
  '/the<ctrl+t>j',
  '/verdict:safe<down><down>',
  'Kthe<enter>jj',
  'Kthe<enter><tab>jl',
);

it('never loses the place: leaving and coming back is the identity', async () => {
  await assert(
    asyncProperty(start, array(happening, { maxLength: 30 }), async (first, keys) => {
      const session = await openSession(SMALL_STUDY);
      await session.press(first);
      for (const key of keys) {
        if (key === 'tick' || key === 'small' || key === 'large') continue;
        await session.send({ type: 'key', key });
      }
      // What plays goes on meanwhile.
      const top = topScreen(session.state());
      if (top.type === 'replay' && top.playing) await session.press('p');
      for (const [away, back, meanwhile = ''] of AWAY[contextOf(session.state())] ?? []) {
        const before = session.state();
        const gone = await session.press(away);
        // A key that does nothing here leads nowhere.
        const isAway =
          gone.prompt !== before.prompt ||
          gone.places.length !== before.places.length ||
          gone.screens.length !== before.screens.length ||
          (back === 'u' && gone.filter !== before.filter);
        if (!isAway) continue;
        const after = await session.press(meanwhile + back);
        const keysPressed = away + meanwhile + back;
        expect({ keysPressed, ...placeOf(after) }).toEqual({ keysPressed, ...placeOf(before) });
      }
      await session.close();
    }),
    { numRuns: 80 },
  );
});
