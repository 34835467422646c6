/** Small pieces that every update is made of: asking, timing, and changing the screen on top. */
import type { Request } from '../collection/protocol.ts';
import { plural } from '../stats/bars.ts';
import { copyOf } from '../text/copy.ts';
import type { Effect, TimerName } from './message.ts';
import type { Notice, State } from './state.ts';
import type { Screen, ScreenType } from './screens/states.ts';

/** A new state and what it asks the outside to do. */
export type Transition = readonly [State, ...Effect[]];

export function topScreen(state: State): Screen {
  return state.screens.at(-1) ?? state.screens[0];
}

/** The state with the top screen replaced. */
export function withTop(state: State, screen: Screen): State {
  const rest = state.screens.slice(0, -1);
  const screens = [...rest, screen] as readonly Screen[];
  return { ...state, screens: screens as State['screens'] };
}

export function push(state: State, screen: Screen): State {
  return { ...state, screens: [...state.screens, screen] };
}

/** The state without its top screen; the Docket stays. */
export function pop(state: State): State {
  if (state.screens.length === 1) return state;
  return { ...state, screens: state.screens.slice(0, -1) as unknown as State['screens'] };
}

/** The state without the topmost screen of a type; the first screen of all stays. */
export function without(state: State, type: ScreenType): State {
  const index = state.screens.findLastIndex((screen) => screen.type === type);
  if (index <= 0) return state;
  return { ...state, screens: state.screens.toSpliced(index, 1) as unknown as State['screens'] };
}

/** The state with the topmost screen of a type changed; unchanged if there is none. */
export function withScreen<T extends ScreenType>(
  state: State,
  type: T,
  change: (screen: Extract<Screen, { type: T }>) => Extract<Screen, { type: T }>,
): State {
  const index = state.screens.findLastIndex((screen) => screen.type === type);
  const found = state.screens[index];
  if (found === undefined) return state;
  const screens = state.screens.with(index, change(found as Extract<Screen, { type: T }>));
  return { ...state, screens: screens as unknown as State['screens'] };
}

/** The topmost screen of a type. */
export function findScreen<T extends ScreenType>(
  state: State,
  type: T,
): Extract<Screen, { type: T }> | undefined {
  return state.screens.findLast((screen) => screen.type === type) as
    | Extract<Screen, { type: T }>
    | undefined;
}

/** Asks. Of several requests of one name only the newest counts (`collection/request-queue.ts`). */
export function ask(state: State, request: Request): Transition {
  return [state, { type: 'ask', request }];
}

export function startTimer(state: State, name: TimerName, ms: number): Transition {
  const timerId = (state.timerIds[name] ?? 0) + 1;
  return [
    { ...state, timerIds: { ...state.timerIds, [name]: timerId } },
    { type: 'timer', name, timerId, ms },
  ];
}

const NOTICE_MS = 4000;

/** Shows one line at the bottom, for a few seconds or until the next key, while its screen is on top. */
export function notify(state: State, text: string, tone: Notice['tone'] = 'info'): Transition {
  return startTimer(
    { ...state, notice: { text, tone, on: topScreen(state).type } },
    'notice',
    NOTICE_MS,
  );
}

/** Puts a text, and what always stands behind it, on the clipboard, and says what was copied (`what`) and whether that is all of it. */
export function copy(state: State, original: string, what: string, after?: string): Transition {
  const { text, omitted, isCut } = copyOf(original, after);
  const omission = omitted === 0 ? '' : ` without ${plural(omitted, 'control character')}`;
  const cut = isCut ? '; only the beginning, which is what a terminal takes' : '';
  const isWhole = omitted === 0 && !isCut;
  const [next, ...effects] = notify(
    state,
    `Copied ${what}${omission}${cut}`,
    isWhole ? 'info' : 'warning',
  );
  return [next, { type: 'copy', text }, ...effects];
}

/** Runs several transitions one after the other, collecting their effects. */
export function sequence(
  state: State,
  ...steps: readonly ((state: State) => Transition)[]
): Transition {
  return steps.reduce<Transition>(
    ([current, ...effects], step) => {
      const [next, ...more] = step(current);
      return [next, ...effects, ...more];
    },
    [state],
  );
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The first row to show so that `cursor` is visible in `height` rows, moving as little as can be. */
export function scrollTo(top: number, cursor: number, height: number, total: number): number {
  const room = Math.max(1, height);
  const moved = cursor < top ? cursor : cursor >= top + room ? cursor - room + 1 : top;
  return clamp(moved, 0, Math.max(0, total - room));
}
