/** What the search does: the query as it is typed, its variants, its results. */
import type { Move } from '../../moves.ts';
import { searchLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { browse } from '../../history.ts';
import { inputOf, type TextInput } from '../../text-input.ts';
import {
  copy,
  findScreen,
  notify,
  pop,
  push,
  sequence,
  type Transition,
  withTop,
} from '../../transition.ts';
import { askValues } from '../docket/asking.ts';
import { complete } from '../prompt/complete.ts';
import { walkOn } from '../replay/neighbours.ts';
import { openReplay } from '../replay/open.ts';
import { moves, type Handler, type Press, type ScreenRow } from '../screen.ts';
import { askMore, askSearch, searchAnswer, walkedOf } from './ask.ts';
import { withCursor } from './cursor.ts';
import { foundCount, hitCount, hitLines, lineOfHit, switchKey, variantLines } from './lines.ts';
import { openFound, openRates, remembered } from './set.ts';
import { MOST_HITS, search, type SearchScreen } from './state.ts';

const PANES = {
  nextPane: (state, screen) => [withTop(state, { ...screen, pane: neighbourPane(screen, 1) })],
  previousPane: (state, screen) => [withTop(state, { ...screen, pane: neighbourPane(screen, -1) })],
} as const satisfies Record<string, Handler<SearchScreen>>;

/** What is done with all that was found. */
const SETS = {
  filterFound: openFound,
  ratesOfFound: openRates,
} as const satisfies Record<string, Handler<SearchScreen>>;

export const searchRow = {
  handlers: {
    'search-input': {
      previousPane: PANES.previousPane,
      completeOrPane,
      ...SETS,
      open: openHit,
      pickerDown: (state, screen) => moveOrBrowse(state, screen, 1),
      pickerUp: (state, screen) => moveOrBrowse(state, screen, -1),
      pickerPageDown: (state, screen) => moveInResults(state, screen, 'pageDown'),
      pickerPageUp: (state, screen) => moveInResults(state, screen, 'pageUp'),
      cancel: leaveSearch,
    },
    'search-results': {
      ...PANES,
      ...SETS,
      ...moves(moveUpAndOut),
      open: openHit,
      copy: copyHit,
      toggleRelated,
      back: leavePane,
    },
    'search-variants': {
      ...PANES,
      ...SETS,
      ...moves(moveInVariants),
      toggleVariant,
      toggleRelated,
      back: leavePane,
    },
  },
  inputs: { 'search-input': { of: ({ input }) => input, changed: typeSearch } },
  answers: {
    search: {
      ...searchAnswer,
      take: (state, result, isPart) =>
        sequence(
          state,
          (one) => searchAnswer.take(one, result, isPart),
          (one) => (isPart ? [one] : walkOn(one)),
        ),
    },
  },
  onOpened: repeatSearch,
  onLoad: (state, { type }) => (type === 'done' ? repeatSearch(state) : [state]),
} as const satisfies ScreenRow<'search'>;

/** Opens the search over what is on screen, with what was searched for last. */
export function openSearch(state: State): Transition {
  const last = findScreen(state, 'search') ?? state.closed.search;
  if (last === undefined || last.input.text.trim() === '') return [push(state, search.initial(''))];
  const input = inputOf(last.input.text);
  const screen = { ...last, input, pane: 'input' as const, isOld: true, browsing: undefined };
  return askSearch(push(state, screen), screen, true);
}

/** The query was edited; the first letters take the place of one of last time. */
function typeSearch(state: State, screen: SearchScreen, input: TextInput): Transition {
  const { isOld, input: before } = screen;
  const isInserted = input.text.length > before.text.length;
  const text = isOld && isInserted ? input.text.slice(before.text.length) : input.text;
  const typed = isOld && isInserted ? inputOf(text) : input;
  const next = { ...screen, isOld: false };
  if (typed.text === before.text) return [withTop(state, { ...next, input: typed })];
  return searchFor(state, { ...next, browsing: undefined, completion: undefined }, typed);
}

/** Searches anew, while the last good result stays on screen. */
function searchFor(state: State, screen: SearchScreen, input: TextInput): Transition {
  const changed = {
    ...screen,
    input,
    isOld: false,
    cursor: 0,
    top: 0,
    variantCursor: 0,
    limit: MOST_HITS,
  };
  if (input.text.trim() === '') {
    return [withTop(state, { ...search.initial(''), input, browsing: screen.browsing })];
  }
  return sequence(withTop(state, changed), (one) => askSearch(one, changed), askValues);
}

/** Completes the field or value at the cursor, as in a filter; where there is none, the next pane. */
function completeOrPane(state: State, screen: SearchScreen): Transition {
  const found = screen.isOld ? undefined : complete(state, screen.input, screen.completion);
  if (found === undefined || found.input.text === screen.input.text) {
    return [withTop(state, { ...screen, pane: neighbourPane(screen, 1) })];
  }
  const { input, completion } = found;
  return searchFor(state, { ...screen, completion, browsing: undefined }, input);
}

/** Asks the running search again, since more has been read. */
function repeatSearch(state: State): Transition {
  const screen = state.screens.at(-1);
  return screen?.type === 'search' && screen.input.text.trim() !== ''
    ? askSearch(state, screen, true)
    : [state];
}

/** Esc goes to the query first, `q` leaves. */
function leavePane(state: State, screen: SearchScreen, { key }: Press): Transition {
  return key === 'esc'
    ? [withTop(state, { ...screen, pane: 'input' })]
    : leaveSearch(state, screen);
}

function leaveSearch(state: State, screen: SearchScreen): Transition {
  return [pop(remembered(state, screen))];
}

function copyHit(state: State, screen: SearchScreen): Transition {
  const hit = hitUnderCursor(screen);
  if (hit === undefined) return [state];
  return copy(state, `${hit.excerpt}\n${hit.trial}#${hit.turn}`, 'the excerpt with its place');
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
  return openReplay(
    remembered(state, screen),
    hit.key,
    screen.result.rows === undefined ? { type: 'hit', turn: hit.turn } : { type: 'start' },
    walkedOf(screen),
  );
}

function moveInResults(state: State, screen: SearchScreen, move: Move): Transition {
  const { result } = screen;
  if (result === undefined) return [state];
  const height = searchLayout(state.size).resultRows;
  const cursor = movedCursor(screen.cursor, move, height, hitCount(result));
  const moved = withCursor(state, screen, cursor);
  const count = hitCount(result);
  // At the last of the best hits, the next are asked for.
  const isMore = cursor === count - 1 && cursor > screen.cursor && foundCount(result) > count;
  if (!isMore || screen.running) return [withTop(state, moved)];
  return askMore(withTop(state, moved), moved);
}

/** Up from the first hit is the query. */
function moveUpAndOut(state: State, screen: SearchScreen, move: Move): Transition {
  return move === 'up' && screen.cursor === 0
    ? [withTop(state, { ...screen, pane: 'input', top: 0 })]
    : moveInResults(state, screen, move);
}

/** While one types: down and up in the results; up from the first is an earlier query. */
function moveOrBrowse(state: State, screen: SearchScreen, by: 1 | -1): Transition {
  const { input, browsing, cursor } = screen;
  if (browsing === undefined && (by > 0 || cursor > 0)) {
    return moveInResults(state, screen, by > 0 ? 'down' : 'up');
  }
  const found = browse(state.history.search, browsing, input.text, by);
  if (found === undefined) return [state];
  const shown = { ...screen, browsing: found.browsing, completion: undefined };
  return searchFor(state, shown, inputOf(found.text));
}

function moveInVariants(state: State, screen: SearchScreen, move: Move): Transition {
  const total = variantLines(screen.result).length;
  const height = searchLayout(state.size).resultRows;
  const variantCursor = movedCursor(screen.variantCursor, move, height, total);
  return [withTop(state, { ...screen, variantCursor })];
}

function toggleVariant(state: State, screen: SearchScreen): Transition {
  const line = variantLines(screen.result)[screen.variantCursor];
  if (line === undefined) return [state];
  const switches = { ...screen.switches, [switchKey(line)]: !line.variant.on };
  const changed = { ...screen, switches, cursor: 0, top: 0 };
  return askSearch(withTop(state, changed), changed);
}

/** Takes in every related form, or leaves them all out if they were in. */
function toggleRelated(state: State, screen: SearchScreen): Transition {
  const related = variantLines(screen.result).filter(({ variant }) => variant.related);
  if (related.length === 0) return notify(state, 'No related forms of these words occur');
  const on = !related.every(({ variant }) => variant.on);
  const switched = Object.fromEntries(related.map((line) => [switchKey(line), on]));
  const changed = { ...screen, switches: { ...screen.switches, ...switched }, cursor: 0, top: 0 };
  const [next, ...effects] = askSearch(withTop(state, changed), changed);
  const [noticed, ...more] = notify(next, on ? 'Related forms included' : 'Related forms left out');
  return [noticed, ...effects, ...more];
}
