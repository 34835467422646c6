/** All that a report says, as data. */
import { stratumText } from './frame.ts';
import type { Review, ReviewedTrial } from './reference.ts';
import {
  groupReports,
  judgeReport,
  ratersReport,
  timeReport,
  type GroupReport,
  type JudgeReport,
  type RatersReport,
  type Sizes,
  type TimeReport,
} from './report.ts';
import { warningsOf, type Warning } from './warnings.ts';

export type FullReport = {
  readonly program: string;
  readonly review: Review;
  /** Names of those who judged. */
  readonly judges: readonly string[];
  readonly judge: JudgeReport;
  readonly practice: { readonly trials: number; readonly agreed: number };
  readonly groups: readonly GroupReport[];
  readonly by: string | undefined;
  readonly raters: RatersReport | undefined;
  readonly time: TimeReport;
  readonly changed: readonly {
    readonly auditor: string;
    readonly from: string;
    readonly to: string;
    readonly count: number;
  }[];
  readonly warnings: readonly Warning[];
};

export type ReportInput = {
  readonly program: string;
  readonly review: Review;
  readonly by: string | undefined;
  /** Sizes of strata by the value of `by`. */
  readonly sizesBy: ReadonlyMap<string, Sizes>;
  readonly valueIn: (trial: ReviewedTrial) => string;
  readonly rejudged: number | undefined;
  readonly isAnchored: boolean;
};

export function fullReport({
  program,
  review,
  by,
  sizesBy,
  valueIn,
  rejudged,
  isAnchored,
}: ReportInput): FullReport {
  const sizes: Sizes = new Map(review.strata.map(({ stratum, N }) => [stratumText(stratum), N]));
  const judge = judgeReport(sizes, review.trials);
  const raters = ratersReport(review);
  const groups = groupReports(sizesBy, review.trials, valueIn);
  const known = review.trials.filter(({ answers }) =>
    answers.every((one) => one?.recognised === undefined),
  );
  const unrecognised =
    known.length === review.trials.length ? undefined : judgeReport(sizes, known);
  const judges = new Set(review.trials.flatMap(({ truth }) => truth.by ?? []));
  return {
    program,
    review,
    judges: [...judges].sort(),
    judge,
    practice: {
      trials: review.practice.length,
      agreed: review.practice.filter(
        ({ isDisputed, reference }) => !isDisputed && reference !== undefined,
      ).length,
    },
    groups,
    by,
    raters,
    time: timeReport(review),
    changed: changesOf(review),
    warnings: warningsOf({ review, judge, raters, groups, unrecognised, rejudged, isAnchored }),
  };
}

function changesOf({ files }: Review): FullReport['changed'] {
  const counts = new Map<string, FullReport['changed'][number]>();
  for (const { header, answers, earlier } of files) {
    for (const [item, before] of earlier) {
      const chain = [...before, ...(answers.get(item) === undefined ? [] : [answers.get(item)])];
      for (const [at, one] of chain.entries()) {
        const next = chain[at + 1];
        if (one === undefined || next === undefined) continue;
        const from = one.outcome ?? 'cannot judge';
        const to = next.outcome ?? 'cannot judge';
        if (from === to) continue;
        const name = JSON.stringify([header.auditor, from, to]);
        counts.set(name, {
          auditor: header.auditor,
          from,
          to,
          count: (counts.get(name)?.count ?? 0) + 1,
        });
      }
    }
  }
  return [...counts.values()];
}
