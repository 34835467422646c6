/** The search screen: the query as it is typed, its variants, its results. */
import type { Answer } from '../query/asks.ts';
import type { SearchResult } from '../query/results.ts';
import { emptyField, fieldOf, type Field } from './field.ts';
import type { Command } from './keymap.ts';
import { searchLayout } from './layout.ts';
import { openReplay } from './open-replay.ts';
import { hitCount, hitLines, lineOfHit, switchKey, variantLines } from './search-lines.ts';
import type { SearchScreen, State } from './state.ts';
import {
  askIn,
  clamp,
  copy,
  notify,
  push,
  scrollTo,
  type Transition,
  withScreen,
  withTop,
} from './transition.ts';
import { movedCursor } from './update-docket.ts';

/** Hits asked for at once; the counts are of all. */
const MOST_HITS = 400;

const NEW_SEARCH: SearchScreen = {
  type: 'search',
  pane: 'input',
  input: emptyField,
  switches: {},
  result: undefined,
  patterns: [],
  error: undefined,
  running: false,
  repeating: false,
  isPartial: false,
  cursor: 0,
  top: 0,
  variantCursor: 0,
};

/** Opens the search; one that is already open below is taken up again with its results. */
export function openSearch(state: State, text?: string): Transition {
  const open = state.screens.find((screen) => screen.type === 'search');
  if (open !== undefined && text === undefined) {
    const below = state.screens.slice(0, state.screens.indexOf(open));
    return [
      {
        ...state,
        screens: [...below, { ...open, pane: 'input' }] as unknown as State['screens'],
      },
    ];
  }
  const screen = { ...NEW_SEARCH, input: fieldOf(text ?? '') };
  const next = push(state, screen);
  return text === undefined || text === '' ? [next] : ask(next, screen);
}

/** The query was edited: searches anew, while the last good result stays on screen. */
export function typeSearch(state: State, screen: SearchScreen, input: Field): Transition {
  const changed = { ...screen, input, cursor: 0, top: 0, variantCursor: 0 };
  if (input.text === screen.input.text) return [withTop(state, { ...screen, input })];
  if (input.text.trim() === '') {
    return [withTop(state, { ...NEW_SEARCH, input })];
  }
  return ask(withTop(state, changed), changed);
}

export function updateSearch(
  state: State,
  screen: SearchScreen,
  command: Command,
): Transition | undefined {
  switch (command) {
    case 'toResults':
      return hitCount(screen.result) === 0
        ? [state]
        : [withTop(state, { ...screen, pane: 'results' })];
    case 'nextPane':
      return [withTop(state, { ...screen, pane: neighbourPane(screen, 1) })];
    case 'previousPane':
      return [withTop(state, { ...screen, pane: neighbourPane(screen, -1) })];
    case 'open':
      return openHit(state, screen);
    case 'toggleVariant':
      return toggleVariant(state, screen);
    case 'toggleRelated':
      return toggleRelated(state, screen);
    case 'copy': {
      const hit = hitUnderCursor(screen);
      if (hit === undefined) return [state];
      const text = `${hit.excerpt}\n${hit.trial}#${hit.turn}`;
      return copy(state, text, 'the excerpt with its place');
    }
    default:
      return screen.pane === 'variants'
        ? moveInVariants(state, screen, command)
        : moveInResults(state, screen, command);
  }
}

/**
 * An answer to a search, or what it has found so far; a wrong query leaves the last good result where
 * it is.
 */
