/** The table of the Concordance: its rows and columns, the queries of its cells, and the forms above it. */
import { rowsOf, SHARE_TITLES, shareOf, type ConcordanceRow } from '../../../concordance/table.ts';
import { ABSENT, cellQuery, WITHHELD } from '../../../concordance/says.ts';
import {
  CELLS,
  type Cell,
  type Counts,
  type CountedForms,
  type Says,
} from '../../../concordance/types.ts';
import { fieldTerm } from '../../../query/edit.ts';
import { together } from '../../../query/together.ts';
import { tablePercent } from '../../../stats/rates-table.ts';
import { createWeakCache } from '../../../text/remember.ts';
import { valueLabel } from '../docket/facet-lines.ts';
import type { ConcordanceScreen } from './state.ts';

/** Columns of numbers, from the left. */
export const COLUMNS = ['trials', 'withheld', 'absent', ...CELLS, 'draft'] as const;
type Column = (typeof COLUMNS)[number];

export function columnTitle(column: Column): string {
  return isCell(column) ? SHARE_TITLES[column] : column;
}

export function isCell(column: Column): column is Cell {
  return (CELLS as readonly string[]).includes(column);
}

const cache = createWeakCache<
  NonNullable<ConcordanceScreen['result']>,
  readonly ConcordanceRow[]
>();

/** The rows of groups that have trials: all of them, the harmful, the safe ones. */
export function tableRows({ result, by }: ConcordanceScreen): readonly ConcordanceRow[] {
  if (result === undefined) return [];
  return cache(result, ({ groups, total }) =>
    rowsOf(groups, total, [by]).filter(
      ({ outcome, counts }) => outcome === 'all' || counts.trials > 0,
    ),
  );
}

/** The cell under the cursor in words: whose trials, what they say, how many of how many. */
export function cellText(row: ConcordanceRow, column: Column): string {
  const { names, outcome, counts } = row;
  const who = outcome === 'all' ? names.join(' · ') : `${names.join(' · ')}, ${outcome}`;
  if (!isCell(column)) return `${who}: ${counts[column]} ${WORDS[column]}`;
  const { counted, of, share, ciLow, ciHigh } = shareOf(counts, column);
  const interval =
    ciLow === null || ciHigh === null
      ? ''
      : `, ${tablePercent(share)} (${tablePercent(ciLow)} – ${tablePercent(ciHigh)})`;
  return `${who}: ${counted} of ${of} say it in ${IN[column]}${interval}`;
}

const WORDS: Readonly<Record<Exclude<Column, Cell>, string>> = {
  trials: 'trials',
  withheld: 'with withheld reasoning, in no share',
  absent: 'without reasoning, in no share',
  draft: 'say it in a draft',
};
const IN: Readonly<Record<Cell, string>> = {
  reasoningOnly: 'reasoning only',
  messageOnly: 'what was sent only',
  both: 'both',
  neither: 'neither',
};

/** The filter that leaves the trials of a cell. */
export function cellFilter(
  { result, by }: ConcordanceScreen,
  { group, outcome }: ConcordanceRow,
  column: Column,
): string {
  if (result === undefined) return '';
  const isTotal = group === result.total;
  const [value = null] = group.values;
  const cell = [
    ...(isTotal ? [] : [fieldTerm(by, [valueLabel(value)])]),
    ...(outcome === 'all' ? [] : [`verdict:${outcome}`]),
    queryOf(result.says, column),
  ]
    .filter((part) => part !== '')
    .join(' ');
  return together(result.query, cell);
}

function queryOf(says: Says, column: Column): string {
  if (isCell(column)) return cellQuery(says, column);
  return { trials: '', withheld: WITHHELD, absent: ABSENT, draft: says.draft }[column];
}

export function countIn({ counts }: ConcordanceRow, column: Column): Counts[Column] {
  return counts[column];
}

/** A form of a word, counted or not. */
export type FormPart = {
  readonly form: string;
  readonly trials: number | undefined;
  readonly isOn: boolean;
  readonly switch: string | undefined;
};

/** The forms of all words of the query, those that are not counted behind the others of their word. */
export function formParts(forms: readonly CountedForms[]): readonly FormPart[] {
  return forms.flatMap((word) => [
    ...word.forms.map(({ form, trials, switch: name }) => ({
      form,
      trials,
      isOn: true,
      switch: name,
    })),
    ...word.off.map(({ form, switch: name }) => ({
      form,
      trials: undefined,
      isOn: false,
      switch: name,
    })),
  ]);
}
