/** Looking for the next hit: through long texts in slices, so that no key ever waits for it. */
import { pieceOf } from '../../../text/long-text.ts';
import { shownText } from '../../step-page.ts';
import { canHit, costOf, isSought, matchesIn, wantedIn, type Found } from './matches.ts';
import { atHit } from './positions.ts';
import { SLICE } from './rail-marks.ts';
import type { Hit, HitSearch, LoadedTrial, ReplayScreen } from './state.ts';
import type { State } from '../../state.ts';
import { stepOrder } from './steps.ts';
import {
  findScreen,
  notify,
  sequence,
  startTimer,
  type Transition,
  withScreen,
} from '../../transition.ts';

/** The hit, or where to go on when a slice has been looked at; undefined: there is none. */
type Sought = { readonly hit: Hit } | { readonly seek: HitSearch };

/** Looks through a slice. */
function seekOn(screen: ReplayScreen, loaded: LoadedTrial, from: HitSearch): Sought | undefined {
  const { trial } = loaded;
  const wanted = wantedIn(screen, loaded);
  const order = stepOrder(trial, screen.byTime);
  const { by, what } = from;
  let seek: HitSearch | undefined = from;
  for (let left = SLICE; seek !== undefined;) {
    if (left <= 0) return { seek };
    const { step, beyond, skip = 0 }: HitSearch = seek;
    const { pieces } = shownText(trial, step);
    const piece: number = seek.piece ?? (by > 0 ? 0 : pieces - 1);
    if (canHit(wanted, step, what)) {
      left -= costOf(wanted, step, piece) + 1;
      const hits: readonly Found[] = matchesIn(wanted, step, piece).filter(
        ({ of, start }) =>
          isSought(of, what) && (beyond === undefined || (start - beyond) * by > 0),
      );
      const found: Found | undefined = by > 0 ? hits[skip] : hits.at(-1);
      if (found !== undefined) return { hit: { turn: step, start: found.start, of: found.of } };
      if (piece + by >= 0 && piece + by < pieces) {
        seek = { ...seek, piece: piece + by, skip: Math.max(0, skip - hits.length) };
        continue;
      }
    }
    const next: number | undefined = order[order.indexOf(step) + by];
    seek =
      next === undefined || from.end === 'step'
        ? undefined
        : { what, by, step: next, end: from.end };
  }
  return undefined;
}

const LOOKING = 'Looking for a hit…';

/**
 * Goes on looking, and to the hit if there is one; `otherwise` says what happens where there is none.
 */
export function lookOn(
  state: State,
  seek: HitSearch,
  then: (state: State) => Transition = (one) => [one],
  otherwise: (state: State) => Transition = (one) => [one],
): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.loaded === undefined) return [state];
  const notice = state.notice?.text === LOOKING ? undefined : state.notice;
  const set = (one: ReplayScreen): State => withScreen({ ...state, notice }, 'replay', () => one);
  const sought = seekOn(screen, screen.loaded, seek);
  if (sought === undefined) return otherwise(set({ ...screen, seeking: undefined }));
  if ('hit' in sought)
    return then(set(atHit(state, { ...screen, seeking: undefined }, sought.hit)));
  return sequence(
    set({ ...screen, seeking: sought.seek }),
    (one) => notify(one, LOOKING),
    (one) => startTimer(one, 'seek', 0),
  );
}

/** Looks from a place on behind the keys that wait. */
export function seekLater(state: State, seeking: HitSearch): Transition {
  return startTimer(
    withScreen(state, 'replay', (screen) => ({ ...screen, seeking })),
    'seek',
    0,
  );
}

/** Where to look for the match after the one stood on, or without one from the step in view. */
export function seekFrom(
  screen: ReplayScreen,
  { trial }: LoadedTrial,
  by: 1 | -1,
  what?: 'signal',
): HitSearch | undefined {
  const { hit, step } = screen;
  const end = screen.find === undefined && what === undefined ? 'sequence' : 'around';
  if (hit?.turn === step) {
    const piece = pieceOf(shownText(trial, step), hit.start);
    return { what, by, step, piece, beyond: hit.start, end };
  }
  if (by > 0) return { what, by, step, end };
  const order = stepOrder(trial, screen.byTime);
  const before = order[order.indexOf(step) - 1];
  return before === undefined ? undefined : { what, by, step: before, end };
}
