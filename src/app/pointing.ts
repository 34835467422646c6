/** What the mouse does: the wheel moves what is under it, a click goes there, a second one takes it. */
import { chaptersOf } from '../walkthrough/deck.ts';
import { bindingOf, contextOf, focusOf } from './keymap.ts';
import type { Command } from './commands.ts';
import {
  bodyRows,
  bookmarksLayout,
  chapterRows,
  docketLayout,
  detailedLayout,
  searchLayout,
} from './layout.ts';
import type { Message } from './message.ts';
import { inPalette, inPicker } from './pointing-choices.ts';
import type { Cell, Target } from './pointing-target.ts';
import type { BookmarksScreen } from './screens/bookmarks/state.ts';
import type { SecondLookScreen } from './screens/second-look/state.ts';
import type { ClaimsScreen } from './screens/claims/state.ts';
import type { ChaptersScreen } from './screens/chapters/state.ts';
import { columnOf } from './screens/compare/lines.ts';
import type { CompareScreen } from './screens/compare/state.ts';
import { openAt } from './screens/compare/update.ts';
import { COMPARE_HEAD, compareView } from './screens/compare/view.ts';
import { askListIfNeeded, askPreview } from './screens/docket/asking.ts';
import { facetLines } from './screens/docket/facet-lines.ts';
import { changeDocket } from './screens/docket/filter.ts';
import type { ConcordanceScreen } from './screens/concordance/state.ts';
import { pointedAt } from './screens/concordance/pointed.ts';
import { listedDifferences, type DisagreementsScreen } from './screens/disagreements/state.ts';
import { listRows } from './screens/disagreements/update.ts';
import type { DocketScreen } from './screens/docket/state.ts';
import type { ProblemsScreen } from './screens/problems/state.ts';
import { jump } from './screens/replay/moving.ts';
import { railSteps } from './screens/replay/rail.ts';
import type { ReplayScreen } from './screens/replay/state.ts';
import { viewOf } from './screens/replay/view.ts';
import { withCursor } from './screens/search/cursor.ts';
import { hitLines, variantLines, variantTop } from './screens/search/lines.ts';
import type { SearchScreen } from './screens/search/state.ts';
import { crossLayout } from './screens/stats/cross.ts';
import { statsNotes } from './screens/stats/notes.ts';
import type { StatsScreen } from './screens/stats/state.ts';
import { isCrossed, rowsOf, tableRows } from './screens/stats/table.ts';
import { withCell } from './screens/stats/update.ts';
import type { State } from './state.ts';
import {
  findScreen,
  scrollTo,
  sequence,
  topScreen,
  type Transition,
  withTop,
} from './transition.ts';

/** Rows that a notch of the wheel moves. */
const NOTCH = 3;

export function pointAt(
  state: State,
  { did, column, row }: Extract<Message, { type: 'mouse' }>,
  run: (state: State, command: Command) => Transition,
): Transition {
  const quiet = state.prompt === undefined ? { ...state, notice: undefined } : state;
  const cell = { column, row: row - 1 };
  if (did !== 'click') return turnWheel(quiet, cell, did === 'wheel-down', run);
  if (quiet.prompt !== undefined || cell.row < 0) return [quiet];
  const target = targetAt(quiet, cell);
  if (target === undefined) return [quiet];
  return target.isHere ? run(quiet, target.take) : target.there();
}

function turnWheel(
  state: State,
  cell: Cell,
  isDown: boolean,
  run: (state: State, command: Command) => Transition,
): Transition {
  const over = withPaneUnder(state, cell);
  const wanted: readonly Command[] = isDown ? ['down', 'pickerDown'] : ['up', 'pickerUp'];
  const command = wanted.find((one) => bindingOf(one).where.includes(contextOf(over)));
  if (command === undefined || focusOf(over).type === 'prompt') return [state];
  const step = (one: State): Transition => run(one, command);
  return sequence(over, ...Array.from({ length: NOTCH }, () => step));
}

