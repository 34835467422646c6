/** What an audit says of what is counted: a signal, the words of a query, or the verdict. */
import type { FullReport } from '../../../audit/full-report.ts';
import { UserError } from '../../../base/user-error.ts';
import type { AuditedShares, Validation } from '../../../concordance/types.ts';
import type { Context } from '../../context.ts';
import { readReview } from './read-review.ts';
import { reportOf, type ReportOptions } from './report.ts';
import { validationOf } from './validation.ts';

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
  const reportBy = await readReport(context, { files, label, key });
  if (reportBy === undefined) return undefined;
  const [field, second] = by;
  const of =
    second === undefined && (field === 'model' || field === 'condition') ? field : undefined;
  const report = await reportBy(of);
  return {
    file: report.review.files[0]?.file ?? '',
    validation: validationOf(report),
  };
}

/**
 * What audits say of all trials, and of each model and condition where their key has the sizes of these.
 * Undefined where a file is open, which is said. Throws a `UserError`.
 */
export async function readMeasures(
  context: Context,
  options: Omit<MeasureOptions, 'by'>,
): Promise<readonly AuditedShares[] | undefined> {
  const reportBy = await readReport(context, options);
  if (reportBy === undefined) return undefined;
  const all = { by: undefined, validation: validationOf(await reportBy(undefined)) };
  try {
    const found: AuditedShares[] = [all];
    for (const by of ['model', 'condition'] as const) {
      found.push({ by, validation: validationOf(await reportBy(by)) });
    }
    return found;
  } catch (error) {
    // Without the whole key no group has a size. A key that was named has to be there.
    if (error instanceof UserError && options.key === undefined) return [all];
    throw error;
  }
}

type ReportBy = (by: ReportOptions['by']) => Promise<FullReport>;

async function readReport(
  context: Context,
  { files, label, key }: Omit<MeasureOptions, 'by'>,
): Promise<ReportBy | undefined> {
  const review = await readReview(files, { label, key });
  if (review === undefined) return undefined;
  const options: ReportOptions = {
    cache: context.options.cache,
    ...(label === undefined ? {} : { label }),
    ...(key === undefined ? {} : { key }),
  };
  return reportOf({ ...context, options }, review);
}
