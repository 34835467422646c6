/** What the stats screen does: grouping, dividing, crossing, opening a group in the Docket. */
import type { Refusal, Result } from '../../../collection/protocol.ts';
import { setField } from '../../../query/edit.ts';
import type { Group } from '../../../query/results.ts';
import { together } from '../../../query/together.ts';
import { asRates } from '../../../stats/shares.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  clamp,
  findScreen,
  notify,
  pop,
  push,
  scrollTo,
  topScreen,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { valueLabel } from '../docket/facet-lines.ts';
import { leaveTrials, openTrials, redoFilter, setFilter, undoFilter } from '../docket/filter.ts';
import { sortGroups } from '../../../stats/sort-groups.ts';
import {
  byPicker,
  facetPicker,
  groupSortPicker,
  pickerFor,
  sharePicker,
  splitPicker,
} from '../picker/open.ts';
import { judgePicker } from '../picker/judge.ts';
import { typingFilter } from '../prompt/filter.ts';
import { moves, type ScreenRow } from '../screen.ts';
import { openRates } from '../search/set.ts';
import { askStats } from './ask.ts';
import { marked, withCompared } from './compared.ts';
import { statsNotes } from './notes.ts';
import { presetsOf } from './shares.ts';
import { AT_START, stats, type StatsScreen, type TableMove } from './state.ts';
import { funnelCells, queryUpTo } from './funnel.ts';
import {
  cellOf,
  columnsOf,
  groupUnderCursor,
  isCrossed,
  rowOfCell,
  rowsOf,
  tableRows,
} from './table.ts';

export const statsRow = {
  handlers: {
    stats: {
      ...moves(moveInTable),
      by: (state, screen) => [push(state, byPicker(state, screen.by))],
      split: (state, screen) => [push(state, splitPicker(state, screen.split))],
      cross: (state, screen) => [withTop(state, { ...screen, cross: !screen.cross, ...AT_START })],
      pickShare: (state, screen) => [push(state, sharePicker(presetsOf(state), screen))],
      wholeNote: (state, screen) => [
        withTop(state, inView(state, { ...screen, isWhole: !screen.isWhole })),
      ],
      markRow: (state, screen) => [withTop(state, inView(state, marked(screen)))],
      columnRight: (state, screen) => moveInTable(state, screen, 'columnRight'),
      columnLeft: (state, screen) => moveInTable(state, screen, 'columnLeft'),
      pickModels: (state) => pickerFor(state, 'model'),
      pickVerdicts: (state) => pickerFor(state, 'verdict'),
      pickFacet: (state) => [push(state, facetPicker(state))],
      typeFilter: (state) => [typingFilter(state)],
      judge: judgePicker,
      sortRates: (state, screen) => [push(state, groupSortPicker(screen))],
      clearFilter: (state) => setFilter(state, ''),
      undoFilter,
      redoFilter,
      open: openGroup,
      back: (state, { isPlace }) => (isPlace ? leaveTrials(state) : undefined) ?? [pop(state)],
    },
  },
  answers: {
    stats: {
      take: (state, result) => {
        const screen = findScreen(state, 'stats');
        const isOther = screen?.share !== undefined || screen?.funnel !== undefined;
        return isOther ? [state] : openAhead(takeStats(state, result));
      },
      refused,
    },
    shares: { take: (state, result) => openAhead(takeShares(state, result)), refused },
    funnel: { take: (state, result) => openAhead(takeFunnel(state, result)), refused },
  },
} as const satisfies ScreenRow<'stats'>;

/** No key was pressed for groups that are still to come. */
const NOTHING_AHEAD = { ahead: [], opens: false } as const;

export function openStats(state: State): Transition {
  const screen = topScreen(state);
  if (screen.type === 'search' && screen.input.text.trim() !== '') return openRates(state, screen);
  const before = state.closed.stats ?? stats.initial();
  return askStats(push(state, { ...before, ...NOTHING_AHEAD, isPlace: false }));
}

/** No rates, and why: the filter is right, as the list shows, but asks for what enters no rate. */
function refused(state: State, reason: Refusal): Transition {
  const next = withScreen(state, 'stats', (screen) => ({ ...screen, ...NOTHING_AHEAD }));
  if (reason.type === 'failure') return notify(next, reason.message, 'error');
  const { message } = reason.error;
  const none = { groups: undefined, total: undefined, leftOut: [], refusal: message };
  return [withScreen(next, 'stats', (screen) => ({ ...screen, ...none }))];
}

/** Shares, as the table shows them. */
function takeShares(state: State, result: Result<'shares'>): State {
  const { query, groups, total: all, isOfWords, ofJudge, share, of } = result;
  // What was counted is another share by now.
  const asked = findScreen(state, 'stats')?.share;
  if (asked?.share !== share || together(asked.only, asked.of) !== of) return state;
  const next = withScreen(state, 'stats', (screen) => ({ ...screen, isOfWords }));
  const total = { ...asRates(all), ...(ofJudge.length > 0 && { ofJudge }) };
  const shown = { query, groups: groups.map(asRates), total, leftOut: [] };
  return takeStats(next, shown);
}

