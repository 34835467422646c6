/** Going to the next hit, and to the trials before and after. */
import type { TrialKey } from '../../../query/results.ts';
import type { Result } from '../../../collection/protocol.ts';
import type { State } from '../../state.ts';
import {
  ask,
  findScreen,
  notify,
  sequence,
  topScreen,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { askMore } from '../search/ask.ts';
import { foundCount, hitCount } from '../search/lines.ts';
import { lookOn, seekFrom } from './find-hit.ts';
import { show } from './moving.ts';
import { goToTrial } from './open.ts';
import { playOn } from './play.ts';
import { stepOrder } from './steps.ts';
import type { Goal, HitSearch, LoadedTrial, ReplayScreen } from './state.ts';

export function hitBy(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  by: 1 | -1,
  what?: 'signal',
): Transition {
  const seek = seekFrom(screen, loaded, by, what);
  if (seek !== undefined) return lookFurther(state, seek);
  const isHere = screen.find !== undefined || what === 'signal';
  return isHere ? lookAround(state, by, what) : noHit(state, by);
}

/** Goes to the next hit from a place on, and where there is none on to what `seek` says. */
export function lookFurther(state: State, seek: HitSearch): Transition {
  const there = (one: State): Transition => {
    const screen = findScreen(one, 'replay');
    return screen === undefined ? [one] : show(one, screen);
  };
  return lookOn(state, seek, there, (one) => {
    if (seek.end === 'sequence') return noHit(one, seek.by);
    if (seek.end === 'around') return lookAround(one, seek.by, seek.what);
    return seek.end === 'lap' ? notFound(one, seek.what) : [one];
  });
}

/** At the last hit of the trial: on from its other end. */
function lookAround(state: State, by: 1 | -1, what?: 'signal'): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.loaded === undefined) return [state];
  const order = stepOrder(screen.loaded.trial, screen.byTime);
  const step = (by > 0 ? order[0] : order.at(-1)) ?? 1;
  const isFromHit = screen.hit !== undefined;
  return sequence(
    state,
    (one) => lookFurther(one, { what, by, step, end: 'lap' }),
    (one) => {
      const there = findScreen(one, 'replay');
      const isThere = isFromHit && there?.hit !== undefined && there.seeking === undefined;
      if (!isThere) return [one];
      return notify(one, `On from the ${by > 0 ? 'first' : 'last'} ${what ?? 'hit'}`);
    },
  );
}

export function notFound(state: State, what?: 'signal'): Transition {
  if (what === 'signal') return notify(state, 'No signal occurs in this trial');
  const find = findScreen(state, 'replay')?.find;
  return notify(state, `This trial does not have ${find ?? 'it'}; // searches all trials`);
}

/** The next slice of a search that a key began, unless another key has ended it. */
export function seekTick(state: State): Transition {
  const screen = topScreen(state);
  if (screen.type !== 'replay' || screen.seeking === undefined) return [state];
  return lookFurther(state, screen.seeking);
}

function noHit(state: State, by: 1 | -1): Transition {
  const screen = findScreen(state, 'replay');
  const goal: Goal = { type: by > 0 ? 'first-hit' : 'last-hit' };
  return screen === undefined ? [state] : neighbour(state, screen, by, goal);
}

/** Where the open trial stands among those that are walked, from 0, as far as it is known. */
export function placeOf(
  state: State,
  { key, sequence: walked, place }: ReplayScreen,
): { readonly index: number; readonly total: number } | undefined {
  if (walked.type === 'search') {
    const found = findScreen(state, 'search')?.result?.trials ?? 0;
    return { index: walked.keys.indexOf(key), total: Math.max(walked.keys.length, found) };
  }
  const at = state.list.rows.findIndex((row) => row.key === key);
  const index = at >= 0 ? state.list.offset + at : place;
  return index === undefined ? undefined : { index, total: state.list.total };
}

/** To the trial before or after, in the sequence the replay was opened from. */
export function neighbour(state: State, screen: ReplayScreen, by: 1 | -1, goal: Goal): Transition {
  if (screen.sequence.type === 'search') {
    const { keys } = screen.sequence;
    const key = keys[keys.indexOf(screen.key) + by];
    if (key !== undefined) return toTrial(state, key, goal);
    return (by > 0 ? moreHits(state, screen, goal) : undefined) ?? noMore(state, by, goal);
  }
  const waiting = withTop(state, { ...screen, goal, heading: by });
  return ask(waiting, {
    name: 'place',
    params: { query: { text: state.filter }, sort: state.sort, key: screen.key },
  });
}

const ASKING = 'Asking for more hits…';

/** After the last trial of the hits that are there: asks for more; undefined: these are all. */
function moreHits(state: State, screen: ReplayScreen, goal: Goal): Transition | undefined {
  const found = findScreen(state, 'search');
  if (found?.result === undefined) return undefined;
  const had = hitCount(found.result);
  if (foundCount(found.result) <= had) return undefined;
  const waiting = withScreen(state, 'replay', () => ({ ...screen, awaited: { goal, had } }));
  return sequence(
    waiting,
    (one) => askMore(one, found),
    (one) => notify(one, ASKING),
  );
}

/** More hits are there: on to the trial that was asked for. */
export function walkOn(state: State): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.awaited === undefined) return [state];
  const { goal, had } = screen.awaited;
  const arrived = { ...screen, awaited: undefined };
  const notice = state.notice?.text === ASKING ? undefined : state.notice;
  const next = withScreen({ ...state, notice }, 'replay', () => arrived);
  const isMore = hitCount(findScreen(state, 'search')?.result) > had;
  return isMore ? neighbour(next, arrived, 1, goal) : noMore(next, 1, goal);
}

/** Where the open trial stands in the filtered list is known: go on in the wanted direction. */
export function takePlace(state: State, place: Result<'place'>): Transition {
  const screen = findScreen(state, 'replay');
  if (screen === undefined) return [state];
  if (place.index < 0) return notify(state, 'This trial is not within the filter');
  const { heading, goal } = screen;
  const key = heading > 0 ? place.next : place.previous;
  const set = (index: number): State =>
    withScreen(state, 'replay', (one) => ({ ...one, place: index }));
  return key === null
    ? noMore(set(place.index), heading, goal)
    : toTrial(set(place.index + heading), key, goal);
}

/** To another trial; what plays goes on there. */
function toTrial(state: State, key: TrialKey, goal: Goal): Transition {
  return sequence(state, (one) => goToTrial(one, key, goal), playOn);
}

function noMore(state: State, by: 1 | -1, goal: Goal): Transition {
  const what = goal.type === 'first-hit' || goal.type === 'last-hit' ? 'hit' : 'trial';
  return notify(state, `This is the ${by > 0 ? 'last' : 'first'} ${what}`);
}