/** The wheel moves the pane that it is over. */
function withPaneUnder(state: State, { column }: Cell): State {
  const screen = topScreen(state);
  if (screen.type === 'docket') {
    const pane = column < docketLayout(state.size).facets ? 'facets' : 'list';
    return screen.pane === pane ? state : changeDocket(state, { pane });
  }
  if (screen.type !== 'search') return state;
  const { variants, results } = searchLayout(state.size);
  if (variants > 0 && column > results && variantLines(screen.result).length > 0) {
    return withTop(state, { ...screen, pane: 'variants' });
  }
  if (screen.pane === 'results') return state;
  const isEmpty = (screen.result?.hits.length ?? 0) === 0;
  return isEmpty ? state : withTop(state, { ...screen, pane: 'results' });
}

function targetAt(state: State, cell: Cell): Target | undefined {
  const screen = topScreen(state);
  switch (screen.type) {
    case 'docket':
      return cell.column < docketLayout(state.size).facets
        ? inFacets(state, screen, cell)
        : inList(state, screen, cell);
    case 'search':
      return inResults(state, screen, cell);
    case 'replay':
      return inRail(state, screen, cell);
    case 'picker':
      return inPicker(state, screen, cell);
    case 'bookmarks':
      return inBookmarks(state, screen, cell);
    case 'stats':
      return inRates(state, screen, cell);
    case 'compare':
      return inCompared(state, screen, cell);
    case 'problems':
      return inDetailed(state, screen, cell, state.problems.length);
    case 'claims':
      return inDetailed(state, screen, cell, screen.start.claims.length);
    case 'secondLook':
      return inDetailed(state, screen, cell, screen.result?.rows.length ?? 0);
    case 'chapters':
      return inChapters(state, screen, cell);
    case 'palette':
      return inPalette(state, screen, cell);
    case 'concordance':
      return inConcordance(state, screen, cell);
    case 'disagreements': {
      const rows = listRows(state, screen);
      const total = listedDifferences(screen).length;
      return inRows(state, screen, cell, { rows, total, above: bodyRows(state.size) - rows });
    }
    default:
      return undefined;
  }
}

function inList(state: State, screen: DocketScreen, { row }: Cell): Target | undefined {
  const { listRows } = docketLayout(state.size);
  // The titles of the columns come first.
  const cursor = screen.top + row - 1;
  if (row < 1 || row > listRows || cursor >= state.list.total) return undefined;
  const moved = changeDocket(state, { pane: 'list', cursor, held: undefined });
  const isHere = screen.pane === 'list' && cursor === screen.cursor;
  return { isHere, take: 'open', there: () => sequence(moved, askListIfNeeded, askPreview) };
}

function inFacets(state: State, screen: DocketScreen, { row }: Cell): Target | undefined {
  const facetCursor = screen.facetTop + row;
  if (facetLines(state)[facetCursor]?.type !== 'value') return undefined;
  const isHere = screen.pane === 'facets' && facetCursor === screen.facetCursor;
  const there = changeDocket(state, { pane: 'facets', facetCursor });
  return { isHere, take: 'toggleFacet', there: () => [there] };
}

/** The field, what is said of it and the variants stand above the results. */
const SEARCH_HEAD = 3;

function inResults(state: State, screen: SearchScreen, cell: Cell): Target | undefined {
  const { results, resultRows } = searchLayout(state.size);
  if (cell.row < SEARCH_HEAD || screen.result === undefined) return undefined;
  if (cell.column > results) return inVariants(state, screen, cell.row - SEARCH_HEAD, resultRows);
  if (cell.column === results) return undefined;
  const lines = hitLines(screen.result).slice(screen.top + cell.row - SEARCH_HEAD);
  const line = lines.find((one) => one.type !== 'trial');
  if (line === undefined) return undefined;
  const isHere = screen.pane === 'results' && line.index === screen.cursor;
  const there = { ...withCursor(state, screen, line.index), pane: 'results' as const };
  return { isHere, take: 'open', there: () => [withTop(state, there)] };
}

/** A title stands above the variants. */
function inVariants(
  state: State,
  screen: SearchScreen,
  row: number,
  rows: number,
): Target | undefined {
  const variantCursor = variantTop(screen, rows - 1) + row - 1;
  if (row < 1 || variantCursor >= variantLines(screen.result).length) return undefined;
  const there = withTop(state, { ...screen, pane: 'variants', variantCursor });
  const isHere = screen.pane === 'variants' && variantCursor === screen.variantCursor;
  return { isHere, take: 'toggleVariant', there: () => [there] };
}