/** What is left after each stage, a cell each. */
function takeFunnel(state: State, result: Result<'funnel'>): State {
  const { query, stages, groups, total, isOfWords } = result;
  const asked = findScreen(state, 'stats')?.funnel;
  // What was counted is another funnel by now.
  if (JSON.stringify(asked?.stages) !== JSON.stringify(stages)) return state;
  const totals = funnelCells(total, stages);
  const next = withScreen(state, 'stats', (screen) => ({ ...screen, isOfWords, totals }));
  const cells = groups.flatMap((group) => funnelCells(group, stages));
  const { values, trials, conditions } = total;
  const all = asRates({ values, counted: 0, of: trials, conditions });
  return takeStats(next, { query, groups: cells, total: all, leftOut: [] });
}

/** The groups, and the cursor on its cell, where that is there. */
function takeStats(state: State, result: Result<'stats'>): State {
  return withScreen(state, 'stats', (screen) => {
    const groups = sorted(screen, result.groups);
    const next = withCompared({ ...screen, ...result, refusal: undefined, groups }, groups);
    const { cell } = next;
    const rows = rowsOf(next, groups);
    const row = cell === undefined ? -1 : rowOfCell(next, groups, cell);
    const columns = columnsOf(next);
    const at = cell !== undefined && isCrossed(next) ? columns.indexOf(cell.at(-1) ?? null) : -1;
    const cursor = row >= 0 ? row : clamp(screen.cursor, 0, Math.max(0, rows.length - 1));
    const column = at >= 0 ? at : clamp(screen.column, 0, Math.max(0, columns.length - 1));
    const shown = inView(state, { ...next, cursor, column });
    if (isAwaited(state, shown)) return shown;
    const first: StatsScreen = { ...shown, ahead: [] };
    return shown.ahead.reduce((at, move) => moved(state, at, move), first);
  });
}

/** Whether the groups, or the first of them, are still to come. */
function isAwaited({ settled }: State, { groups, refusal }: StatsScreen): boolean {
  return refusal === undefined && (groups === undefined || (groups.length === 0 && !settled));
}

/** Opens the trials of the cell, where Enter was pressed before it was there. */
function openAhead(state: State): Transition {
  const screen = findScreen(state, 'stats');
  if (screen === undefined || !screen.opens || isAwaited(state, screen)) return [state];
  const next = withScreen(state, 'stats', (one) => ({ ...one, opens: false }));
  const isOnTop = topScreen(next).type === 'stats' && next.prompt === undefined;
  return isOnTop ? openGroup(next, screen) : [next];
}

function sorted(screen: StatsScreen, groups: readonly Group[]): readonly Group[] {
  const { by, split, sort, funnel } = screen;
  if (sort === undefined || funnel !== undefined) return groups;
  return sortGroups(groups, split === undefined ? [by] : [by, split], sort);
}

/** Rows of the table as it is now: what is said below takes some of them. */
function heightOf(state: State, screen: StatsScreen): number {
  return tableRows(state.size, statsNotes(state, screen).length);
}

/** The row under the cursor is shown, however many lines are said of it below. */
function inView(state: State, screen: StatsScreen): StatsScreen {
  const total = rowsOf(screen, screen.groups ?? []).length;
  const top = scrollTo(screen.top, screen.cursor, heightOf(state, screen), total);
  return { ...screen, top };
}

function moveInTable(state: State, screen: StatsScreen, move: TableMove): Transition {
  const next = isAwaited(state, screen)
    ? { ...screen, ahead: [...screen.ahead, move], opens: false }
    : moved(state, screen, move);
  return [withTop(state, next)];
}

function moved(state: State, screen: StatsScreen, move: TableMove): StatsScreen {
  if (move === 'columnRight' || move === 'columnLeft') {
    const by = move === 'columnRight' ? 1 : -1;
    const column = clamp(screen.column + by, 0, columnsOf(screen).length - 1);
    return inView(state, withCell({ ...screen, column }));
  }
  const total = rowsOf(screen, screen.groups ?? []).length;
  const cursor = movedCursor(screen.cursor, move, heightOf(state, screen), total);
  return inView(state, withCell({ ...screen, cursor }));
}

/** The Stats, which hold on to the cell that the cursor is put on. */
export function withCell(moved: StatsScreen): StatsScreen {
  return { ...moved, cell: cellOf(moved) };
}

/** Which trials of a group are counted: of a share, and of a funnel up to its stage. */
function countedIn({ share, funnel }: StatsScreen, group: Group): string {
  if (funnel !== undefined) return queryUpTo(funnel, group.values.at(-1) ?? null);
  return share === undefined ? '' : together(share.only, share.of, share.share);
}

/** Opens the trials of the group under the cursor over the Stats, as far as they are counted. */
function openGroup(state: State, screen: StatsScreen): Transition {
  if (isAwaited(state, screen)) return [withTop(state, { ...screen, opens: true })];
  const group = groupUnderCursor(screen);
  if (group === undefined) return notify(state, 'No trial is in this cell');
  const fields: readonly GroupField[] =
    screen.split === undefined ? [screen.by] : [screen.by, screen.split];
  let filter = together(state.filter, countedIn(screen, group));
  for (const [index, field] of fields.entries()) {
    filter = setField(filter, field, [valueLabel(group.values[index] ?? null)]);
  }
  return openTrials(state, filter);
}
