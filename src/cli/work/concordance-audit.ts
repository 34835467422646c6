/** `inquest concordance --audit`: what an audit says of the words as a measure. */
import type { JudgeReport } from '../../audit/report.ts';
import { UserError } from '../../base/user-error.ts';
import type { Concordance, Validation, ValidationRow } from '../../concordance/types.ts';
import type { Context } from '../context.ts';
import { readReview } from './audit/read-review.ts';
import { reportOf, type ReportOptions } from './audit/report.ts';
import type { ConcordanceOptions } from './concordance-options.ts';

/**
 * Reads the audit files. Gives what makes a concordance one with corrected shares, which throws a
 * `UserError` where the audit is of another measure; undefined where a file is open, which is said.
 */
export async function readValidation(
  context: Context<ConcordanceOptions>,
  files: readonly string[],
  by: readonly string[],
): Promise<((made: Concordance) => Concordance) | undefined> {
  const { label, key } = context.options;
  const review = await readReview(files, { label, key });
  if (review === undefined) return undefined;
  const [first] = review.files;
  const measure = first?.header.design.stratify[0] ?? 'outcome';
  const [field, second] = by;
  const of =
    second === undefined && (field === 'model' || field === 'condition') ? field : undefined;
  const options: ReportOptions = {
    cache: context.options.cache,
    ...(label === undefined ? {} : { label }),
    ...(key === undefined ? {} : { key }),
  };
  const { judge, groups, warnings } = await reportOf({ ...context, options }, review)(of);
  const validation: Validation = {
    audit: first?.header.name ?? '',
    head: first?.chain.ok === true ? (first.chain.head ?? '') : '',
    measure,
    label: label ?? null,
    query: review.query,
    rows: [
      ...groups.map(({ value, report, isCounted }) => rowOf(value, report, isCounted)),
      rowOf('all', judge, false),
    ],
    warnings: warnings.map(({ code, text }) => `${code}: ${text}`),
  };
  return (made) => {
    if (measuresOf(made).includes(measure)) return { ...made, validation };
    throw new UserError(
      `--audit: ${first?.file ?? ''} was stratified by ${measure}, which is not what is counted`,
      measure.startsWith('signal:')
        ? `inquest concordance ${measure} counts that`
        : `inquest audit new --stratify ${measuresOf(made)[0] ?? 'signal:NAME'} draws one for it`,
    );
  };
}

/** The strata by which a sample tells trials that say it from others. */
function measuresOf({ asked, says }: Concordance): readonly string[] {
  const text = asked.trim();
  if (text.startsWith('signal:')) return [text];
  return [text, `{${text}}`, says.any, says.reasoning, says.message].map((one) => `query:${one}`);
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
