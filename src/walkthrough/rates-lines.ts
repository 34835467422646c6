/** A table of rates as a slide shows it: a row a group, with its interval as a bar. */
import { grouped, intervalBar, percentOf } from '../stats/bars.ts';
import { fieldsOf, figureNotes, ratesTable, type RatesRow } from '../stats/rates-table.ts';
import { safeLine, t } from '../text/safe.ts';
import { type Line, styled } from '../text/spans.ts';
import { shortNames } from '../text/short-names.ts';
import { pad, width } from '../text/width.ts';
import type { Slide } from './deck.ts';

const LEAST_COUNT_CELLS = 11;
const RATE_CELLS = 8;
const SHORTEST_BAR = 12;
const LONGEST_BAR = 40;

/** The lines of a table: heading, groups from the highest rate down, the whole, what it leaves out. */
export function ratesLines(
  { rates, groups, total, leftOut }: Extract<Slide, { type: 'rates' }>,
  measure: number,
): readonly Line[] {
  const table = ratesTable({ by: fieldsOf(rates), groups, total }, 'rate');
  const label = ({ names }: RatesRow): string => names.filter((name) => name !== '').join(' · ');
  const longest = table.rows.reduce((most, row) => Math.max(most, width(safeLine(label(row)))), 8);
  const counts = [...table.rows, table.total].reduce(
    (most, { fraction }) => Math.max(most, 2 + fraction.length),
    LEAST_COUNT_CELLS,
  );
  const room = measure - counts - RATE_CELLS - 4;
  const names = Math.min(longest, Math.max(12, room - SHORTEST_BAR));
  const bar = Math.min(LONGEST_BAR, room - names);
  const labels = shortNames(
    table.rows.map((row) => safeLine(label(row))),
    names,
  );
  const line = (row: RatesRow, at?: number): Line => {
    const { rate, ciLow, ciHigh, trials } = row.rates;
    return [
      { text: pad((at === undefined ? undefined : labels[at]) ?? safeLine(label(row)), names) },
      { text: t`${row.fraction.padStart(counts)}`, style: 'dim' },
      { text: t`${percentOf(rate).padStart(RATE_CELLS)}`, style: 'strong' },
      { text: t`  ` },
      ...(rate === null || ciLow === null || ciHigh === null
        ? [styled(total.isChosen === true ? t`` : t`${grouped(trials)} not judged`, 'dim')]
        : bar < SHORTEST_BAR
          ? []
          : intervalBar(rate, ciLow, ciHigh, bar)),
    ];
  };
  const heading = fieldsOf(rates).join(' · ');
  const { isMixed, notJudged } = table;
  return [
    [
      { text: pad(t`${heading}`, names), style: 'dim' },
      {
        text: t`${'harm/judged'.padStart(counts)}${'rate'.padStart(RATE_CELLS)}`,
        style: 'dim',
      },
      ...(bar < SHORTEST_BAR
        ? []
        : [styled(t`  0%${' '.repeat(Math.max(0, bar - 6))}100%`, 'dim')]),
    ],
    ...table.rows.map((row, at) => line(row, at)),
    ...(table.rows.length > 1 ? [[], line(table.total)] : []),
    [],
    [
      {
        text: t`harmful of judged, 95 % interval${notJudged > 0 ? `; ${grouped(notJudged)} not judged` : ''}${isMixed ? '; conditions mixed' : ''}`,
        style: 'dim',
      },
    ],
    ...(rates.query === undefined ? [] : [[styled(safeLine(`only ${rates.query}`), 'dim')]]),
    ...figureNotes({ leftOut, total }).map((note): Line => [styled(safeLine(note), 'warning')]),
  ];
}
