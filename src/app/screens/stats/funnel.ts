/** A funnel in the Stats: a cell a stage and group, and what is said of the one under the cursor. */
import type { FunnelGroup, Group, Stage } from '../../../query/results.ts';
import { together } from '../../../query/together.ts';
import { grouped, percentOf } from '../../../stats/bars.ts';
import { ofWhat, stepsOf } from '../../../stats/funnel.ts';
import { asRates, shareRow, type ShareRow } from '../../../stats/shares.ts';
import type { NamedFunnel, StatsScreen } from './state.ts';
import { groupUnderCursor, isSameCell } from './table.ts';

/** The cells of a row: what is left after each stage, of the first. */
export function funnelCells(group: FunnelGroup, stages: readonly Stage[]): readonly Group[] {
  return stepsOf(group, stages).map(({ stage, left, ofFirst }) =>
    asRates({
      values: [...group.values, stage],
      counted: left,
      of: ofFirst.of,
      conditions: group.conditions,
    }),
  );
}

/** `95 95%`: what is left, and the percentage of the first. */
export function funnelCellText({ counts: { harmful, judged } }: Group): string {
  return judged === 0 ? '0 –' : `${grouped(harmful)} ${percentOf(harmful / judged)}`;
}

/** The trials that the stages up to the one of a cell hold for. */
export function queryUpTo({ stages, only }: NamedFunnel, stage: string | null): string {
  const at = stages.findIndex(({ name }) => name === stage);
  return together(only, ...stages.slice(0, at + 1).map(({ query }) => query));
}

/** What the stage under the cursor is of, with intervals. */
export function stepText(screen: StatsScreen): string | undefined {
  const { funnel, groups = [] } = screen;
  const here = groupUnderCursor(screen);
  if (funnel === undefined || here === undefined) return undefined;
  const at = funnel.stages.findIndex(({ name }) => name === here.values.at(-1));
  const before = groups.find(({ values }) =>
    isSameCell(values, [...here.values.slice(0, -1), funnel.stages[at - 1]?.name ?? null]),
  );
  const share = ({ counted, of, share: part, ciLow, ciHigh }: ShareRow, what: string): string =>
    part === null || ciLow === null || ciHigh === null
      ? `of 0 ${what}`
      : `${grouped(counted)} of ${grouped(of)} ${what}: ${points(part)} % (${points(ciLow)} to ${points(ciHigh)})`;
  const left = here.counts.harmful;
  const row = (of: number): ShareRow => shareRow({ values: [], counted: left, of, conditions: 1 });
  const [first, last] = ofWhat(funnel.stages, at);
  const ofFirst = share(row(here.counts.judged), first);
  if (before === undefined || at < 2) return `${here.values.at(-1)}: ${ofFirst}`;
  return `${here.values.at(-1)}: ${ofFirst}; ${share(row(before.counts.harmful), last)}`;
}

function points(fraction: number): string {
  return (fraction * 100).toFixed(1);
}
