/** A concordance as figures: its shares by group, and its lines. */
import { kindOf } from '../../concordance/aligned.ts';
import { methodOf, warningsOf } from '../../concordance/notes.ts';
import {
  rowsOf,
  SHARE_TITLES,
  shareOf,
  type ConcordanceRow,
  type Share,
  type SharePart,
} from '../../concordance/table.ts';
import { CELLS, type Concordance, type OfOutcome } from '../../concordance/types.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { tablePercent } from '../../stats/rates-table.ts';
import { auditedTable } from './audited.ts';
import type { Figure, FigureTable } from './figure.ts';

/** How much stands in a cell: the count, its share, and the interval of that. */
export type CellForm = 'count' | 'share' | 'interval';

/** The shares of each group, and of its harmful and its safe trials. */
export function concordanceFigure(
  made: Concordance,
  by: readonly string[],
  form: CellForm = 'interval',
): Figure {
  const all = rowsOf(made.groups, made.total, by);
  // Rows of no trials say nothing, but each group has one.
  const rows = all.filter(({ outcome, counts }) => outcome === 'all' || counts.trials > 0);
  return {
    title: titleOf(made),
    shares: sharesTable(rows, by, form),
    audited: auditedTable(made.validation, by),
    method: methodOf(made),
    warnings: warningsOf(made),
    intervals: rows.filter(({ group }) => group !== made.total).flatMap(intervalsOf),
  };
}

function titleOf({ asked, trials, total }: Concordance): string {
  return `${asked}: said in ${grouped(trials)} of ${plural(total.counts.all.trials, 'trial')}`;
}

function sharesTable(
  rows: readonly ConcordanceRow[],
  by: readonly string[],
  form: CellForm,
): FigureTable {
  return {
    columns: [
      ...by,
      'outcome',
      'trials',
      'withheld',
      'absent',
      ...CELLS.map((cell) => SHARE_TITLES[cell]),
      'draft',
    ],
    names: by.length + 1,
    rows: rows.map(({ names, outcome, counts }) => [
      // The rows of a group have its name once.
      ...(outcome === 'all' ? names : names.map(() => '')),
      outcome,
      String(counts.trials),
      String(counts.withheld),
      String(counts.absent),
      ...CELLS.map((cell) => cellText(shareOf(counts, cell), form)),
      String(counts.draft),
    ]),
  };
}

function cellText({ counted, share, ciLow, ciHigh }: SharePart, form: CellForm): string {
  if (form === 'count' || share === null || ciLow === null || ciHigh === null)
    return String(counted);
  const percent = `${counted}  ${tablePercent(share)}`;
  return form === 'share'
    ? percent
    : `${percent} (${tablePercent(ciLow).slice(0, -1)} – ${tablePercent(ciHigh).slice(0, -1)})`;
}

/** Of all trials of a group the cells in which it is said, of harmful and safe ones all that say it in reasoning. */
const DRAWN: { readonly [O in OfOutcome]: readonly Share[] } = {
  all: ['reasoningOnly', 'messageOnly', 'both'],
  harmful: ['reasoning'],
  safe: ['reasoning'],
};

function intervalsOf({ names, outcome, counts }: ConcordanceRow): Figure['intervals'] {
  return DRAWN[outcome].flatMap((one) => {
    const { share, ciLow, ciHigh } = shareOf(counts, one);
    if (share === null || ciLow === null || ciHigh === null) return [];
    const of = outcome === 'all' ? SHARE_TITLES[one] : `${outcome}: in ${SHARE_TITLES[one]}`;
    return [{ name: [...names, of].join(' · '), estimate: share, low: ciLow, high: ciHigh }];
  });
}

/** The occurrences, a row each. */
export function linesFigure(made: Concordance): Figure {
  return {
    title: titleOf(made),
    shares: {
      columns: ['trial', 'turn', 'kind', 'outcome', 'before', 'form', 'after'],
      names: 7,
      rows: made.lines.map((line) => [
        line.trial,
        String(line.turn),
        kindOf(line),
        line.outcome,
        line.before,
        line.form,
        line.after,
      ]),
    },
    method: methodOf(made),
    warnings: warningsOf(made),
    intervals: [],
  };
}
