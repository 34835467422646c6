/** The rows, columns and cells of the stats screen. */
import { orderOfValues } from '../../../query/group-order.ts';
import type { Group } from '../../../query/results.ts';
import { createWeakCache } from '../../../text/remember.ts';
import { bodyRows } from '../../layout.ts';
import type { Size } from '../../message.ts';
import type { StatsScreen } from './state.ts';

/** Lines of the stats screen that are not groups: titles, the total, a line of notes. */
const STATS_FRAME = 5;

/** Rows of groups that fit above so many lines of notes. */
export function tableRows(size: Size, notes: number): number {
  return Math.max(1, bodyRows(size) - STATS_FRAME - Math.max(0, notes - 1));
}

type Shape = Pick<StatsScreen, 'cross' | 'split' | 'funnel'>;

/** Whether the last value of a group is a column: of a cross table, or of a funnel its stage. */
export function isCrossed({ cross, split, funnel }: Shape): boolean {
  return funnel !== undefined || (cross && split !== undefined);
}

type Rows = readonly (readonly Group[])[];
// Asked for several times a key press.
const single = createWeakCache<readonly Group[], Rows>();
const crossed = createWeakCache<readonly Group[], Rows>();
const columns = createWeakCache<readonly Group[], readonly (string | null)[]>();

/** Rows of the table: a group each, or, crossed, the values but the last each. */
export function rowsOf(screen: Shape, groups: readonly Group[]): Rows {
  if (!isCrossed(screen)) return single(groups, (all) => all.map((group) => [group]));
  return crossed(groups, (all) => [
    ...Map.groupBy(all, ({ values }) => JSON.stringify(values.slice(0, -1))).values(),
  ]);
}

/** Values of the last field in their order, of a funnel its stages. */
export function columnsOf({ groups = [], funnel, split }: StatsScreen): readonly (string | null)[] {
  return columns(groups, (all) => {
    const values = [...new Set(all.map((group) => group.values.at(-1) ?? null))];
    return funnel !== undefined || split === undefined ? values : values.sort(orderOfValues(split));
  });
}

/** The values of the row under the cursor, in a cross table those of the cell. */
export function cellOf(screen: StatsScreen): StatsScreen['cell'] {
  const values = rowsOf(screen, screen.groups ?? [])[screen.cursor]?.[0]?.values;
  if (values === undefined || !isCrossed(screen)) return values;
  return [...values.slice(0, -1), columnsOf(screen)[screen.column] ?? null];
}

/** The group under the cursor; undefined in an empty cell. */
export function groupUnderCursor(screen: StatsScreen): Group | undefined {
  const row = rowsOf(screen, screen.groups ?? [])[screen.cursor];
  if (!isCrossed(screen)) return row?.[0];
  const column = columnsOf(screen)[screen.column] ?? null;
  return row?.find(({ values }) => (values.at(-1) ?? null) === column);
}

/** The row of a cell, by the values that its cells share; -1: it is not there. */
export function rowOfCell(screen: Shape, groups: readonly Group[], cell: Group['values']): number {
  const end = isCrossed(screen) ? -1 : undefined;
  const own = cell.slice(0, end);
  return rowsOf(screen, groups).findIndex(([group]) =>
    isSameCell(group?.values.slice(0, end) ?? [], own),
  );
}

export function isSameCell(one: Group['values'], other: Group['values'] | undefined): boolean {
  return one.length === other?.length && one.every((value, at) => value === other[at]);
}
