/** The rows and columns of the stats screen. */
import type { Group } from '../../../query/results.ts';
import type { StatsScreen } from './state.ts';

/** Lines of the stats screen that are not groups: titles, the total, the notes. */
export const STATS_FRAME = 5;

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
