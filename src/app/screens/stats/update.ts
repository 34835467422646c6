/** What the stats screen does: grouping, dividing, crossing, opening a group in the Docket. */
import type { Result } from '../../../collection/protocol.ts';
import { setField } from '../../../query/edit.ts';
import type { Group } from '../../../query/results.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import type { Move } from '../../commands.ts';
import { bodyRows } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { inputOf } from '../../text-input.ts';
import {
  ask,
  clamp,
  notify,
  pop,
  push,
  scrollTo,
  sequence,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { valueLabel } from '../docket/facet-lines.ts';
import { changeDocket, setFilter } from '../docket/filter.ts';
import { byPicker, facetPicker, pickerFor, splitPicker } from '../picker/open.ts';
import { moves, type ScreenRow } from '../screen.ts';
import { stats, type StatsScreen } from './state.ts';
import { columnsOf, rowsOf, STATS_FRAME } from './table.ts';

export const statsRow = {
  handlers: {
    stats: {
      ...moves(moveInTable),
      by: (state, screen) => [push(state, byPicker(screen.by))],
      split: (state, screen) => [push(state, splitPicker(screen.split))],
      cross: (state, screen) => [
        withTop(state, { ...screen, cross: !screen.cross, cursor: 0, column: 0, top: 0 }),
      ],
      columnRight: (state, screen) => moveColumn(state, screen, 1),
      columnLeft: (state, screen) => moveColumn(state, screen, -1),
      pickModels: (state) => pickerFor(state, 'model'),
      pickVerdicts: (state) => pickerFor(state, 'verdict'),
      pickFacet: (state) => [push(state, facetPicker())],
      typeFilter: (state) => {
        const docket = { ...state, screens: [state.screens[0]] } as const;
        return [changeDocket(docket, { typing: inputOf(state.filter), pane: 'list' })];
      },
      clearFilter: (state) => sequence(state, (one) => setFilter(one, ''), askStats),
      open: openGroup,
      back: (state) => [pop(state)],
    },
  },
  answers: { stats: { take: (state, result) => [takeStats(state, result)] } },
  onLoad: askStats,
  onOpened: askStats,
} as const satisfies ScreenRow<'stats'>;

export function openStats(state: State): Transition {
  return askStats(push(state, stats.initial()));
}

/** Asks for the groups of the topmost stats screen, if there is one. */
export function askStats(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'stats');
  if (screen === undefined || !state.opened) return [state];
  const by = screen.split === undefined ? [screen.by] : [screen.by, screen.split];
  return ask(state, { name: 'stats', params: { query: { text: state.filter }, by } });
}

function takeStats(state: State, result: Result<'stats'>): State {
  return withScreen(state, 'stats', (screen) => ({
    ...screen,
    ...result,
    cursor: clamp(screen.cursor, 0, Math.max(0, rowsOf(screen, result.groups).length - 1)),
  }));
}

function moveInTable(state: State, screen: StatsScreen, move: Move): Transition {
  const height = Math.max(1, bodyRows(state.size) - STATS_FRAME);
  const total = rowsOf(screen, screen.groups ?? []).length;
  const cursor = movedCursor(screen.cursor, move, height, total);
  const top = scrollTo(screen.top, cursor, height, total);
  return [withTop(state, { ...screen, cursor, top })];
}

function moveColumn(state: State, screen: StatsScreen, by: 1 | -1): Transition {
  const column = clamp(screen.column + by, 0, columnsOf(screen).length - 1);
  return [withTop(state, { ...screen, column })];
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
