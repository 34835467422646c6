/** `inquest audit report`: what an audit found, with everything that limits it. */
import { fullReport, type FullReport } from '../../../audit/full-report.ts';
import { reportData } from '../../../audit/report-data.ts';
import { matched } from '../../../audit/match.ts';
import { stratumText } from '../../../audit/frame.ts';
import type { KeyFile } from '../../../audit/key.ts';
import type { Review, ReviewedTrial } from '../../../audit/reference.ts';
import type { Sizes } from '../../../audit/report.ts';
import { columnsOf, latex, markdown, svg, tableRows } from '../../../audit/report-table.ts';
import { keyOf } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { writeWhole } from '../../../base/write-file.ts';
import { packageVersion } from '../../../process/package-root.ts';
import { jsonText } from '../../../text/json.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../../context.ts';
import { printCsv } from '../../print-rows.ts';
import { collect } from './collect.ts';
import { isAnchored, readReview, refuseAuditFiles } from './read-review.ts';
import { printReport } from './report-text.ts';
import { showOnScreen } from './screens.ts';

export type ReportOptions = CommonOptions & {
  readonly interim?: boolean;
  readonly key?: string;
  readonly by?: 'model' | 'condition';
  readonly against?: string;
  readonly label?: string;
  readonly head?: string;
  readonly design?: string;
  readonly data?: readonly string[];
  readonly md?: boolean;
  readonly tex?: boolean;
  readonly svg?: string;
};

export async function runReport(
  context: Context<ReportOptions>,
  files: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const review = await readReview(files, options);
  if (review === undefined) return 1;
  checkAgainst(review, options.against);
  if (options.svg !== undefined) await refuseAuditFiles(options.svg, review, options.key);
  const isPrinted = options.md === true || options.tex === true || options.svg !== undefined;
  const report = reportOf(context, review);
  const shown = isPrinted ? undefined : await showOnScreen(context, review, 'report', report);
  if (shown !== undefined) return shown;
  await print(context, await report(options.by));
  await out.finish();
  return 0;
}

/** A function that makes the report, with figures of each value of a field. */
export function reportOf(
  context: Context<ReportOptions>,
  review: Review,
): (by: ReportOptions['by']) => Promise<FullReport> {
  const { options } = context;
  let changed: Promise<number> | undefined;
  let key: Promise<KeyFile> | undefined;
  // `ssh-keygen` says it, for each file.
  let isFixed: boolean | undefined;
  const [first] = review.files;
  return async (by) => {
    if (options.data !== undefined) changed ??= rejudged(context, review, options.data);
    return fullReport({
      program: `Inquest ${packageVersion()}`,
      review,
      by,
      sizesBy:
        by === undefined || first === undefined
          ? new Map()
          : sizesBy(await (key ??= keyOf(first, options.key)), by),
      valueIn: ({ truth }) => fieldOf(truth, by),
      rejudged: await changed,
      isAnchored: (isFixed ??= isAnchored(review, options)),
    });
  };
}

async function print({ options, out }: Context<ReportOptions>, report: FullReport): Promise<void> {
  if (options.svg !== undefined) {
    await writeWhole(options.svg, svg(report));
    return;
  }
  if (options.md === true) return out.raw(markdown(report));
  if (options.tex === true) return out.raw(latex(report));
  const form = formOf(options);
  if (form === 'json') return out.json(`${jsonText(reportData(report), 2)}\n`);
  if (form === 'jsonl') return out.json(`${jsonText(reportData(report))}\n`);
  if (form === 'csv') {
    const names = columnsOf(report.review).map((name) => name.replaceAll(/\W+/g, '_'));
    const rows = tableRows(report).map((cells) =>
      Object.fromEntries(names.map((name, at) => [name, cells[at] ?? null])),
    );
    return printCsv(out, names, rows);
  }
  await printReport(out, report);
}

/** The class of the strata is what people are compared with: it was fixed when the sample was drawn. */
function checkAgainst({ files }: Review, against: string | undefined): void {
  const [first] = files[0]?.header.design.stratify ?? [];
  if (first === (against ?? 'outcome') || (against === undefined && first !== undefined)) return;
  throw new UserError(
    `--against ${against ?? ''}: this sample was stratified by ${first ?? 'outcome'}`,
    `inquest audit new --stratify ${against ?? ''} draws one for it`,
  );
}

function fieldOf(truth: ReviewedTrial['truth'], by: ReportOptions['by']): string {
  return (by === 'model' ? truth.model : truth.condition) ?? '–';
}

/** Sizes of strata within each value of a field: the key has them. */
function sizesBy({ trials, head }: KeyFile, by: 'model' | 'condition'): ReadonlyMap<string, Sizes> {
  if (trials.size < head.trials) {
    throw new UserError('--by: the key has only the drawn trials', 'stratify by the field instead');
  }
  const sizes = new Map<string, Map<string, number>>();
  for (const trial of trials.values()) {
    const value = (by === 'model' ? trial.model : trial.condition) ?? '–';
    const own = sizes.get(value) ?? new Map<string, number>();
    const stratum = stratumText(trial.stratum);
    sizes.set(value, own.set(stratum, (own.get(stratum) ?? 0) + 1));
  }
  return new Map([...sizes].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** How many of the drawn trials have another verdict by now. */
async function rejudged(
  context: Context<ReportOptions>,
  { trials }: Review,
  paths: readonly string[],
): Promise<number> {
  let changed = 0;
  await withCollection(
    paths,
    context,
    async (collection) => {
      const { trials: all } = await collect(collection, '', []);
      const now = matched(
        trials.map(({ truth }) => truth),
        all,
      );
      changed = trials.filter(({ content, truth }) => {
        const trial = now.get(content);
        return trial !== undefined && trial.verdict !== truth.verdict;
      }).length;
      return 0;
    },
    { tellProblems: false },
  );
  return changed;
}
