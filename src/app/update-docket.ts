/** What commands do on the Docket: its list, its facets, the filter. */
import { parse } from '../query/parse.ts';
import { setField } from '../query/edit.ts';
import type { Asks } from '../query/asks.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { askListIfNeeded, askPreview, refresh, rowAt } from './asking.ts';
import { chosenValues, facetLines, valueLabel } from './facet-lines.ts';
import { fieldOf } from './field.ts';
import type { Command } from './keymap.ts';
import { docketLayout } from './layout.ts';
import { openReplay } from './open-replay.ts';
import { pickerFor, sortPicker, facetPicker } from './pickers.ts';
import type { DocketScreen, State } from './state.ts';
import {
  clamp,
  copy,
  notify,
  push,
  scrollTo,
  sequence,
  type Transition,
  withScreen,
} from './transition.ts';

/** A command on the Docket; undefined if it means nothing here. */
export function updateDocket(
  state: State,
  screen: DocketScreen,
  command: Command,
): Transition | undefined {
  switch (command) {
    case 'nextPane':
    case 'previousPane':
      return togglePane(state, screen);
    case 'pickModels':
      return pickerFor(state, 'model');
    case 'pickVerdicts':
      return pickerFor(state, 'verdict');
    case 'pickFacet':
      return [push(state, facetPicker())];
    case 'sort':
      return [push(state, sortPicker(state))];
    case 'typeFilter':
      return [changeDocket(state, { typing: fieldOf(state.filter) })];
    case 'clearFilter':
      return setFilter(state, '');
    case 'problems':
      return [push(state, { type: 'problems', top: 0 })];
    case 'open': {
      const row = rowAt(state, screen.cursor);
      return row === undefined ? [state] : openReplay(state, row.key, { type: 'start' });
    }
    case 'mark':
      return markRow(state, screen);
    case 'toggleFacet':
      return toggleFacet(state, screen);
    case 'copy': {
      const row = rowAt(state, screen.cursor);
      if (row === undefined) return [state];
      return copy(state, row.id, row.id);
    }
    default:
      return screen.pane === 'facets'
        ? moveInFacets(state, screen, command)
        : moveInList(state, screen, command);
  }
}

/** Puts a filter in force: the list starts at its top again. A wrong one only shows its mistake. */
export function setFilter(state: State, text: string): Transition {
  const parsed = parse(text);
  if (!parsed.ok) return [{ ...state, filterError: parsed.error }];
  if (text.trim() === state.filter) return [{ ...state, filterError: undefined }];
  const changed = { ...state, filter: text.trim(), filterError: undefined };
  return refresh(changeDocket(changed, { cursor: 0, top: 0 }));
}

/** The filter with a value of a field added, or removed if it was there. */
function toggledValue(filter: string, field: GroupField, value: string): string {
  const values = chosenValues(filter, field);
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return setField(filter, field, next);
}

/** The field's text while a filter is typed. Every good text is put in force at once. */
export function typeFilter(state: State, screen: DocketScreen): Transition {
  return setFilter(state, screen.typing?.text ?? '');
}

export function changeDocket(state: State, change: Partial<DocketScreen>): State {
  return withScreen(state, 'docket', (screen) => ({ ...screen, ...change }));
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

function moveInList(state: State, screen: DocketScreen, command: Command): Transition | undefined {
  const height = docketLayout(state.size).listRows;
  const cursor = movedCursor(screen.cursor, command, height, state.list.total);
  if (cursor === undefined) return undefined;
  const top = scrollTo(screen.top, cursor, height, state.list.total);
  return sequence(changeDocket(state, { cursor, top }), askListIfNeeded, askPreview);
}

function moveInFacets(
  state: State,
  screen: DocketScreen,
  command: Command,
): Transition | undefined {
  const lines = facetLines(state);
  const height = docketLayout(state.size).facetRows;
  const wanted = movedCursor(screen.facetCursor, command, height, lines.length);
  if (wanted === undefined) return undefined;
  // Titles are passed over, in the direction of the move.
  const direction = wanted >= screen.facetCursor ? 1 : -1;
  let cursor = wanted;
  while (lines[cursor]?.type === 'title') cursor += direction;
  if (lines[cursor] === undefined) cursor = screen.facetCursor;
  const shown = lines[cursor - 1]?.type === 'title' && direction < 0 ? cursor - 1 : cursor;
  const facetTop = scrollTo(screen.facetTop, shown, height, lines.length);
  return [changeDocket(state, { facetCursor: cursor, facetTop })];
}

/** Where a moving command takes the cursor of a list of `total` rows; undefined: not a move. */
export function movedCursor(
  cursor: number,
  command: Command,
  height: number,
  total: number,
): number | undefined {
  const last = Math.max(0, total - 1);
  const page = Math.max(1, height - 1);
  switch (command) {
    case 'down':
      return clamp(cursor + 1, 0, last);
    case 'up':
      return clamp(cursor - 1, 0, last);
    case 'pageDown':
      return clamp(cursor + page, 0, last);
    case 'pageUp':
      return clamp(cursor - page, 0, last);
    case 'halfDown':
      return clamp(cursor + Math.ceil(page / 2), 0, last);
    case 'halfUp':
      return clamp(cursor - Math.ceil(page / 2), 0, last);
    case 'first':
      return 0;
    case 'last':
      return last;
    default:
      return undefined;
  }
}

function toggleFacet(state: State, screen: DocketScreen): Transition {
  const line = facetLines(state)[screen.facetCursor];
  if (line?.type !== 'value') return [state];
  const value = valueLabel(line.value.value);
  return setFilter(state, toggledValue(state.filter, line.field, value));
}

function markRow(state: State, screen: DocketScreen): Transition {
  const row = rowAt(state, screen.cursor);
  if (row === undefined) return [state];
  const marked = state.marked.includes(row.key)
    ? state.marked.filter((key) => key !== row.key)
    : [...state.marked, row.key];
  return moveInList({ ...state, marked }, screen, 'down') ?? [{ ...state, marked }];
}

/** An answer to the list ask: the rows, and a cursor that is still inside the list. */
export function takeList(state: State, give: Asks['list']['give']): Transition {
  const height = docketLayout(state.size).listRows;
  const { query, sort, total, offset, rows, patterns, moved } = give;
  const list = { query, sort, total, offset, rows, patterns, known: true };
  const next = withScreen({ ...state, list }, 'docket', (screen) => {
    const cursor = clamp(screen.cursor + moved, 0, Math.max(0, total - 1));
    const top = Math.max(0, screen.top + moved);
    return { ...screen, cursor, top: scrollTo(top, cursor, height, total) };
  });
  return sequence(next, askListIfNeeded, askPreview);
}
