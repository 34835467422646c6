/** Opening a trial: from the Docket, from a hit, from its neighbour, from the command line. */
import type { TrialKey } from '../../../query/results.ts';
import { findMatches } from '../../../text/match.ts';
import { isFor, type MatchPattern } from '../../../text/patterns.ts';
import { searchable } from '../../../trial/searchable.ts';
import { replay, type Goal, type LoadedTrial, type ReplayScreen, type Sequence } from './state.ts';
import type { State } from '../../state.ts';
import { atStep } from './positions.ts';
import { atRole, whereLeft } from './returning.ts';
import { newMarks, scanOn } from './rail-marks.ts';
import { lookOn, seekLater } from './find-hit.ts';
import { stepOrder, verdictStep } from './steps.ts';
import {
  ask,
  clamp,
  findScreen,
  push,
  sequence,
  type Transition,
  withScreen,
} from '../../transition.ts';

/** Opens a trial over the screen on top. Highlights are the filter's unless others are given. */
export function openReplay(
  state: State,
  key: TrialKey,
  goal: Goal,
  from: { readonly patterns?: readonly MatchPattern[]; readonly sequence?: Sequence } = {},
): Transition {
  const screen = replay.initial({
    key,
    goal,
    patterns: from.patterns ?? state.list.patterns,
    sequence: from.sequence ?? { type: 'filter' },
  });
  return loadTrial(push(state, screen), key);
}

/** Goes to another trial in the same replay; how it is shown stays. */
export function goToTrial(state: State, key: TrialKey, goal: Goal): Transition {
  const next = withScreen(state, 'replay', (screen) => ({
    ...screen,
    key,
    goal,
    loaded: undefined,
    notes: [],
    hit: undefined,
    seeking: undefined,
    scan: undefined,
    place: undefined,
    quote: undefined,
    back: [],
    lines: {},
    turned: undefined,
    kept: undefined,
    reading: undefined,
  }));
  return loadTrial(next, key);
}

function loadTrial(state: State, key: TrialKey): Transition {
  const { preview } = state;
  // The Docket's preview is the very trial, most of the time.
  if (preview?.key === key && preview.loaded !== undefined) return takeTrial(state, preview.loaded);
  return ask(state, { name: 'trial', params: { key } });
}

/** Asks again for the trial of the replay if it has not arrived. */
export function loadMissing(state: State): Transition {
  const screen = findScreen(state, 'replay');
  return screen === undefined || screen.loaded !== undefined
    ? [state]
    : loadTrial(state, screen.key);
}

/** A trial has arrived: goes where its replay wanted to be. */
export function takeTrial(state: State, loaded: LoadedTrial): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.key !== loaded.key) return [state];
  const arrived = {
    ...screen,
    loaded,
    notes: loaded.notes ?? [],
    marking: undefined,
    seeking: undefined,
    scan: newMarks(loaded),
  };
  return sequence(state, (one) => arrive(one, arrived, loaded), scanOn);
}

function arrive(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const order = stepOrder(loaded.trial, screen.byTime);
  const { goal } = screen;
  const at = (step: number): ReplayScreen => atStep(screen, step);
  const shown = (one: ReplayScreen): State => withScreen(state, 'replay', () => one);
  switch (goal.type) {
    case 'start':
      return [shown(whereLeft(state, screen, loaded) ?? at(order[0] ?? 1))];
    case 'role':
      return [shown(atRole(state, screen, loaded, goal.role))];
    case 'turn':
      return [shown(at(clamp(goal.turn, 1, verdictStep(loaded.trial))))];
    case 'hit':
      return lookOnNth(shown(at(goal.turn)), goal.turn, textHits(screen, loaded, goal));
    case 'first-hit':
    case 'last-hit': {
      const step = (goal.type === 'first-hit' ? order[0] : order.at(-1)) ?? 1;
      const by = goal.type === 'first-hit' ? 1 : -1;
      // Without a hit, to the trial after it.
      return lookOn(shown(at(order[0] ?? 1)), { by, step, end: 'sequence' }, undefined, (one) =>
        seekLater(one, { by, step: (by > 0 ? order.at(-1) : order[0]) ?? 1, end: 'sequence' }),
      );
    }
    default:
      return goal satisfies never;
  }
}

/** The hit of a turn after some others, or its first. */
function lookOnNth(state: State, step: number, skip: number): Transition {
  const first = (one: State): Transition => lookOn(one, { by: 1, step, end: 'step' });
  if (skip === 0) return first(state);
  return lookOn(state, { by: 1, step, skip, end: 'step' }, undefined, first);
}

/** How many hits come before one in the turn's own text: those of the headers are not in it. */
function textHits(
  { patterns }: ReplayScreen,
  { trial }: LoadedTrial,
  { turn, nth = 0 }: Extract<Goal, { type: 'hit' }>,
): number {
  const one = trial.turns[turn - 1];
  if (one === undefined || nth === 0) return 0;
  const { passage, textStart } = searchable(one);
  const wanted = patterns.filter((some) => isFor(some, one.kind));
  return Math.max(0, nth - findMatches(passage.slice(0, textStart), wanted).length);
}
