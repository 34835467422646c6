/** A table of figures with its picture and its method, as data: what every form of it is made of. */
import { correctionOf, WORDS_ALONE } from '../../concordance/notes.ts';
import type { Validation } from '../../concordance/types.ts';
import type { Comparison } from '../../stats/comparison.ts';
import { differenceText, pText, ratioText } from '../../stats/comparison.ts';
import { tableInterval, tablePercent } from '../../stats/rates-table.ts';
import type { Heterogeneity } from '../../stats/several.ts';
import { HARMFUL_RATE, type ShareRow, type ShareSpec } from '../../stats/shares.ts';
import { auditedTable } from './audited.ts';
import type { FigureTable } from './figure-table.ts';

export type Figure = {
  readonly title: string;
  readonly shares: FigureTable;
  /** Undefined where nothing is compared. */
  readonly compared?: FigureTable | undefined;
  /** The steps of a funnel, each with what it is of. */
  readonly steps?: FigureTable | undefined;
  /** What an audit has corrected. */
  readonly audited?: FigureTable | undefined;
  /** How it was calculated, and every warning: a sentence each. */
  readonly method: readonly string[];
  readonly warnings: readonly string[];
  /** The picture: intervals of shares, from 0 to 1. */
  readonly intervals: readonly NamedInterval[];
};
export type { FigureTable } from './figure-table.ts';
type NamedInterval = {
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
};

export type FigureInput = ShareSpec & {
  readonly about: string | undefined;
  readonly query: string;
  readonly by: readonly string[];
  readonly rows: readonly ShareRow[];
  readonly total: ShareRow;
  readonly isOfWords: boolean;
  readonly comparisons: readonly Comparison[];
  readonly heterogeneity: Heterogeneity | undefined;
  /** What an audit found of what is counted. */
  readonly validation?: Validation | undefined;
  /** What else is to be said of the trials: that they are synthetic. */
  readonly remarks: readonly string[];
};

/** All tables of a figure. */
export function tablesOf({ shares, audited, compared, steps }: Figure): readonly FigureTable[] {
  return [shares, audited, compared, steps].filter((table) => table !== undefined);
}

export function figureOf(input: FigureInput): Figure {
  const { share, of, query, by, rows, total, comparisons } = input;
  const all = { ...total, names: by.map((_, at) => (at === 0 ? 'all' : '')) };
  return {
    title: input.about ?? `${share} of ${of}`,
    shares: {
      columns: [...by, 'counted', 'of', 'share', '95 % interval', 'conditions'],
      names: by.length,
      rows: [...rows, all].map((row) => [
        ...row.names,
        String(row.counted),
        String(row.of),
        tablePercent(row.share),
        tableInterval(row),
        String(row.conditions),
      ]),
    },
    audited: auditedTable(input.validation, by),
    compared: comparisons.length === 0 ? undefined : comparedTable(comparisons),
    method: [
      `Counted: ${share}; of: ${of}${query === '' ? '' : `; only: ${query}`}.`,
      'Shares have 95 % Wilson intervals.',
      ...(comparisons.length === 0
        ? []
        : [
            'Differences: Newcombe’s hybrid score interval (method 10). Ratio: Katz; odds ratio: Woolf.' +
              ' p: Fisher’s exact test, two-sided; p (Holm): adjusted for the pairs of this table.',
          ]),
      ...heterogeneityText(input),
    ],
    warnings: warningsOf(input),
    intervals: rows.flatMap((row) =>
      row.share === null || row.ciLow === null || row.ciHigh === null
        ? []
        : [
            {
              name: row.names.join(' · '),
              estimate: row.share,
              low: row.ciLow,
              high: row.ciHigh,
            },
          ],
    ),
  };
}

function comparedTable(comparisons: readonly Comparison[]): FigureTable {
  const isSeveral = comparisons.length > 1;
  return {
    columns: [
      'first',
      'second',
      'difference',
      'ratio',
      'odds ratio',
      'p',
      ...(isSeveral ? ['p (Holm)'] : []),
    ],
    names: 2,
    rows: comparisons.map((one) => [
      one.first.names.join(' · '),
      one.second.names.join(' · '),
      differenceText(one.difference),
      ratioText(one.riskRatio),
      ratioText(one.oddsRatio),
      pText(one.p),
      ...(isSeveral ? [pText(one.adjusted)] : []),
    ]),
  };
}

function heterogeneityText({ heterogeneity, rows, comparisons }: FigureInput): readonly string[] {
  if (heterogeneity === undefined || comparisons.length === 0 || rows.length < 3) return [];
  const { chiSquare, df, p, isRough } = heterogeneity;
  const rough = isRough ? ' (rough: expected counts under 5)' : '';
  return [
    `Over all ${df + 1} groups with trials: χ² = ${chiSquare.toFixed(1)}, ${df} degrees of freedom, p = ${pText(p)}${rough}.`,
  ];
}

function warningsOf(input: FigureInput): readonly string[] {
  const { rows, total, comparisons, isOfWords } = input;
  const isRate = input.share === HARMFUL_RATE.share && input.of === HARMFUL_RATE.of;
  const mixed = [...rows, total].filter(({ conditions }) => conditions > 1).length;
  return [
    ...(input.validation === undefined ? wordsWarning(isOfWords) : correctionOf(input.validation)),
    ...mixedWarning(mixed),
    ...(isRate ? unpublishedWarning(rows) : []),
    ...(comparisons.length > 0 && mixed === 1 && total.conditions > 1
      ? ['The groups compared may differ in their condition, and so in more than one way.']
      : []),
    ...(isRate
      ? [
          'Verdicts are those of the classifier: unjudged trials, failed judges and errors count as neither.',
        ]
      : []),
    ...input.remarks,
  ];
}

function unpublishedWarning(rows: readonly ShareRow[]): readonly string[] {
  const names = rows.flatMap((row) => (row.unpublished === true ? [row.names.join(' · ')] : []));
  return names.length === 0 ? [] : [`No published figure: ${names.join(', ')}.`];
}

export function wordsWarning(isOfWords: boolean): readonly string[] {
  return isOfWords ? [WORDS_ALONE] : [];
}

/** `rows`: how many pool trials of several conditions. */
export function mixedWarning(rows: number): readonly string[] {
  if (rows === 0) return [];
  const which = rows === 1 ? 'One row mixes' : `${rows} rows mix`;
  return [`${which} conditions: a share over several is no published figure.`];
}
