/** How a cross table is laid out, and what its cells say. */
import { grouped, percentOf } from '../../../stats/bars.ts';
import { ratesOf } from '../../../stats/rates.ts';
import type { Group } from '../../../query/results.ts';
import { safeLine } from '../../../text/safe.ts';
import { createWeakCache } from '../../../text/remember.ts';
import { width } from '../../../text/width.ts';
import { valueLabel } from '../docket/facet-lines.ts';
import type { Size } from '../../message.ts';
import { funnelCellText } from './funnel.ts';
import type { StatsScreen } from './state.ts';
import { columnsOf, isSameCell } from './table.ts';

const CROSS_COLUMN = 18;
const LEAST_COLUMN = 8;

export type CrossLayout = {
  /** Cells of the names at the left, and of each column. */
  readonly name: number;
  readonly column: number;
  /** The first column that is shown, and how many are. */
  readonly left: number;
  readonly count: number;
};

/** Cells of the names at the left of a cross table. */
export function crossName({ columns }: Size): number {
  return columns < 100 ? 22 : 34;
}

/** What of a cross table fits, with the column under the cursor in view. */
export function crossLayout(size: Size, screen: StatsScreen): CrossLayout {
  const total = columnsOf(screen).length;
  const name = crossName(size);
  const column = screen.funnel === undefined ? columnOfRates(screen) : columnOfFunnel(screen);
  const room = Math.max(1, Math.floor((size.columns - name - 2) / column));
  const left = Math.max(0, Math.min(screen.column - room + 1, total - room));
  return { name, column, left, count: Math.min(room, total - left) };
}

/** Cells that every column of rates needs; a chosen one has a sign before it. */
function columnOfRates(screen: StatsScreen): number {
  const { groups = [] } = screen;
  return widths(groups, () =>
    groups.reduce(
      (most, group) =>
        Math.max(most, 2 + cellText(group, { marked: undefined, funnel: undefined }).length),
      CROSS_COLUMN,
    ),
  );
}

const widths = createWeakCache<readonly Group[], number>();

/** Cells that every column of a funnel needs, with a space on its left. */
function columnOfFunnel(screen: StatsScreen): number {
  const texts = [...(screen.groups ?? []), ...screen.totals].map((group) =>
    width(safeLine(cellText(group, screen))),
  );
  const titles = columnsOf(screen).map((one) => width(safeLine(valueLabel(one))));
  return 2 + Math.max(LEAST_COLUMN, ...texts, ...titles);
}

/** `55.1% 59/107`, with a sign where conditions are mixed or trials were not judged. */
export function cellText(
  group: Group | undefined,
  { marked, funnel }: Pick<StatsScreen, 'marked' | 'funnel'>,
): string {
  if (group === undefined) return '–';
  const sign = isSameCell(group.values, marked) ? '=' : '';
  if (funnel !== undefined) {
    return `${sign}${funnelCellText(group)}${group.conditions > 1 ? ' ≠' : ''}`;
  }
  const { counts } = group;
  const { rate: share } = ratesOf(group);
  const outside = counts.trials - counts.judged;
  const fraction = `${grouped(counts.harmful)}/${grouped(counts.judged)}`;
  const rate =
    counts.judged === 0 ? '–' : share === null ? fraction : `${percentOf(share)} ${fraction}`;
  const warning = group.conditions > 1 ? ' ≠' : group.unpublished === true ? ' ∅' : '';
  return `${sign}${rate}${outside > 0 ? ` +${grouped(outside)}` : ''}${warning}`;
}
