/**
 * Places. A place is a list of trials with the screens over it. A list that is opened from somewhere
 * else, such as the trials of a rate, is a place over the one it came from, which stays as it is and
 * is returned to. Of screens that are closed, and of trials that are left, is kept where one was.
 */
import { docket } from './screens/docket/state.ts';
import type { Screen } from './screens/states.ts';
import { LASTING, NO_STEPS, type Closed, type Place, type State } from './state.ts';

const MOST_LEFT = 500;

function placeOf(state: State): Place {
  const { screens, filter, filterError, filterSteps, sort, list, facets, preview } = state;
  return { screens, filter, filterError, filterSteps, sort, list, facets, preview };
}

/** A new place over the present one: all trials of a filter, in the same order. */
export function placeOver(state: State, filter: string): State {
  return {
    ...state,
    places: [...state.places, placeOf(state)],
    screens: [docket.initial()],
    filter,
    filterError: undefined,
    filterSteps: NO_STEPS,
  };
}

/** Back in the place below, as it was left; undefined: there is none. */
export function placeBelow(state: State): State | undefined {
  const below = state.places.at(-1);
  return below === undefined
    ? undefined
    : { ...state, ...below, places: state.places.slice(0, -1) };
}

/** Keeps of the screens that are gone since `before` what they are taken up again with. */
export function withLeft(before: State, after: State): State {
  if (before.screens === after.screens) return after;
  let { closed, left } = after;
  for (const screen of before.screens) {
    if (after.screens.includes(screen)) continue;
    if (screen.type === 'replay') left = withLeftTrial(left, after, screen);
    else if (isLasting(screen) && !after.screens.some(({ type }) => type === screen.type)) {
      closed = { ...closed, [screen.type]: screen };
    }
  }
  return closed === after.closed && left === after.left ? after : { ...after, closed, left };
}

function isLasting(screen: Screen): screen is Extract<Screen, { type: keyof Closed }> {
  return LASTING.some((type) => type === screen.type);
}

function withLeftTrial(
  left: State['left'],
  after: State,
  screen: Extract<Screen, { type: 'replay' }>,
): State['left'] {
  const { key } = screen;
  const isOpen = after.screens.some((one) => one.type === 'replay' && one.key === key);
  return isOpen ? left : withTrial(left, screen);
}

/** Where trials were left, with the one of a screen. */
export function withTrial(left: State['left'], screen: Screen): State['left'] {
  if (screen.type !== 'replay' || screen.loaded === undefined) return left;
  const { loaded, step, anchor, unfolded, byTime } = screen;
  const { id } = loaded.row;
  const others = left.filter((one) => one.id !== id).slice(1 - MOST_LEFT);
  return [...others, { id, step, anchor, unfolded, byTime }];
}

/** The state after another index was opened: keys of trials in it mean something else. */
export function withoutKeys(state: State): State {
  const closed = Object.fromEntries(
    Object.entries(state.closed).filter(([type]) => !KEYED.includes(type)),
  );
  const places = state.places.map((place) => ({ ...place, screens: withoutTrials(place.screens) }));
  return { ...state, screens: withoutTrials(state.screens), places, closed };
}

/** Screens that go by the keys of trials. */
const KEYED: readonly string[] = ['replay', 'search', 'compare', 'concordance', 'secondLook'];

function withoutTrials([docketScreen, ...others]: State['screens']): State['screens'] {
  return [docketScreen, ...others.filter(({ type }) => !KEYED.includes(type))];
}
