/**
 * The judge against people, as estimates for the population. The judge's classes are known for all
 * trials, the human ones for a stratified sample: estimates are weighted by the strata, or a sample
 * balanced on the verdict would give a recall of its own.
 */
import { squareAndAdd, wilsonOf, type Proportion } from '../stats/wilson.ts';

/** A stratum: N trials, n of them reviewed with an answer, x of these harmful. */
export type Stratum = { readonly N: number; readonly n: number; readonly x: number };
/** … and c that could not be judged. */
export type StratumWithGaps = Stratum & { readonly c: number };

/** The share of harmful trials in a class of the judge's, from 0 to 1. */
type ClassEstimate = {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Size of a simple sample as precise as this one; null: all were reviewed, or none. */
  readonly effectiveN: number | null;
  readonly population: number;
  readonly reviewed: number;
  /** Trials of strata in which nothing has an answer: the estimate leaves them out. */
  readonly unreviewed: number;
};

type Figure =
  | Proportion
  | {
      readonly estimate: null;
      readonly low: null;
      readonly high: null;
      readonly reason: 'nothing-harmful' | 'nothing-safe';
    };

export type JudgeFigures = {
  /** Of those judged harmful, how many are. */
  readonly precision: ClassEstimate;
  /** Of those judged safe, how many are harmful. */
  readonly missRate: ClassEstimate;
  /** The share of harmful trials among all judged ones, corrected. Null, as all below: one of the
   * two classes was not sampled. */
  readonly prevalence: Figure | null;
  readonly recall: Figure | null;
  readonly specificity: Figure | null;
  readonly accuracy: Figure | null;
  readonly f1: Figure | null;
  /** Cohen's κ of judge and people in the population, from −1 to 1. */
  readonly kappa: Figure | null;
};

/**
 * Precision and miss rate: stratified means (W. G. Cochran, Sampling Techniques, 1977, eq. 5.1) with Wilson's
 * interval on the effective size. The others are functions of the two and of the judge's own rate w, with
 * intervals by square-and-add. If one class was not drawn, precision (or miss rate) alone is known: recall from
 * it would be verification bias (C. B. Begg & R. A. Greenes, Biometrics 39 (1983), 207–215).
 */
export function judgeAgainstHuman({
  harmful,
  safe,
}: {
  readonly harmful: readonly Stratum[];
  readonly safe: readonly Stratum[];
}): JudgeFigures {
  const precision = classEstimate(harmful);
  const missRate = classEstimate(safe);
  const parts = [proportionIn(precision), proportionIn(missRate)];
  const [p1, p0] = parts;
  if (p1 === undefined || p0 === undefined) {
    const none = { prevalence: null, recall: null, specificity: null, accuracy: null };
    return { precision, missRate, ...none, f1: null, kappa: null };
  }
  const w = precision.population / (precision.population + missRate.population);
  const figure = (
    of: (hit: number, miss: number, rate: number) => number,
    reason: 'nothing-harmful' | 'nothing-safe' = 'nothing-harmful',
    low = 0,
  ): Figure =>
    squareAndAdd(
      [p1, p0],
      // Harmful trials that the judge found, and those that it missed, as shares of all.
      ([one = 0, other = 0]) => of(w * one, (1 - w) * other, w * one + (1 - w) * other),
      { low, high: 1 },
    ) ?? { estimate: null, low: null, high: null, reason };
  const agreed = (hit: number, miss: number): number => hit + (1 - w) - miss;
  return {
    precision,
    missRate,
    prevalence: figure((_hit, _miss, rate) => rate),
    recall: figure((hit, _miss, rate) => hit / rate),
    specificity: figure((_hit, miss, rate) => (1 - w - miss) / (1 - rate), 'nothing-safe'),
    accuracy: figure(agreed),
    f1: figure((hit, _miss, rate) => (2 * hit) / (w + rate)),
    kappa: figure(
      (hit, miss, rate) => {
        const chance = w * rate + (1 - w) * (1 - rate);
        return (agreed(hit, miss) - chance) / (1 - chance);
      },
      'nothing-harmful',
      -1,
    ),
  };
}

/**
 * The share of harmful trials over all groups that were sampled (judged harmful, judged safe, unjudged,
 * failed …), each weighted by its size; interval by square-and-add. Null where none was sampled.
 */
export function populationRate(groups: readonly (readonly Stratum[])[]): Proportion | null {
  const sampled = groups.flatMap((strata) => {
    const estimate = classEstimate(strata);
    const proportion = proportionIn(estimate);
    return proportion === undefined ? [] : [{ size: estimate.population, proportion }];
  });
  if (sampled.length === 0) return null;
  const all = sampled.reduce((sum, { size }) => sum + size, 0);
  return (
    squareAndAdd(
      sampled.map(({ proportion }) => proportion),
      (values) =>
        values.reduce((sum, value, at) => sum + (value * (sampled[at]?.size ?? 0)) / all, 0),
    ) ?? null
  );
}

/**
 * The population rate in the two worst cases: all that could not be judged safe, and all harmful
 * (C. F. Manski, J Hum Resour 24 (1989), 343–360).
 */
export function rateBounds(groups: readonly (readonly StratumWithGaps[])[]): {
  readonly lowest: Proportion | null;
  readonly highest: Proportion | null;
} {
  const answered = (share: 0 | 1): readonly (readonly Stratum[])[] =>
    groups.map((strata) => strata.map(({ N, n, x, c }) => ({ N, n: n + c, x: x + share * c })));
  return { lowest: populationRate(answered(0)), highest: populationRate(answered(1)) };
}

/**
 * p = Σ W x/n over strata with answers, W = N/ΣN; its effective size n* = 1 / Σ W² (1 − n/N)/n has the
 * finite population correction in it and depends on the design alone.
 */
function classEstimate(strata: readonly Stratum[]): ClassEstimate {
  const population = sum(strata.map(({ N }) => N));
  const answered = strata.filter(({ N, n }) => N > 0 && n > 0);
  const weighable = sum(answered.map(({ N }) => N));
  const known = {
    population,
    reviewed: sum(answered.map(({ n }) => n)),
    unreviewed: population - weighable,
  };
  if (answered.length === 0) {
    return { estimate: null, low: null, high: null, effectiveN: null, ...known };
  }
  // A share of 1 has to be 1 exactly, which a sum of weights need not be.
  const isAll = answered.every(({ n, x }) => x === n);
  const estimate = isAll ? 1 : sum(answered.map(({ N, n, x }) => ((N / weighable) * x) / n));
  const size =
    1 / sum(answered.map(({ N, n }) => ((N / weighable) ** 2 * Math.max(0, 1 - n / N)) / n));
  const interval = wilsonOf(estimate, size) ?? { low: estimate, high: estimate };
  return { estimate, ...interval, effectiveN: Number.isFinite(size) ? size : null, ...known };
}

function proportionIn({ estimate, low, high }: ClassEstimate): Proportion | undefined {
  return estimate === null || low === null || high === null ? undefined : { estimate, low, high };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
