/** The figures of an audit by which shares are corrected. */
import { headOf } from '../../../audit/records-of.ts';
import type { FullReport } from '../../../audit/full-report.ts';
import type { JudgeReport } from '../../../audit/report.ts';
import type { Validation, ValidationRow } from '../../../concordance/types.ts';

/** The figures of a report that correct a share. */
export function validationOf({ review, judge, groups, warnings }: FullReport): Validation {
  const [first] = review.files;
  return {
    audit: first?.header.name ?? '',
    head: (first && headOf(first)) ?? '',
    measure: review.measure,
    label: review.label ?? null,
    query: review.query,
    rows: [
      ...groups.map(({ value, report, isCounted }) => rowOf(value, report, isCounted)),
      rowOf('all', judge, false),
    ],
    warnings: warnings.map(({ code, text }) => `${code}: ${text}`),
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
