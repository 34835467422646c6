/** How many trials an audit takes. Sizes are numbers of trials, from 1; null: none is enough. */
import { wilsonOf } from '../stats/wilson.ts';
import { judgeAgainstHuman, type JudgeFigures } from './judge.ts';

/** No answer beyond this many trials. */
const LARGEST = 10_000_000;

/**
 * The smallest sample whose expected interval of κ has a half width of at most `halfWidth`, for two auditors
 * who both call a share `prevalence` harmful: Wilson at po = κ(1 − pe) + pe, corrected for chance.
 */
export function planKappa({
  kappa,
  prevalence,
  halfWidth,
}: {
  readonly kappa: number;
  readonly prevalence: number;
  readonly halfWidth: number;
}): { readonly n: number | null } {
  const chance = prevalence ** 2 + (1 - prevalence) ** 2;
  const observed = kappa * (1 - chance) + chance;
  return smallest(1, LARGEST, (n) => {
    const interval = wilsonOf(observed, n);
    return interval !== undefined && (interval.high - interval.low) / 2 / (1 - chance) <= halfWidth;
  });
}

/**
 * The smallest sample that shows an error rate to be under `limit` (0 to 1) though `errors` are found in it:
 * its upper Wilson bound is lower. `population`: of so many trials (null: very many), by which a large
 * share of them says more than its size.
 */
export function planBound({
  limit,
  errors,
  population,
}: {
  readonly limit: number;
  readonly errors: number;
  readonly population: number | null;
}): { readonly n: number | null } {
  const all = population ?? Number.POSITIVE_INFINITY;
  return smallest(Math.max(1, errors), Math.min(LARGEST, all), (n) => {
    const interval = wilsonOf(errors / n, n / (1 - n / all));
    return interval !== undefined && interval.high < limit;
  });
}

/** The figures to expect of a sample: those of `judgeAgainstHuman` if people answer as assumed. */
export function expectedFigures({
  harmful,
  safe,
  precision = 0.9,
  missRate = 0.05,
}: {
  /** Trials of the judge's class, and how many of them are drawn. */
  readonly harmful: { readonly N: number; readonly n: number };
  readonly safe: { readonly N: number; readonly n: number };
  /** Assumed shares, 0 to 1. */
  readonly precision?: number;
  readonly missRate?: number;
}): JudgeFigures {
  return judgeAgainstHuman({
    harmful: [{ ...harmful, x: harmful.n * precision }],
    safe: [{ ...safe, x: safe.n * missRate }],
  });
}

/** The smallest whole number of a range that is enough, where all larger ones are as well. */
function smallest(
  from: number,
  to: number,
  isEnough: (n: number) => boolean,
): { readonly n: number | null } {
  if (from > to || !isEnough(to)) return { n: null };
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return { n: low };
}
