/** The rows, columns and cells of the stats screen. */
import type { Group } from '../../../query/results.ts';
import { bodyRows } from '../../layout.ts';
import type { Size } from '../../message.ts';
import type { StatsScreen } from './state.ts';

/** Lines of the stats screen that are not groups: titles, the total, a line of notes. */
const STATS_FRAME = 5;

/** Rows of groups that fit above so many lines of notes. */
export function tableRows(size: Size, notes: number): number {
  return Math.max(1, bodyRows(size) - STATS_FRAME - Math.max(0, notes - 1));
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

/** The values of the row under the cursor, in a cross table those of the cell. */
export function cellOf(screen: StatsScreen): StatsScreen['cell'] {
  const values = rowsOf(screen, screen.groups ?? [])[screen.cursor]?.[0]?.values;
  if (values === undefined || !screen.cross || screen.split === undefined) return values;
  return [values[0] ?? null, columnsOf(screen)[screen.column] ?? null];
}

/** The group under the cursor; undefined in an empty cell. */
export function groupUnderCursor(screen: StatsScreen): Group | undefined {
  const row = rowsOf(screen, screen.groups ?? [])[screen.cursor];
  if (!screen.cross || screen.split === undefined) return row?.[0];
  const column = columnsOf(screen)[screen.column] ?? null;
  return row?.find(({ values }) => (values[1] ?? null) === column);
}

export function isSameCell(one: Group['values'], other: Group['values'] | undefined): boolean {
  return one.length === other?.length && one.every((value, at) => value === other[at]);
}
