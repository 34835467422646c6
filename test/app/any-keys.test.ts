/** Whatever keys are pressed in whatever order, the viewer holds together. */
import { array, assert, asyncProperty, constantFrom, oneof } from 'fast-check';
import { expect, it } from 'vitest';
import { COMMANDS, keysOf } from '../../src/app/keymap.ts';
import { filmTimes, readingRow } from '../../src/app/screens/replay/play.ts';
import { scrollOf, visibleRows } from '../../src/app/screens/replay/scroll.ts';
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
