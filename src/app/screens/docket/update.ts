/** What the Docket does: its list, its facets, the filter. */
import type { Result } from '../../../collection/protocol.ts';
import { setField } from '../../../query/edit.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import type { Move } from '../../moves.ts';
import { docketLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import { goOn } from '../../session.ts';
import type { State } from '../../state.ts';
import {
  clamp,
  copy,
  notify,
  push,
  scrollTo,
  sequence,
  topScreen,
  type Transition,
} from '../../transition.ts';
import { holdBack } from '../bookmarks/actions.ts';
import { openCompare } from '../compare/open.ts';
import { columnPicker, facetPicker, pickerFor, sortPicker } from '../picker/open.ts';
import { judgePicker } from '../picker/judge.ts';
import { problems } from '../problems/state.ts';
import { typingFilter } from '../prompt/filter.ts';
import { openReplay } from '../replay/open.ts';
import { moves, type Handler, type Press, type ScreenRow } from '../screen.ts';
import {
  askFields,
  askList,
  askListIfNeeded,
  askNoted,
  askPreview,
  isAsked,
  refresh,
  rowAt,
  takeFacets,
} from './asking.ts';
import { moveColumn, sortByColumn, widenColumn } from './column-keys.ts';
import { wantedFields } from './columns.ts';
import { chosenValues, facetLines, valueLabel } from './facet-lines.ts';
import { changeDocket, leaveTrials, redoFilter, setFilter, undoFilter } from './filter.ts';
import { askToExport, clearMarks, openMarked } from './marks.ts';
import type { DocketScreen } from './state.ts';

/** The same in the list and in the panel of facets. */
const FILTERING = {
  nextPane: togglePane,
  previousPane: togglePane,
  pickModels: (state) => pickerFor(state, 'model'),
  pickVerdicts: (state) => pickerFor(state, 'verdict'),
  judge: judgePicker,
  pickFacet: (state) => [push(state, facetPicker(state))],
  typeFilter: (state) => [typingFilter(state)],
  clearFilter: (state) => setFilter(state, ''),
  undoFilter,
  redoFilter,
  problems: (state) => [push(state, state.closed.problems ?? problems.initial())],
} as const satisfies Record<string, Handler<DocketScreen>>;

export const docketRow = {
  handlers: {
    docket: {
      ...FILTERING,
      ...moves(moveInList),
      goOn,
      sort: (state) => [push(state, sortPicker(state))],
      chooseColumns: (state) => [push(state, columnPicker(state))],
      nextColumn: (state) => moveColumn(state, 1),
      previousColumn: (state) => moveColumn(state, -1),
      widenColumn: (state) => widenColumn(state, 1),
      narrowColumn: (state) => widenColumn(state, -1),
      sortByColumn,
      open: openRow,
      mark: withRow(markRow),
      openMarked,
      clearMarks,
      exportMarked: askToExport,
      compareTrials: withRow(compareMarked),
      copy: withRow(copyRow),
      back: leave,
    },
    facets: {
      ...FILTERING,
      ...moves(moveInFacets),
      toggleFacet,
      back: (state) => [changeDocket(state, { pane: 'list' })],
    },
  },
  answers: {
    list: { take: takeList },
    facets: { take: takeFacets },
    fields: { take: takeFields },
    preview: { take: takePreview },
    noted: {
      take: (state, { ids }) => [{ ...state, noted: new Set(ids) }],
      // A list is read whatever has become of the notes; a query by notes says what is wrong with them.
      refused: (state) => [state],
    },
  },
  // Values may have come in, and fields with the last of them.
  onLoad: (state, { type }) => {
    const next = { ...state, values: {} };
    return type === 'done' ? sequence(next, refresh, askFields, askNoted) : refresh(next);
  },
  onOpened: (state) => sequence(state, refresh, askFields),
  onResize: (state) => sequence(state, askList, askPreview),
} as const satisfies ScreenRow<'docket'>;

/** `q` goes back to what the list was opened from; from the first list it ends the program. */
function leave(state: State, _: DocketScreen, { key }: Press): Transition {
  const below = leaveTrials(state);
  if (below !== undefined) return below;
  if (key === 'esc') return notify(state, 'q quits');
  return holdBack(state) ?? [{ ...state, quitting: true }, { type: 'quit' }];
}

/** Whether the rows of the list that was asked for are still to come, and any that are shown are of another one. */
function isAwaited(state: State, screen: DocketScreen): boolean {
  const isRefused = state.filterError !== undefined || state.trouble !== undefined;
  const isHere = state.list.known && isAsked(state, state.list);
  return screen.isNew || (!isHere && !isRefused);
}

/** Pressed before the list that was asked for is there, it opens the row of that list. */
function openRow(state: State, screen: DocketScreen): Transition {
  if (isAwaited(state, screen)) return [changeDocket(state, { opens: true })];
  const row = rowAt(state, screen.cursor);
  if (row !== undefined) return openReplay(state, row.key, { type: 'start' });
  // The first rows may be on their way.
  return askList(changeDocket(state, { opens: true }));
}

type Row = Result<'list'>['rows'][number];
type WithRow = (state: State, screen: DocketScreen, row: Row) => Transition;

/** What a key does with the row under the cursor. Rows of the list before are not taken for those of a new one. */
function withRow(act: WithRow): (state: State, screen: DocketScreen) => Transition {
  return (state, screen) => {
    if (isAwaited(state, screen)) return notify(state, 'The trials are still being found');
    const row = rowAt(state, screen.cursor);
    return row === undefined ? [state] : act(state, screen, row);
  };
}

function copyRow(state: State, _: DocketScreen, { id }: Row): Transition {
  return copy(state, id, id);
}

/** The filter with a value of a field added, or removed if it was there. */
function toggledValue(filter: string, field: GroupField, value: string): string {
  const values = chosenValues(filter, field);
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return setField(filter, field, next);
}

function togglePane(state: State, screen: DocketScreen): Transition {
  if (screen.pane === 'facets') return [changeDocket(state, { pane: 'list' })];
  if (docketLayout(state.size).facets === 0) {
    return notify(state, 'The facet panel needs a wider terminal; use m, v or f');
  }
  const lines = facetLines(state);
  const first = lines.findIndex((line) => line.type === 'value');
  const cursor = lines[screen.facetCursor]?.type === 'value' ? screen.facetCursor : first;
  return cursor < 0 ? [state] : [changeDocket(state, { pane: 'facets', facetCursor: cursor })];
}

function moveInList(state: State, screen: DocketScreen, move: Move): Transition {
  const height = docketLayout(state.size).listRows;
  const cursor = movedCursor(screen.cursor, move, height, state.list.total);
  const top = scrollTo(screen.top, cursor, height, state.list.total);
  const change = isAwaited(state, screen)
    ? { ahead: [...screen.ahead, move] }
    : { held: undefined };
  const moved = changeDocket(state, { cursor, top, opens: false, ...change });
  return sequence(moved, askListIfNeeded, askPreview);
}

function moveInFacets(state: State, screen: DocketScreen, move: Move): Transition {
  const lines = facetLines(state);
  const height = docketLayout(state.size).facetRows;
  const wanted = movedCursor(screen.facetCursor, move, height, lines.length);
  // Titles are passed over, in the direction of the move.
  const direction = wanted >= screen.facetCursor ? 1 : -1;
  let cursor = wanted;
  while (lines[cursor]?.type === 'title') cursor += direction;
  if (lines[cursor] === undefined) cursor = screen.facetCursor;
  const shown = lines[cursor - 1]?.type === 'title' && direction < 0 ? cursor - 1 : cursor;
  // The last row in view says what is below, as long as there is something.
  const top = scrollTo(screen.facetTop, shown, height - 1, lines.length);
  const facetTop = Math.min(top, Math.max(0, lines.length - height));
  return [changeDocket(state, { facetCursor: cursor, facetTop })];
}

function toggleFacet(state: State, screen: DocketScreen): Transition {
  const line = facetLines(state)[screen.facetCursor];
  if (line?.type !== 'value') return [state];
  const value = valueLabel(line.value.value);
  return setFilter(state, toggledValue(state.filter, line.field, value));
}

/** Two marked trials; one marked and that under the cursor; or this one and another model's. */
function compareMarked(state: State, _: DocketScreen, row: Row): Transition {
  const here = { key: row.key };
  const [first, second, ...more] = state.marked.map((id) => ({ id }));
  if (more.length > 0) return notify(state, 'Three or more trials are marked: two can be compared');
  if (second !== undefined && first !== undefined) return openCompare(state, first, second);
  return first === undefined || first.id === row.id
    ? openCompare(state, here, undefined)
    : openCompare(state, first, here);
}

function markRow(state: State, screen: DocketScreen, { id }: Row): Transition {
  const others = state.marked.filter((one) => one !== id);
  const marked = others.length < state.marked.length ? others : [...others, id];
  return moveInList({ ...state, marked }, screen, 'down');
}

/** The fields; rows are asked for anew where a column waits for its field. */
function takeFields(state: State, { fields }: Result<'fields'>): Transition {
  const next = { ...state, fields };
  return wantedFields(next).length === wantedFields(state).length ? [next] : askList(next);
}

/** The rows, and a cursor that is still inside the list. */
function takeList(state: State, result: Result<'list'>): Transition {
  // The answer to what was asked last is still to come.
  if (!isAsked(state, result)) return [state];
  const height = docketLayout(state.size).listRows;
  const { query, sort, total, offset, rows, patterns } = result;
  const place = cursorIn(state, result);
  const list = { query, sort, total, offset, rows, patterns, known: true };
  const { held, ahead, opens } = state.screens[0];
  const first = clamp(place.cursor, 0, Math.max(0, total - 1));
  const cursor = ahead.reduce((at, move) => movedCursor(at, move, height, total), first);
  const top = scrollTo(Math.max(0, place.top), cursor, height, total);
  // Where no trial is there, the next list may have it again.
  const kept = total === 0 ? held : undefined;
  const next = changeDocket(
    { ...state, list },
    {
      cursor,
      top,
      held: kept,
      ahead: [],
      opens: opens && total === 0 && !state.settled,
      isNew: false,
    },
  );
  const isOnTop = topScreen(next).type === 'docket' && next.prompt === undefined;
  return opens && isOnTop && rowAt(next, cursor) !== undefined
    ? sequence(next, askListIfNeeded, askPreview, (shown) => openRow(shown, shown.screens[0]))
    : sequence(next, askListIfNeeded, askPreview);
}

/** Where the cursor is in a new list: on the trial that it is to be on, if that is there. */
function cursorIn(state: State, result: Result<'list'>): Pick<DocketScreen, 'cursor' | 'top'> {
  const { cursor, top, held, isNew } = state.screens[0];
  const { anchor } = result;
  if (held !== undefined) {
    if (anchor?.id === held.id) return { cursor: anchor.index, top: anchor.index - held.row };
    return isAsked(state, state.list) ? { cursor, top } : { cursor: 0, top: 0 };
  }
  if (isNew || !isAsked(state, state.list)) return { cursor: 0, top: 0 };
  const moved = anchorMove(state, result);
  return { cursor: cursor + moved, top: top + moved };
}

/**
 * A preview that came when the cursor had gone on, or come back, is not that of its row: then the row's
 * own stays, or is asked for.
 */
function takePreview(state: State, preview: Result<'preview'>): Transition {
  const row = rowAt(state, state.screens[0].cursor);
  const isKnown = row !== undefined && state.preview?.key === row.key;
  if (isKnown && preview.key !== row.key) return [state];
  return askPreview({ ...state, preview });
}

/** How far the anchor has moved down since the rows that are shown now; 0 where that is not known. */
function anchorMove({ list }: State, { anchor }: Result<'list'>): number {
  const before = list.rows.findIndex(({ id }) => id === anchor?.id);
  return anchor === undefined || before < 0 ? 0 : anchor.index - (list.offset + before);
}
