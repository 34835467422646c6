/** The stats screen: groups of trials with their rates, divided or crossed by a second field. */
import { setField } from '../query/edit.ts';
import type { Group } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import type { Command } from './keymap.ts';
import { bodyRows } from './layout.ts';
import { byPicker, pickerFor, facetPicker, splitPicker } from './pickers.ts';
import type { StatsScreen, State } from './state.ts';
import { valueLabel } from './facet-lines.ts';
import { fieldOf } from './field.ts';
import {
  askIn,
  clamp,
  notify,
  push,
  scrollTo,
  type Transition,
  withScreen,
  withTop,
} from './transition.ts';
import { changeDocket, movedCursor, setFilter } from './update-docket.ts';

/** Lines of the stats screen that are not groups: titles, the total, the notes. */
export const STATS_FRAME = 5;

export function openStats(state: State): Transition {
  const screen: StatsScreen = {
    type: 'stats',
    by: 'model',
    split: undefined,
    cross: false,
    groups: undefined,
    total: undefined,
    cursor: 0,
    column: 0,
    top: 0,
  };
  return askStats(push(state, screen));
}

/** Asks for the groups of the topmost stats screen, if there is one. */
export function askStats(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'stats');
  if (screen === undefined || !state.opened) return [state];
  const by = screen.split === undefined ? [screen.by] : [screen.by, screen.split];
  return askIn(state, 'stats', { name: 'stats', take: { query: { text: state.filter }, by } });
}

export function takeStats(
  state: State,
  give: { readonly groups: readonly Group[]; readonly total: Group },
): State {
  return withScreen(state, 'stats', (screen) => ({
    ...screen,
    ...give,
    cursor: clamp(screen.cursor, 0, Math.max(0, rowsOf(screen, give.groups).length - 1)),
  }));
}

export function updateStats(
  state: State,
  screen: StatsScreen,
  command: Command,
): Transition | undefined {
  switch (command) {
    case 'by':
      return [push(state, byPicker(screen.by))];
    case 'split':
      return [push(state, splitPicker(screen.split))];
    case 'cross':
      return [withTop(state, { ...screen, cross: !screen.cross, cursor: 0, column: 0, top: 0 })];
    case 'pickModels':
      return pickerFor(state, 'model');
    case 'pickVerdicts':
      return pickerFor(state, 'verdict');
    case 'pickFacet':
      return [push(state, facetPicker())];
    case 'typeFilter': {
      const docket = { ...state, screens: [state.screens[0]] } as State;
      return [changeDocket(docket, { typing: fieldOf(state.filter), pane: 'list' })];
    }
    case 'clearFilter': {
      const [next, ...effects] = setFilter(state, '');
      const [asked, ...more] = askStats(next);
      return [asked, ...effects, ...more];
    }
    case 'open':
      return openGroup(state, screen);
    case 'columnRight':
    case 'columnLeft': {
      const columns = columnsOf(screen).length;
      const column = clamp(screen.column + (command === 'columnRight' ? 1 : -1), 0, columns - 1);
      return [withTop(state, { ...screen, column })];
    }
    default: {
      const height = Math.max(1, bodyRows(state.size) - STATS_FRAME);
      const total = rowsOf(screen, screen.groups ?? []).length;
      const cursor = movedCursor(screen.cursor, command, height, total);
      if (cursor === undefined) return undefined;
      const top = scrollTo(screen.top, cursor, height, total);
      return [withTop(state, { ...screen, cursor, top })];
    }
  }
}

/** Rows of the table: a group each, or, crossed, a value of the first field each. */
export function rowsOf(
  screen: Pick<StatsScreen, 'cross' | 'split'>,
  groups: readonly Group[],
): readonly (readonly Group[])[] {
  if (!screen.cross || screen.split === undefined) return groups.map((group) => [group]);
  return [...Map.groupBy(groups, ({ values }) => values[0] ?? null).values()];
}

/** Values of the second field, in the order they first occur. */
export function columnsOf(screen: StatsScreen): readonly (string | null)[] {
  return [...new Set((screen.groups ?? []).map(({ values }) => values[1] ?? null))];
}

/** The group under the cursor. */
function groupUnderCursor(screen: StatsScreen): Group | undefined {
  const row = rowsOf(screen, screen.groups ?? [])[screen.cursor];
  if (!screen.cross || screen.split === undefined) return row?.[0];
  const column = columnsOf(screen)[screen.column] ?? null;
  return row?.find(({ values }) => (values[1] ?? null) === column);
}

/** Opens the Docket filtered to the group under the cursor. */
function openGroup(state: State, screen: StatsScreen): Transition {
  const group = groupUnderCursor(screen);
  if (group === undefined) return notify(state, 'No trial is in this cell');
  const fields: readonly GroupField[] =
    screen.split === undefined ? [screen.by] : [screen.by, screen.split];
  let filter = state.filter;
  for (const [index, field] of fields.entries()) {
    filter = setField(filter, field, [valueLabel(group.values[index] ?? null)]);
  }
  return setFilter({ ...state, screens: [{ ...state.screens[0], pane: 'list' }] }, filter);
}
