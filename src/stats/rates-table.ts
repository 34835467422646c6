/**
 * A table of harmful rates in words: what every form of it (screen, slide, command, page, Markdown)
 * shows. How the cells are drawn is the form's own business.
 */
import { NO_VALUE } from '../query/ast.ts';
import type { Group } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { grouped, plural } from './bars.ts';
import { ratesOf, type Rates } from './rates.ts';

export type RatesRow = {
  /** The group's value of each field grouped by, in order. The row of all: `all`, then empty. */
  readonly names: readonly string[];
  readonly rates: Rates;
  /** Harmful of judged: `59/107`. */
  readonly fraction: string;
};

export type RatesTable = {
  readonly rows: readonly RatesRow[];
  readonly total: RatesRow;
  /** A row pools trials of more than one condition, so its rate is no published rate. */
  readonly isMixed: boolean;
  /** Trials of all groups that no rate counts: unjudged, judge-failed, error. */
  readonly notJudged: number;
};

export type RatesTableInput = {
  readonly by: readonly GroupField[];
  readonly groups: readonly Group[];
  readonly total: Group;
};

/** The rows of a table of rates. `order`: as the groups come, or the highest rate first. */
export function ratesTable(
  { by, groups, total }: RatesTableInput,
  order: 'given' | 'rate' = 'given',
): RatesTable {
  const rows = groups.map((group) =>
    rowOf(
      by.map((_, at) => group.values[at] ?? NO_VALUE),
      group,
    ),
  );
  const { trials, judged } = total.counts;
  return {
    rows: order === 'rate' ? rows.toSorted(byRate) : rows,
    total: rowOf(
      by.map((_, at) => (at === 0 ? 'all' : '')),
      total,
    ),
    isMixed: [...groups, total].some(({ conditions }) => conditions > 1),
    notJudged: trials - judged,
  };
}

function rowOf(names: readonly string[], group: Group): RatesRow {
  const rates = ratesOf(group);
  return { names, rates, fraction: `${grouped(rates.harmful)}/${grouped(rates.judged)}` };
}

/** The highest rate first; groups in which nothing was judged last. */
function byRate(one: RatesRow, other: RatesRow): number {
  return (other.rates.rate ?? -1) - (one.rates.rate ?? -1);
}

/** The fields of a table of rates: a field divided by itself is one column. */
export function fieldsOf({
  by,
  split,
}: {
  readonly by: GroupField;
  readonly split?: GroupField | undefined;
}): readonly GroupField[] {
  return split === undefined || split === by ? [by] : [by, split];
}

/** A share with one decimal, which all rows of a table then have: `80.0%`; `–` where there is none. */
export function tablePercent(share: number | null, sign: '%' | ' %' = '%'): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}${sign}`;
}

/** The 95 % interval of a rate: `46.2% – 63.8%`; `–` where nothing was judged. */
export function tableInterval(
  { ciLow, ciHigh }: Pick<Rates, 'ciLow' | 'ciHigh'>,
  sign: '%' | ' %' = '%',
): string {
  if (ciLow === null || ciHigh === null) return '–';
  return `${tablePercent(ciLow, sign)} – ${tablePercent(ciHigh, sign)}`;
}

/** What a person has to know of the trials that a table is of: a line each. */
export function scopeNotes({
  leftOut = [],
  total,
}: {
  readonly leftOut?: readonly string[] | undefined;
  readonly total: Group;
}): readonly string[] {
  return [
    ...(leftOut.length > 0
      ? [`rates leave out ${leftOut.join(' ')}: they are over all judged trials`]
      : []),
    ...(total.isChosen === true ? ['chosen by their verdict: counts, and no rates'] : []),
    ...(total.ofJudge === undefined
      ? []
      : [`of trials chosen by what a judge gave: ${total.ofJudge.join(' ')}`]),
  ];
}

/** The same for a table that stands alone, away from a header that says what is synthetic. */
export function figureNotes(table: Parameters<typeof scopeNotes>[0]): readonly string[] {
  const invented = syntheticText(table.total);
  return [...scopeNotes(table), ...(invented === undefined ? [] : [`trials: ${invented}`])];
}

/** `synthetic`, `3 of 12 synthetic`; undefined where none is. */
export function syntheticText({ counts, synthetic = 0 }: Group): string | undefined {
  if (synthetic === 0) return undefined;
  const { trials } = counts;
  return synthetic >= trials
    ? 'synthetic'
    : `${grouped(synthetic)} of ${grouped(trials)} synthetic`;
}

/** What is said of a rate that is published nowhere. */
export const UNPUBLISHED = 'no published figure';

/** What a rate leaves out, and why it may be no published rate: `3 unjudged, 1 error`. */
export function remarksOf({
  unjudged,
  judgeFailed,
  error,
  conditions,
  unpublished,
}: Rates): string {
  return [
    ...(unjudged > 0 ? [`${grouped(unjudged)} unjudged`] : []),
    ...(judgeFailed > 0 ? [`${grouped(judgeFailed)} judge-failed`] : []),
    ...(error > 0 ? [plural(error, 'error')] : []),
    ...(conditions > 1 ? [`${grouped(conditions)} conditions mixed`] : []),
    ...(unpublished === true ? [UNPUBLISHED] : []),
  ].join(', ');
}
