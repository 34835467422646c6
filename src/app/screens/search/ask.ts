/** Asking for what is searched, and what the answers change. */
import type { Result } from '../../../collection/protocol.ts';
import type { SearchResult } from '../../../query/results.ts';
import type { State } from '../../state.ts';
import { ask, clamp, findScreen, notify, type Transition, withScreen } from '../../transition.ts';
import type { Answering } from '../screen.ts';
import { hitCount, hitLines, lineOfHit, variantLines } from './lines.ts';
import type { ReplayScreen } from '../replay/state.ts';
import { showHeld } from './cursor.ts';
import { MOST_HITS, type SearchScreen } from './state.ts';

export function askSearch(state: State, screen: SearchScreen, repeating = false): Transition {
  const next = withScreen(state, 'search', (one) => ({ ...one, running: true, repeating }));
  return ask(next, {
    name: 'search',
    params: {
      query: { text: screen.input.text, switches: screen.switches },
      filter: state.filter === '' ? undefined : { text: state.filter },
      limit: screen.limit,
    },
  });
}

/** Asks for more of the hits than are there. */
export function askMore(state: State, screen: SearchScreen): Transition {
  const more = { ...screen, limit: screen.limit + MOST_HITS };
  return askSearch(
    withScreen(state, 'search', () => more),
    more,
    true,
  );
}

export const searchAnswer: Answering<'search'> = {
  take: (state, result, isPart) => {
    const taken = settled(takeSearch(state, result, isPart));
    return [isPart ? taken : withFound(showHeld(taken))];
  },
  // A wrong query leaves the last good result where it is.
  refused: (state, reason) => {
    const error = reason.type === 'query' ? reason.error : undefined;
    const refused = withScreen(state, 'search', (one) => ({
      ...one,
      error,
      running: false,
      // Hits of other words must not stand under the words that could not be looked for.
      result: reason.type === 'failure' && !one.repeating ? undefined : one.result,
    }));
    // No more hits come that a trial waits for.
    const ended = withScreen(refused, 'replay', (one) =>
      one.awaited === undefined ? one : { ...one, awaited: undefined },
    );
    return reason.type === 'failure' ? notify(ended, reason.message, 'error') : [ended];
  },
};

/** An answer to a search, or what it has found so far. */
function takeSearch(state: State, answer: Result<'search'>, isPartial: boolean): State {
  return withScreen(state, 'search', (screen) => {
    // The query may have been cleared meanwhile.
    if (screen.input.text.trim() === '') return screen;
    const { patterns, ...result } = answer;
    const known = screen.repeating ? (screen.result?.passages ?? 0) : 0;
    // Of a search that is run again, what was found the first time says more until then.
    if (isPartial && result.passages <= known) return screen;
    const held = screen.repeating ? heldHit(result, screen) : screen;
    const taken = { ...screen, ...held, result, patterns, isPartial, error: undefined };
    return { ...taken, running: isPartial, repeating: isPartial };
  });
}

/**
 * The cursor on the hit it is on, and that on the same row of the screen, if it is still there. Who
 * has not gone to any hit sees the best.
 */
function heldHit(
  result: SearchResult,
  { cursor, top, result: before, pane }: SearchScreen,
): Pick<SearchScreen, 'cursor' | 'top'> {
  if (pane === 'input' && cursor === 0) return { cursor, top };
  const oldLines = before === undefined ? [] : hitLines(before);
  const oldLine = lineOfHit(oldLines, cursor);
  const held = oldLines[oldLine]?.hit;
  const lines = hitLines(result);
  const line = lines.findIndex(
    (one) => one.type !== 'trial' && one.hit.key === held?.key && one.hit.turn === held.turn,
  );
  const found = lines[line];
  if (found === undefined || found.type === 'trial') return { cursor, top };
  return { cursor: found.index, top: Math.max(0, top + line - oldLine) };
}

/** A trial that is open over the search walks what was found meanwhile too, after what it walks already. */
function withFound(state: State): State {
  const found = walkedOf(findScreen(state, 'search'));
  return withScreen(state, 'replay', (screen) => {
    const { sequence } = screen;
    if (sequence.type !== 'search' || found.sequence.type !== 'search') return screen;
    if (sequence.keys.length === 0) return { ...screen, ...found };
    const keys = [...new Set([...sequence.keys, ...found.sequence.keys])];
    return { ...screen, sequence: { type: 'search', keys } };
  });
}

/** What a trial that is opened from results walks, and what is marked in it. */
export function walkedOf(
  found: SearchScreen | undefined,
): Pick<ReplayScreen, 'patterns' | 'sequence'> {
  const hits = found?.result?.rows ?? found?.result?.hits ?? [];
  const keys = [...new Set(hits.map(({ key }) => key))];
  return { patterns: found?.patterns ?? [], sequence: { type: 'search', keys } };
}

/** Clamps the cursor after a new result came in. */
function settled(state: State): State {
  return withScreen(state, 'search', (screen) => ({
    ...screen,
    cursor: clamp(screen.cursor, 0, Math.max(0, hitCount(screen.result) - 1)),
    variantCursor: clamp(
      screen.variantCursor,
      0,
      Math.max(0, variantLines(screen.result).length - 1),
    ),
    pane: screen.pane === 'results' && hitCount(screen.result) === 0 ? 'input' : screen.pane,
  }));
}
