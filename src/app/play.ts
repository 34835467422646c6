/** Auto-play: how long a screenful is read, and what comes after it. */
import { lineAt } from './document.ts';
import { atStep } from './open-replay.ts';
import { scrollBy, scrollOf, visibleRows } from './scroll.ts';
import type { ReplayScreen, Speed, State } from './state.ts';
import { stepOrder } from './steps.ts';
import { startTimer, type Transition, withScreen } from './transition.ts';

const SPEEDS: readonly Speed[] = [0.5, 0.75, 1, 1.5, 2, 3, 5];

/** A screenful is never shown for less, however few words it has. */
const SHORTEST_MS = 1200;

/** Starts the clock for what is in view, if the replay is playing. */
export function playOn(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'replay');
  if (screen?.loaded === undefined || !screen.playing) return [state];
  return startTimer(state, 'play', readingMs(state, screen));
}

/** The clock ran out: one page further down, or the next turn; at the verdict it stops. */
export function playTick(state: State): Transition {
  const screen = state.screens.at(-1);
  if (screen?.type !== 'replay' || screen.loaded === undefined || !screen.playing) return [state];
  const next = advanced(state, screen);
  return next === undefined
    ? [withScreen(state, 'replay', (one) => ({ ...one, playing: false }))]
    : playOn(withScreen(state, 'replay', () => next));
}

/** The next slower or faster speed. */
export function changedSpeed(speed: Speed, by: 1 | -1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}

function advanced(state: State, screen: ReplayScreen): ReplayScreen | undefined {
  const { loaded } = screen;
  if (loaded === undefined) return undefined;
  const scroll = scrollOf(state.size, screen, loaded);
  const { anchor, moved } = scrollBy(scroll, screen.anchor, Math.max(1, scroll.height - 2));
  if (moved) return { ...screen, anchor };
  const order = stepOrder(loaded.trial, screen.byTime);
  const next = order[order.indexOf(screen.step) + 1];
  return next === undefined ? undefined : atStep(screen, next);
}

function readingMs(state: State, screen: ReplayScreen): number {
  const { loaded } = screen;
  if (loaded === undefined) return SHORTEST_MS;
  const scroll = scrollOf(state.size, screen, loaded);
  const words = visibleRows(scroll, screen.anchor)
    .map(({ document, row }) => lineAt(document, row, []))
    .map(
      (line) =>
        line
          .map(({ text }) => text)
          .join('')
          .split(/\s+/)
          .filter(Boolean).length,
    )
    .reduce((sum, count) => sum + count, 0);
  const ms = (words / state.settings.wordsPerMinute) * 60_000;
  return Math.max(SHORTEST_MS, ms) / screen.speed;
}
