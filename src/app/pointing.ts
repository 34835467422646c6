/** What the mouse does: the wheel moves what is under it, a click goes there, a second one takes it. */
import { bindingOf, contextOf, focusOf } from './keymap.ts';
import type { Command } from './commands.ts';
import { bookmarksLayout, docketLayout, searchLayout } from './layout.ts';
import type { Message } from './message.ts';
import type { BookmarksScreen } from './screens/bookmarks/state.ts';
import { askListIfNeeded, askPreview } from './screens/docket/asking.ts';
import { facetLines } from './screens/docket/facet-lines.ts';
import { changeDocket } from './screens/docket/filter.ts';
import type { DocketScreen } from './screens/docket/state.ts';
import { narrowed } from './screens/picker/open.ts';
import { pickerRoom } from './screens/picker/room.ts';
import type { PickerScreen } from './screens/picker/state.ts';
import { jump } from './screens/replay/moving.ts';
import { railSteps } from './screens/replay/rail.ts';
import type { ReplayScreen } from './screens/replay/state.ts';
import { viewOf } from './screens/replay/view.ts';
import { withCursor } from './screens/search/cursor.ts';
import { hitLines } from './screens/search/lines.ts';
import type { SearchScreen } from './screens/search/state.ts';
import type { State } from './state.ts';
import { scrollTo, sequence, topScreen, type Transition, withTop } from './transition.ts';

/** A cell of the body, from 0: the header is not counted. */
type Cell = { readonly column: number; readonly row: number };

/** What is at a cell: the state with the cursor there, and what takes it where it is there already. */
type Target = {
  readonly there: () => Transition;
  readonly isHere: boolean;
  readonly take: Command;
};

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
  if (screen.type !== 'search' || screen.pane !== 'input') return state;
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
  if (cell.row < SEARCH_HEAD || cell.column >= searchLayout(state.size).results) return undefined;
  if (screen.result === undefined) return undefined;
  const lines = hitLines(screen.result).slice(screen.top + cell.row - SEARCH_HEAD);
  const line = lines.find((one) => one.type !== 'trial');
  if (line === undefined) return undefined;
  const isHere = screen.pane === 'results' && line.index === screen.cursor;
  const there = { ...withCursor(state, screen, line.index), pane: 'results' as const };
  return { isHere, take: 'open', there: () => [withTop(state, there)] };
}

function inRail(state: State, screen: ReplayScreen, { column, row }: Cell): Target | undefined {
  const { rail, rows } = viewOf(state.size, screen);
  const { loaded } = screen;
  if (loaded === undefined || column >= rail) return undefined;
  const step = railSteps(state, screen, loaded, rows).steps[row];
  if (step === undefined) return undefined;
  return { isHere: false, take: 'first', there: () => jump(state, screen, step) };
}

/** The title, what narrows it and a blank row stand above the choices. */
const PICKER_HEAD = 3;

function inPicker(state: State, screen: PickerScreen, { row }: Cell): Target | undefined {
  const { rows } = pickerRoom(state, screen);
  const { length } = narrowed(state, screen);
  const top = Math.max(0, Math.min(screen.cursor - Math.floor(rows / 2), length - rows));
  const cursor = top + row - PICKER_HEAD;
  if (row < PICKER_HEAD || row >= PICKER_HEAD + rows || cursor >= length) return undefined;
  const there = withTop(state, { ...screen, cursor });
  const take = screen.multiple ? 'choose' : 'accept';
  return { isHere: cursor === screen.cursor, take, there: () => [there] };
}

function inBookmarks(state: State, screen: BookmarksScreen, { row }: Cell): Target | undefined {
  const { listRows } = bookmarksLayout(state.size);
  const { length } = state.bookmarks.walkthrough.stops;
  const cursor = scrollTo(screen.top, screen.cursor, listRows, length) + row;
  if (row >= listRows || cursor >= length) return undefined;
  const there = withTop(state, { ...screen, cursor });
  return { isHere: cursor === screen.cursor, take: 'open', there: () => [there] };
}
