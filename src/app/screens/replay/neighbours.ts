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
  withTop,
} from '../../transition.ts';
import { lookOn, seekFrom } from './find-hit.ts';
import { show } from './moving.ts';
import { goToTrial } from './open.ts';
import { playOn } from './play.ts';
import type { Goal, HitSearch, LoadedTrial, ReplayScreen } from './state.ts';

export function hitBy(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  by: 1 | -1,
): Transition {
  const seek = seekFrom(screen, loaded, by);
  return seek === undefined ? noHit(state, by) : lookFurther(state, seek);
}

function lookFurther(state: State, seek: HitSearch): Transition {
  const there = (one: State): Transition => {
    const screen = findScreen(one, 'replay');
    return screen === undefined ? [one] : show(one, screen);
  };
  return lookOn(state, seek, there, (one) =>
    seek.end === 'sequence' ? noHit(one, seek.by) : [one],
  );
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

/** To the trial before or after, in the sequence the replay was opened from. */
export function neighbour(state: State, screen: ReplayScreen, by: 1 | -1, goal: Goal): Transition {
  if (screen.sequence.type === 'search') {
    const { keys } = screen.sequence;
    const key = keys[keys.indexOf(screen.key) + by];
    if (key === undefined || keys.indexOf(screen.key) + by < 0) return noMore(state, by);
    return toTrial(state, key, goal);
  }
  const waiting = withTop(state, { ...screen, goal, heading: by });
  return ask(waiting, {
    name: 'place',
    params: { query: { text: state.filter }, sort: state.sort, key: screen.key },
  });
}

/** Where the open trial stands in the filtered list is known: go on in the wanted direction. */
export function takePlace(state: State, place: Result<'place'>): Transition {
  const screen = findScreen(state, 'replay');
  if (screen === undefined) return [state];
  if (place.index < 0) return notify(state, 'This trial is not within the filter');
  const key = screen.heading > 0 ? place.next : place.previous;
  return key === null ? noMore(state, screen.heading) : toTrial(state, key, screen.goal);
}

/** To another trial; what plays goes on there. */
function toTrial(state: State, key: TrialKey, goal: Goal): Transition {
  return sequence(state, (one) => goToTrial(one, key, goal), playOn);
}

function noMore(state: State, by: 1 | -1): Transition {
  return notify(state, by > 0 ? 'This is the last trial' : 'This is the first trial');
}
