/** The cursor in the results of a search. */
import type { Hit, TrialKey } from '../../../query/results.ts';
import { searchLayout } from '../../layout.ts';
import type { State } from '../../state.ts';
import { findScreen, scrollTo, withScreen } from '../../transition.ts';
import { hitLines, lineOfHit } from './lines.ts';
import type { SearchScreen } from './state.ts';

/** The results with the cursor on a hit, which is in view with its trial's own line. */
export function withCursor(state: State, screen: SearchScreen, cursor: number): SearchScreen {
  if (screen.result === undefined) return screen;
  const lines = hitLines(screen.result);
  const line = lineOfHit(lines, cursor);
  const upper = lines[line - 1]?.type === 'trial' ? line - 1 : line;
  const lower = scrollTo(screen.top, line, searchLayout(state.size).resultRows, lines.length);
  return { ...screen, cursor, top: Math.min(upper, lower) };
}

/** The results with the cursor on the hit of a trial that is nearest to a turn, if it has one. */
export function showHit(state: State, key: TrialKey, turn: number): State {
  return nearestHit(state, (hit) => hit.key === key, turn);
}

/** The results with the cursor on the hit that it was to be on. */
export function showHeld(state: State): State {
  const held = findScreen(state, 'search')?.held;
  if (held === undefined) return state;
  const next = nearestHit(state, (hit) => hit.trial === held.trial, held.turn);
  return withScreen(next, 'search', (screen) => ({ ...screen, held: undefined }));
}

function nearestHit(state: State, isOf: (hit: Hit) => boolean, turn: number): State {
  return withScreen(state, 'search', (screen) => {
    const hits = (screen.result === undefined ? [] : hitLines(screen.result)).flatMap((line) =>
      line.type !== 'trial' && isOf(line.hit) ? [line] : [],
    );
    const distance = (one: (typeof hits)[number]): number => Math.abs(one.hit.turn - turn);
    const [nearest] = hits.toSorted((one, other) => distance(one) - distance(other));
    return nearest === undefined ? screen : withCursor(state, screen, nearest.index);
  });
}