export function takeSearch(state: State, answer: Answer<'search'>, isPartial: boolean): State {
  return withScreen(state, 'search', (screen) => {
    if (answer.ok) {
      const { patterns, ...result } = answer.give;
      const known = screen.repeating ? (screen.result?.passages ?? 0) : 0;
      // Of a search that is run again, what was found the first time says more until then.
      if (isPartial && result.passages <= known) return screen;
      const held = screen.repeating ? heldHit(result, screen) : screen;
      const taken = { ...screen, ...held, result, patterns, isPartial, error: undefined };
      return { ...taken, running: isPartial, repeating: isPartial };
    }
    const error = 'queryError' in answer ? answer.queryError : undefined;
    return { ...screen, error, running: false };
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
    (one) => one.type === 'hit' && one.hit.key === held?.key && one.hit.turn === held.turn,
  );
  const found = lines[line];
  if (found?.type !== 'hit') return { cursor, top };
  return { cursor: found.index, top: Math.max(0, top + line - oldLine) };
}

/** Asks the running search again, since more has been read. */
export function repeatSearch(state: State): Transition {
  const screen = state.screens.at(-1);
  return screen?.type === 'search' && screen.input.text.trim() !== ''
    ? ask(state, screen, true)
    : [state];
}

function ask(state: State, screen: SearchScreen, repeating = false): Transition {
  const next = withScreen(state, 'search', (one) => ({ ...one, running: true, repeating }));
  return askIn(next, 'search', {
    name: 'search',
    take: {
      query: { text: screen.input.text, switches: screen.switches },
      filter: state.filter === '' ? undefined : { text: state.filter },
      limit: MOST_HITS,
    },
  });
}

function neighbourPane(screen: SearchScreen, by: 1 | -1): SearchScreen['pane'] {
  const panes = (['input', 'results', 'variants'] as const).filter(
    (pane) =>
      pane === 'input' ||
      (pane === 'results' && hitCount(screen.result) > 0) ||
      (pane === 'variants' && variantLines(screen.result).length > 0),
  );
  const at = panes.indexOf(screen.pane);
  return panes[(at + by + panes.length) % panes.length] ?? 'input';
}

function hitUnderCursor(
  screen: SearchScreen,
): ReturnType<typeof hitLines>[number]['hit'] | undefined {
  if (screen.result === undefined) return undefined;
  const lines = hitLines(screen.result);
  return lines[lineOfHit(lines, screen.cursor)]?.hit;
}

function openHit(state: State, screen: SearchScreen): Transition {
  const hit = hitUnderCursor(screen);
  if (hit === undefined || screen.result === undefined) return [state];
  const keys = [...new Set(screen.result.hits.map(({ key }) => key))];
  return openReplay(
    state,
    hit.key,
    { type: 'hit', turn: hit.turn },
    { patterns: screen.patterns, sequence: { type: 'search', keys } },
  );
}

function moveInResults(
  state: State,
  screen: SearchScreen,
  command: Command,
): Transition | undefined {
  const { result } = screen;
  if (result === undefined) return undefined;
  if (command === 'up' && screen.cursor === 0) {
    return [withTop(state, { ...screen, pane: 'input', top: 0 })];
  }
  const height = searchLayout(state.size).resultRows;
  const cursor = movedCursor(screen.cursor, command, height, hitCount(result));
  if (cursor === undefined) return undefined;
  const lines = hitLines(result);
  const line = lineOfHit(lines, cursor);
  // The trial's own line comes into view with its first hit.
  const upper = lines[line - 1]?.type === 'trial' ? line - 1 : line;
  const lower = scrollTo(screen.top, line, height, lines.length);
  const top = upper < lower ? upper : lower;
  return [withTop(state, { ...screen, cursor, top })];
}

function moveInVariants(
  state: State,
  screen: SearchScreen,
  command: Command,
): Transition | undefined {
  const total = variantLines(screen.result).length;
  const height = searchLayout(state.size).resultRows;
  const variantCursor = movedCursor(screen.variantCursor, command, height, total);
  return variantCursor === undefined ? undefined : [withTop(state, { ...screen, variantCursor })];
}

function toggleVariant(state: State, screen: SearchScreen): Transition {
  const line = variantLines(screen.result)[screen.variantCursor];
  if (line === undefined) return [state];
  const switches = { ...screen.switches, [switchKey(line)]: !line.variant.on };
  const changed = { ...screen, switches, cursor: 0, top: 0 };
  return ask(withTop(state, changed), changed);
}

/** Takes in every related form, or leaves them all out if they were in. */
function toggleRelated(state: State, screen: SearchScreen): Transition {
  const related = variantLines(screen.result).filter(({ variant }) => variant.related);
  if (related.length === 0) return notify(state, 'No related forms of these words occur');
  const on = !related.every(({ variant }) => variant.on);
  const switched = Object.fromEntries(related.map((line) => [switchKey(line), on]));
  const changed = { ...screen, switches: { ...screen.switches, ...switched }, cursor: 0, top: 0 };
  const [next, ...effects] = ask(withTop(state, changed), changed);
  const [noticed, ...more] = notify(next, on ? 'Related forms included' : 'Related forms left out');
  return [noticed, ...effects, ...more];
}

/** Clamps the cursor after a new result came in. */
export function settleSearch(state: State): State {
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
