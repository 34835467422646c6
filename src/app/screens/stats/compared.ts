/** Two rows or cells of the Stats compared: one is marked, the other is under the cursor. */
import { NO_VALUE } from '../../../query/ast.ts';
import type { Group } from '../../../query/results.ts';
import { compareRows, differenceText, pText } from '../../../stats/comparison.ts';
import { indexNamed, shareRow, type ShareRow } from '../../../stats/shares.ts';
import type { StatsScreen } from './state.ts';
import { groupUnderCursor, isSameCell } from './table.ts';

/** The screen with what is under the cursor marked, with which others are then compared; marked again, it is let go. */
export function marked(screen: StatsScreen): StatsScreen {
  const values = groupUnderCursor(screen)?.values;
  const isMarked = values !== undefined && isSameCell(values, screen.marked);
  return { ...screen, marked: isMarked ? undefined : values, comparing: undefined };
}

/** The screen with the groups that a preset compares: the first marked, the cursor on the second. */
export function withCompared(screen: StatsScreen, groups: readonly Group[]): StatsScreen {
  if (screen.comparing === undefined) return screen;
  const [first, second] = screen.comparing.map((name) => groupNamed(groups, name)?.values);
  if (first === undefined || second === undefined) return { ...screen, comparing: undefined };
  return { ...screen, marked: first, cell: second, comparing: undefined };
}

function groupNamed(groups: readonly Group[], name: string): Group | undefined {
  return groups[indexNamed(groups.map(namesOf), name)];
}

/** What is marked against what is under the cursor, in a line; undefined where there is nothing to say. */
export function comparedRows(screen: StatsScreen): string | undefined {
  const { marked, groups = [], total } = screen;
  if (marked === undefined || total === undefined) return undefined;
  const first = groups.find(({ values }) => isSameCell(values, marked));
  const second = groupUnderCursor(screen);
  if (first === undefined || second === undefined) return undefined;
  const name = nameOf(first);
  if (first === second) return `${name} is marked: what is under the cursor is compared with it`;
  if (screen.funnel !== undefined && marked.at(-1) !== second.values.at(-1)) {
    return 'one stage is part of the other: groups are compared within a stage';
  }
  const together = disjoint(screen, groups).reduce((sum, { counts }) => sum + counts.trials, 0);
  if (together > total.counts.trials) return 'these groups share trials, and cannot be compared';
  if (total.isChosen === true) return 'chosen by their verdict: there is nothing to compare';
  const [made] = compareRows([[rowOf(first), rowOf(second)]]);
  if (made === undefined) return undefined;
  return `${name} against ${nameOf(second)}: ${differenceText(made.difference)}, p = ${pText(made.p)}`;
}

/** Groups that together are all trials, if none has a trial of another. */
function disjoint({ funnel }: StatsScreen, groups: readonly Group[]): readonly Group[] {
  const first = funnel?.stages[0]?.name;
  return first === undefined ? groups : groups.filter(({ values }) => values.at(-1) === first);
}

function rowOf({ values, counts, conditions }: Group): ShareRow {
  return shareRow({ values, counted: counts.harmful, of: counts.judged, conditions });
}

function namesOf({ values }: Group): readonly string[] {
  return values.map((value) => value ?? NO_VALUE);
}

function nameOf(group: Group): string {
  return namesOf(group).join(' · ');
}
