/** What the search does: the query as it is typed, its variants, its results. */
import type { Move } from '../../commands.ts';
import { searchLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import type { TextInput } from '../../text-input.ts';
import { copy, notify, pop, push, type Transition, withTop } from '../../transition.ts';
import { openReplay } from '../replay/open.ts';
import { moves, type Handler, type Press, type ScreenRow } from '../screen.ts';
import { askSearch, searchAnswer } from './ask.ts';
import { withCursor } from './cursor.ts';
import { hitCount, hitLines, lineOfHit, switchKey, variantLines } from './lines.ts';
import { search, type SearchScreen } from './state.ts';

const PANES = {
  nextPane: (state, screen) => [withTop(state, { ...screen, pane: neighbourPane(screen, 1) })],
  previousPane: (state, screen) => [withTop(state, { ...screen, pane: neighbourPane(screen, -1) })],
} as const satisfies Record<string, Handler<SearchScreen>>;

export const searchRow = {
  handlers: {
    'search-input': {
      ...PANES,
      toResults: (state, screen) =>
        hitCount(screen.result) === 0 ? [state] : [withTop(state, { ...screen, pane: 'results' })],
      cancel: (state) => [pop(state)],
    },
    'search-results': {
      ...PANES,
      ...moves(moveInResults),
      open: openHit,
      copy: copyHit,
      toggleRelated,
      back: leavePane,
    },
    'search-variants': {
      ...PANES,
      ...moves(moveInVariants),
      toggleVariant,
      toggleRelated,
      back: leavePane,
    },
  },
  inputs: { 'search-input': { of: ({ input }) => input, changed: typeSearch } },
  answers: { search: searchAnswer },
  onOpened: repeatSearch,
  onLoad: (state, { type }) => (type === 'done' ? repeatSearch(state) : [state]),
} as const satisfies ScreenRow<'search'>;

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
  const screen = search.initial(text ?? '');
  const next = push(state, screen);
  return text === undefined || text === '' ? [next] : askSearch(next, screen);
}

/** The query was edited: searches anew, while the last good result stays on screen. */
function typeSearch(state: State, screen: SearchScreen, input: TextInput): Transition {
  const changed = { ...screen, input, cursor: 0, top: 0, variantCursor: 0 };
  if (input.text === screen.input.text) return [withTop(state, { ...screen, input })];
  if (input.text.trim() === '') {
    return [withTop(state, { ...search.initial(''), input })];
  }
  return askSearch(withTop(state, changed), changed);
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
  return key === 'esc' ? [withTop(state, { ...screen, pane: 'input' })] : [pop(state)];
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
  const keys = [...new Set(screen.result.hits.map(({ key }) => key))];
  return openReplay(
    state,
    hit.key,
    { type: 'hit', turn: hit.turn },
    { patterns: screen.patterns, sequence: { type: 'search', keys } },
  );
}

function moveInResults(state: State, screen: SearchScreen, move: Move): Transition {
  const { result } = screen;
  if (result === undefined) return [state];
  if (move === 'up' && screen.cursor === 0) {
    return [withTop(state, { ...screen, pane: 'input', top: 0 })];
  }
  const height = searchLayout(state.size).resultRows;
  const cursor = movedCursor(screen.cursor, move, height, hitCount(result));
  return [withTop(state, withCursor(state, screen, cursor))];
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
