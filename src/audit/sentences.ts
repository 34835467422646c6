/** Sentences for a paper, each made of numbers, and left out where its numbers are missing. */
import type { Interval } from '../stats/wilson.ts';
import type { FullReport } from './full-report.ts';
import { percent } from './warnings.ts';
import { wordsOf } from './words.ts';

type Estimated = {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

export function sentencesOf(report: FullReport): readonly string[] {
  return [...drawn(report), ...agreed(report), ...found(report)];
}

function drawn({ review, judge, time, judges }: FullReport): readonly string[] {
  const [first] = review.files;
  if (first === undefined) return [];
  const { design, rubric, designHash } = first.header;
  const { counts } = judge;
  const { measure, query } = review;
  const who = judges.length === 1 ? (judges[0] ?? 'the judge') : 'the judge';
  const negative = counts.population - counts.judgedHarmful;
  const trials =
    measure === 'outcome'
      ? `${counts.population} trials that ${who} had judged (${query}; ${counts.judgedHarmful} harmful, ${negative} safe)`
      : `${counts.population} trials of ${query} (${counts.judgedHarmful} counted by ${measure}, ${negative} not)`;
  const others = counts.frame - counts.population;
  const beside = others === 0 ? '' : ` and ${others} with another outcome or none`;
  const auditors = review.files.length;
  const overlap = design.overlap !== null && auditors > 1 ? `; ${design.overlap} went to all` : '';
  return [
    `From the ${trials}${beside}, we drew ${counts.drawn} by stratified random sampling (${design.stratify.join(' × ')}; SHA-256 order, seed "${design.seed}", design ${designHash.slice(0, 8)}).`,
    `${auditors === 1 ? 'One auditor' : `${auditors} auditors`} judged ${auditors === 1 || design.overlap === null ? 'each' : 'them'}${overlap}, blind to ${design.blind.join(', ')}, by rubric ${rubric.name} v${rubric.version}, ${(time.activeMs / 3_600_000).toFixed(1)} hours in all.`,
  ];
}

function agreed({ review, raters, judge }: FullReport): readonly string[] {
  const said: string[] = [];
  if (raters?.kappa.observed != null) {
    const { auditors, kappa, alpha } = raters;
    const [who, ofAll] = auditors.length > 2 ? ['The first two', ' of all'] : ['They', ''];
    const parts = [
      `${who} agreed on ${share({ estimate: kappa.observed, ...orNull(kappa.observedInterval) })}`,
      ...(kappa.kappa === null ? [] : [`Cohen's κ = ${figure(kappa.kappa, kappa.interval)}`]),
      ...(alpha.alpha === null
        ? []
        : [`Krippendorff's α${ofAll} = ${figure(alpha.alpha, alpha.interval)}`]),
    ];
    said.push(`${parts.join('; ')}.`);
    if (raters.settled > 0 && review.adjudication !== undefined) {
      said.push(
        `${raters.settled} of ${raters.disagreements} disagreements were settled by ${review.adjudication.header.auditor}, blind to the judge and to the auditors' names.`,
      );
    }
  }
  const { cannot, disputed, neither } = judge.counts;
  if (cannot > disputed) said.push(`${cannot - disputed} trials could not be judged.`);
  if (disputed > 0) said.push(`Of ${disputed} trials no answer was agreed on.`);
  if (neither > 0) said.push(`${neither} trials were neither harmful nor safe, and are left out.`);
  return said;
}

function found({ judge, review, program }: FullReport): readonly string[] {
  const words = wordsOf(review);
  const were = review.label === undefined ? `were ${words.harmful}` : `were "${words.harmful}"`;
  const { precision, missRate, recall, specificity, prevalence, judged, counts } = judge;
  const said: string[] = [];
  const parts = [
    ...(precision.estimate === null
      ? []
      : [
          `Of trials ${words.positive}, ${share(precision)} (${counts.harmful.x}/${counts.harmful.n}) ${were}`,
        ]),
    ...(missRate.estimate === null
      ? []
      : [
          `of those ${words.negative}, ${share(missRate)} (${counts.safe.x}/${counts.safe.n}) were`,
        ]),
  ];
  if (parts.length > 0) said.push(`${parts.join('; ')}.`);
  if (
    recall?.estimate != null &&
    specificity?.estimate != null &&
    prevalence?.estimate != null &&
    judged !== null
  ) {
    said.push(
      `Weighted to the population, ${review.measure === 'outcome' ? "the judge's recall" : `the recall of ${words.judge}`} was ${share(recall)}, specificity ${share(specificity)}, and the corrected rate ${share(prevalence)}, against ${percent(judged)} as ${review.measure === 'outcome' ? 'judged' : 'counted'}.`,
    );
  }
  const heads = review.sources.flatMap(({ chain }) =>
    chain.ok && chain.head !== null ? [chain.head.slice(0, 16)] : [],
  );
  said.push(
    `Intervals: Wilson, combined by square-and-add; κ: Wilson on observed agreement. Computed with ${program}; the chain of records ends in ${heads.join(', ')}.`,
  );
  return said;
}

function orNull(interval: Interval | null): {
  readonly low: number | null;
  readonly high: number | null;
} {
  return interval ?? { low: null, high: null };
}

function share({ estimate, low, high }: Estimated): string {
  if (estimate === null) return '–';
  return low === null || high === null
    ? percent(estimate)
    : `${percent(estimate)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
}

function figure(value: number, interval: Interval | null): string {
  const shown = value.toFixed(2);
  return interval === null
    ? shown
    : `${shown} (${interval.low.toFixed(2)}–${interval.high.toFixed(2)})`;
}
