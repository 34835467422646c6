/** What is counted in the Stats, and two of its rows compared. */
import { BUILT_IN_PRESETS } from '../../../query/presets.ts';
import { NO_VALUE } from '../../../query/ast.ts';
import type { Group } from '../../../query/results.ts';
import { compareRows, differenceText, pText } from '../../../stats/comparison.ts';
import { HARMFUL_RATE, shareRow, type ShareRow } from '../../../stats/shares.ts';
import type { State } from '../../state.ts';
import { withTop, type Transition } from '../../transition.ts';
import { askStats } from './ask.ts';
import { AT_START, type StatsScreen } from './state.ts';
import { rowsOf } from './table.ts';

/** Shares that are counted of the trials of each group, after the harmful rate. */
const SHARES: readonly NonNullable<StatsScreen['share']>[] = Object.entries(
  BUILT_IN_PRESETS,
).flatMap(([name, { share, of = HARMFUL_RATE.of }]) =>
  share === undefined ? [] : [{ name, share, of }],
);

/** Counts the next share; after the last, the harmful rate again. */
export function nextShare(state: State, screen: StatsScreen): Transition {
  const at = SHARES.findIndex(({ name }) => name === screen.share?.name);
  const none = { groups: undefined, total: undefined, leftOut: [], isOfWords: false };
  const next = { ...screen, ...none, ...AT_START, share: SHARES[at + 1], marked: undefined };
  return askStats(withTop(state, next));
}

/** Marks the row under the cursor, with which others are then compared; the marked one is let go. */
export function markRow(state: State, screen: StatsScreen): Transition {
  const values = rowsOf(screen, screen.groups ?? [])[screen.cursor]?.[0]?.values;
  const isMarked = values !== undefined && isSame(values, screen.marked);
  return [withTop(state, { ...screen, marked: isMarked ? undefined : values })];
}

/** The marked row against the one under the cursor, in a line; undefined where there is nothing to say. */
export function comparedRows(screen: StatsScreen): string | undefined {
  const { marked, groups = [], total, cross, split } = screen;
  if (marked === undefined || total === undefined || (cross && split !== undefined))
    return undefined;
  const first = groups.find(({ values }) => isSame(values, marked));
  const second = rowsOf(screen, groups)[screen.cursor]?.[0];
  if (first === undefined || second === undefined) return undefined;
  const name = nameOf(first);
  if (first === second) return `${name} is marked: the row under the cursor is compared with it`;
  const together = groups.reduce((sum, { counts }) => sum + counts.trials, 0);
  if (together > total.counts.trials) return 'these groups share trials, and cannot be compared';
  if (total.isChosen === true) return 'chosen by their verdict: there is nothing to compare';
  const [made] = compareRows([[rowOf(first), rowOf(second)]]);
  if (made === undefined) return undefined;
  return `${name} against ${nameOf(second)}: ${differenceText(made.difference)}, p = ${pText(made.p)}`;
}

function rowOf({ values, counts, conditions }: Group): ShareRow {
  return shareRow({ values, counted: counts.harmful, of: counts.judged, conditions });
}

function nameOf({ values }: Group): string {
  return values.map((value) => value ?? NO_VALUE).join(' · ');
}

function isSame(one: Group['values'], other: Group['values'] | undefined): boolean {
  return one.length === other?.length && one.every((value, at) => value === other[at]);
}
