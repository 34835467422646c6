/** What an audit says of what is counted: a signal, the words of a query, or the verdict. */
import type { JudgeReport } from '../../../audit/report.ts';
import type { Validation, ValidationRow } from '../../../concordance/types.ts';
import type { Context } from '../../context.ts';
import { readReview } from './read-review.ts';
import { reportOf, type ReportOptions } from './report.ts';

/** By which audit, and by which label of its rubric. */
export type MeasureOptions = {
  readonly files: readonly string[];
  readonly label?: string | undefined;
  readonly key?: string | undefined;
  /** The fields that are grouped by: figures of each model or condition, of no other field. */
  readonly by: readonly string[];
};

/** What was found, and the first file; undefined where one is open, which is said. Throws a `UserError`. */
export async function readMeasure(
  context: Context,
  { files, label, key, by }: MeasureOptions,
): Promise<{ readonly validation: Validation; readonly file: string } | undefined> {
  const review = await readReview(files, { label, key });
  if (review === undefined) return undefined;
  const [first] = review.files;
  const [field, second] = by;
  const of =
    second === undefined && (field === 'model' || field === 'condition') ? field : undefined;
  const options: ReportOptions = {
    cache: context.options.cache,
    ...(label === undefined ? {} : { label }),
    ...(key === undefined ? {} : { key }),
  };
  const { judge, groups, warnings } = await reportOf({ ...context, options }, review)(of);
  return {
    file: first?.file ?? '',
    validation: {
      audit: first?.header.name ?? '',
      head: first?.chain.ok === true ? (first.chain.head ?? '') : '',
      measure: first?.header.design.stratify[0] ?? 'outcome',
      label: label ?? null,
      query: review.query,
      rows: [
        ...groups.map(({ value, report, isCounted }) => rowOf(value, report, isCounted)),
        rowOf('all', judge, false),
      ],
      warnings: warnings.map(({ code, text }) => `${code}: ${text}`),
    },
  };
}

/** Figures of a group; of one that is too small counts alone. */
function rowOf(name: string, report: JudgeReport, isCounted: boolean): ValidationRow {
  const { counts, judged, precision, missRate, prevalence } = report;
  const known = {
    name,
    population: counts.population,
    reviewed: counts.answered,
    counted: counts.judgedHarmful,
    share: judged,
  };
  if (isCounted) return { ...known, corrected: null, precision: null, missed: null };
  return {
    ...known,
    corrected: estimateOf(prevalence),
    precision: estimateOf(precision),
    missed: estimateOf(missRate),
  };
}

type Figure = {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

function estimateOf(figure: Figure | null): ValidationRow['corrected'] {
  if (figure?.estimate == null || figure.low === null || figure.high === null) return null;
  return { estimate: figure.estimate, low: figure.low, high: figure.high };
}