function inRail(state: State, screen: ReplayScreen, { column, row }: Cell): Target | undefined {
  const { rail, rows } = viewOf(state.size, screen);
  const { loaded } = screen;
  if (loaded === undefined || column >= rail) return undefined;
  const step = railSteps(state, screen, loaded, rows).steps[row];
  if (step === undefined) return undefined;
  return { isHere: false, take: 'first', there: () => jump(state, screen, step) };
}

function inBookmarks(state: State, screen: BookmarksScreen, { row }: Cell): Target | undefined {
  const { listRows } = bookmarksLayout(state.size);
  const { length } = state.bookmarks.walkthrough.stops;
  const cursor = scrollTo(screen.top, screen.cursor, listRows, length) + row;
  if (row >= listRows || cursor >= length) return undefined;
  const there = withTop(state, { ...screen, cursor });
  return { isHere: cursor === screen.cursor, take: 'open', there: () => [there] };
}

/** A row of the table, in a cross table a cell. */
function inRates(state: State, screen: StatsScreen, { column: at, row }: Cell): Target | undefined {
  const rows = rowsOf(screen, screen.groups ?? []);
  // The titles of the columns come first.
  const cursor = screen.top + row - 1;
  const height = tableRows(state.size, statsNotes(state, screen).length);
  if (row < 1 || row > height || cursor >= rows.length) return undefined;
  let { column } = screen;
  if (isCrossed(screen)) {
    const { name, column: cells, left, count } = crossLayout(state.size, screen);
    const clicked = Math.floor((at - name - 2) / cells);
    if (clicked >= count) return undefined;
    // The name of a row leads to the row, in the column where the cursor is.
    if (clicked >= 0) column = left + clicked;
  }
  const there = withTop(state, withCell({ ...screen, cursor, column }));
  const isHere = cursor === screen.cursor && column === screen.column;
  return { isHere, take: 'open', there: () => [there] };
}

/** A comparison has no cursor: a click opens the turn, in the trial that it is of. */
function inCompared(state: State, screen: CompareScreen, cell: Cell): Target | undefined {
  const { lines, top, height } = compareView(state.size, screen);
  const line = top + cell.row - COMPARE_HEAD;
  const side = cell.column < columnOf(state.size.columns) ? 'left' : 'right';
  const isLine = cell.row >= COMPARE_HEAD && cell.row < COMPARE_HEAD + height;
  if (!isLine || lines[line]?.[side] === undefined) return undefined;
  return { isHere: false, take: 'open', there: () => openAt(state, screen, line, side) };
}

function inDetailed(
  state: State,
  screen: ProblemsScreen | ClaimsScreen | SecondLookScreen,
  cell: Cell,
  total: number,
): Target | undefined {
  return inRows(state, screen, cell, { rows: detailedLayout(state.size).listRows, total });
}

/** A list whose rows begin below so many (`above`) of the body. */
function inRows(
  state: State,
  screen: ProblemsScreen | ClaimsScreen | SecondLookScreen | DisagreementsScreen,
  cell: Cell,
  { rows, total, above = 0 }: { readonly rows: number; readonly total: number; above?: number },
): Target | undefined {
  const row = cell.row - above;
  const cursor = screen.top + row;
  if (row < 0 || row >= rows || cursor >= total) return undefined;
  const there = withTop(state, { ...screen, cursor });
  return { isHere: cursor === screen.cursor, take: 'open', there: () => [there] };
}

function inChapters(state: State, screen: ChaptersScreen, { row }: Cell): Target | undefined {
  const deck = findScreen(state, 'present')?.deck;
  // A blank row comes first.
  const cursor = screen.top + row - 1;
  const isRow = row >= 1 && row <= chapterRows(state.size);
  if (deck === undefined || !isRow || cursor >= chaptersOf(deck).length) return undefined;
  const there = withTop(state, { ...screen, cursor });
  return { isHere: cursor === screen.cursor, take: 'open', there: () => [there] };
}

function inConcordance(state: State, screen: ConcordanceScreen, { row }: Cell): Target | undefined {
  const there = pointedAt(state.size, screen, row);
  if (there === undefined) return undefined;
  const isHere = there.pane === screen.pane && there.cursor === screen.cursor;
  const take = 'open';
  return { isHere: isHere && there.row === screen.row, take, there: () => [withTop(state, there)] };
}
