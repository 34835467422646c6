/** A table of rates as a slide shows it: a row a group, with its interval as a bar. */
import type { Group } from '../query/results.ts';
import { grouped, intervalBar, percent } from '../stats/bars.ts';
import { ratesOf } from '../stats/rates.ts';
import { safeLine, t } from '../text/safe.ts';
import type { Line } from '../text/spans.ts';
import { pad, truncateMiddle, width } from '../text/width.ts';
import type { Slide } from './deck.ts';

const COUNT_CELLS = 11;
const RATE_CELLS = 8;
const SHORTEST_BAR = 12;
const LONGEST_BAR = 40;
const NO_VALUE = '(none)';

/** The lines of a table: heading, groups from the highest rate down, the whole, what it leaves out. */
export function ratesLines(
  { rates, groups, total }: Extract<Slide, { type: 'rates' }>,
  measure: number,
): readonly Line[] {
  const name = (group: Group): string => group.values.map((value) => value ?? NO_VALUE).join(' · ');
  const longest = Math.max(...groups.map((group) => width(safeLine(name(group)))), 8);
  const room = measure - COUNT_CELLS - RATE_CELLS - 4;
  const names = Math.min(longest, Math.max(12, room - SHORTEST_BAR));
  const bar = Math.min(LONGEST_BAR, room - names);
  const row = (label: string, group: Group): Line => {
    const { counts } = group;
    const { rate, ciLow, ciHigh } = ratesOf(group);
    return [
      { text: pad(truncateMiddle(safeLine(label), names), names) },
      {
        text: t`${`${grouped(counts.harmful)}/${grouped(counts.judged)}`.padStart(COUNT_CELLS)}`,
        style: 'dim',
      },
      { text: t`${percent(counts).padStart(RATE_CELLS)}`, style: 'strong' },
      { text: t`  ` },
      ...(rate === null || ciLow === null || ciHigh === null
        ? [{ text: t`${`${grouped(counts.trials)} not judged`}`, style: 'dim' }]
        : bar < SHORTEST_BAR
          ? []
          : intervalBar(rate, ciLow, ciHigh, bar)),
    ];
  };
  const fields = rates.split === undefined ? rates.by : `${rates.by} · ${rates.split}`;
  const isMixed = [...groups, total].some(({ conditions }) => conditions > 1);
  const outside = total.counts.trials - total.counts.judged;
  return [
    [
      { text: pad(t`${fields}`, names), style: 'dim' },
      {
        text: t`${'harm/judged'.padStart(COUNT_CELLS)}${'rate'.padStart(RATE_CELLS)}`,
        style: 'dim',
      },
      ...(bar < SHORTEST_BAR
        ? []
        : [{ text: t`  0%${' '.repeat(Math.max(0, bar - 6))}100%`, style: 'dim' }]),
    ],
    ...groups.toSorted(byRate).map((group) => row(name(group), group)),
    ...(groups.length > 1 ? [[], row('all', total)] : []),
    [],
    [
      {
        text: t`harmful of judged, 95 % interval${outside > 0 ? `; ${grouped(outside)} not judged` : ''}${isMixed ? '; conditions mixed' : ''}`,
        style: 'dim',
      },
    ],
    ...(rates.query === undefined
      ? []
      : [[{ text: safeLine(`only ${rates.query}`), style: 'dim' }]]),
  ];
}

/** The highest rate first; groups that nobody judged last. */
export function byRate(one: Group, other: Group): number {
  return (ratesOf(other).rate ?? -1) - (ratesOf(one).rate ?? -1);
}
