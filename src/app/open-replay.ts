/** Opening a trial: from the Docket, from a hit, from its neighbour, from the command line. */
import type { MatchPattern } from '../text/patterns.ts';
import type { Goal, LoadedTrial, ReplayScreen, Sequence, State } from './state.ts';
import { matchesIn, stepDocument, stepsWithMatch } from './document.ts';
import { replayLayout } from './layout.ts';
import { stepOrder, verdictStep } from './steps.ts';
import { askIn, clamp, push, sequence, type Transition, withScreen } from './transition.ts';

const NEW_REPLAY: Omit<ReplayScreen, 'key' | 'patterns' | 'sequence' | 'goal'> = {
  type: 'replay',
  loaded: undefined,
  step: 1,
  anchor: { turn: 1, offset: 0 },
  unfolded: false,
  byTime: false,
  details: false,
  raw: false,
  playing: false,
  reading: undefined,
  speed: 1,
  hit: undefined,
  quote: undefined,
  heading: 1,
  back: [],
};

/** Opens a trial over what is there. Highlights are the filter's unless others are given. */
export function openReplay(
  state: State,
  key: number,
  goal: Goal,
  from: { readonly patterns?: readonly MatchPattern[]; readonly sequence?: Sequence } = {},
): Transition {
  const screen: ReplayScreen = {
    ...NEW_REPLAY,
    key,
    goal,
    patterns: from.patterns ?? state.list.patterns,
    sequence: from.sequence ?? { type: 'filter' },
  };
  return loadTrial(push(state, screen), key);
}

/** Goes to another trial in the same replay; how it is shown stays. */
export function goToTrial(state: State, key: number, goal: Goal): Transition {
  const next = withScreen(state, 'replay', (screen) => ({
    ...screen,
    key,
    goal,
    loaded: undefined,
    hit: undefined,
    quote: undefined,
    back: [],
    reading: undefined,
  }));
  return loadTrial(next, key);
}

function loadTrial(state: State, key: number): Transition {
  const { preview } = state;
  // The Docket's preview is the very trial, most of the time.
  if (preview?.key === key) return takeTrial(state, preview);
  return askIn(state, 'trial', { name: 'trial', take: { key } });
}

/** A trial has arrived: goes where its replay wanted to be. */
export function takeTrial(state: State, loaded: LoadedTrial): Transition {
  const next = withScreen(state, 'replay', (screen) =>
    screen.key === loaded.key ? arrive(state, { ...screen, loaded }, loaded) : screen,
  );
  return sequence(next);
}

function arrive(state: State, screen: ReplayScreen, loaded: LoadedTrial): ReplayScreen {
  const order = stepOrder(loaded.trial, screen.byTime);
  switch (screen.goal.type) {
    case 'start':
      return atStep(screen, order[0] ?? 1);
    case 'turn':
      return atStep(screen, clamp(screen.goal.turn, 1, verdictStep(loaded.trial)));
    case 'hit':
      return atHit(state, atStep(screen, screen.goal.turn), { turn: screen.goal.turn, index: 0 });
    case 'first-hit':
    case 'last-hit': {
      const steps = stepsWithMatch(loaded, order, screen.patterns);
      const last = screen.goal.type === 'last-hit';
      const turn = last ? steps.at(-1) : steps[0];
      if (turn === undefined) return atStep(screen, order[0] ?? 1);
      const index = last ? matchesIn(loaded, turn, screen.patterns).length - 1 : 0;
      return atHit(state, atStep(screen, turn), { turn, index });
    }
    default:
      return screen.goal satisfies never;
  }
}

/** The replay at the beginning of a step. */
export function atStep(screen: ReplayScreen, step: number): ReplayScreen {
  return { ...screen, step, anchor: { turn: step, offset: Number.NEGATIVE_INFINITY } };
}

/** The replay at a match: its row is brought into the view. */
export function atHit(
  state: State,
  screen: ReplayScreen,
  hit: NonNullable<ReplayScreen['hit']>,
): ReplayScreen {
  if (screen.loaded === undefined) return { ...screen, hit };
  const match = matchesIn(screen.loaded, hit.turn, screen.patterns)[hit.index];
  const shown = { ...screen, step: hit.turn, hit };
  return match === undefined ? shown : atOffset(state, shown, match.start);
}

/** The replay scrolled so that an offset of the current step's text is visible. */
export function atOffset(state: State, screen: ReplayScreen, offset: number): ReplayScreen {
  const { loaded, step } = screen;
  if (loaded === undefined) return screen;
  const { text, rows } = replayLayout(state.size);
  const document = stepDocument(loaded, step, text, screen);
  const row = document.header.length + document.wrapped.indexOf(offset);
  const anchor =
    row < rows - 2
      ? { turn: step, offset: Number.NEGATIVE_INFINITY }
      : {
          turn: step,
          offset:
            document.wrapped.rowAt(Math.max(0, row - document.header.length - Math.floor(rows / 3)))
              ?.start ?? 0,
        };
  return { ...screen, anchor };
}
