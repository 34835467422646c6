/** Two groups of trials compared: x1 of n1 against x2 of n2. */
import { squareAndAdd, wilson, Z_95 } from './wilson.ts';

export type TwoCells = {
  readonly x1: number;
  readonly n1: number;
  readonly x2: number;
  readonly n2: number;
};

/** Difference of two rates, from −1 to 1. */
export type Difference = {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
};

/** `null` where a count of 0 leaves it undefined, with the reason. */
export type Ratio =
  | { readonly ratio: number; readonly low: number; readonly high: number }
  | {
      readonly ratio: null;
      readonly low: null;
      readonly high: null;
      readonly reason: 'zero-count' | 'no-trials';
    };

/**
 * Risk difference x1/n1 − x2/n2 with Newcombe's hybrid score interval: the two Wilson intervals,
 * squared and added. `null` where a group has no trials. R. G. Newcombe, Stat Med 17 (1998), 873–890,
 * method 10.
 */
export function difference({ x1, n1, x2, n2 }: TwoCells): Difference | null {
  const [first, second] = [wilson(x1, n1), wilson(x2, n2)];
  if (first === undefined || second === undefined) return null;
  const made = squareAndAdd(
    [
      { estimate: x1 / n1, ...first },
      { estimate: x2 / n2, ...second },
    ],
    ([one = 0, other = 0]) => one - other,
    { low: -1, high: 1 },
  );
  return made === undefined ? null : { difference: made.estimate, low: made.low, high: made.high };
}

/**
 * Risk ratio (x1/n1) / (x2/n2) with the interval of its logarithm, whose variance is
 * 1/x1 − 1/n1 + 1/x2 − 1/n2. D. Katz et al., Biometrics 34 (1978), 469–474.
 */
export function riskRatio({ x1, n1, x2, n2 }: TwoCells): Ratio {
  if (n1 === 0 || n2 === 0) return undefinedRatio('no-trials');
  if (x1 === 0 || x2 === 0) return undefinedRatio('zero-count');
  return ofLogarithm((x1 / n1 / x2) * n2, 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2);
}

/**
 * Odds ratio with the interval of its logarithm, whose variance is the sum of one over each of the four
 * counts. B. Woolf, Ann Hum Genet 19 (1955), 251–253.
 */
export function oddsRatio({ x1, n1, x2, n2 }: TwoCells): Ratio {
  if (n1 === 0 || n2 === 0) return undefinedRatio('no-trials');
  const counts = [x1, n1 - x1, x2, n2 - x2] as const;
  if (counts.includes(0)) return undefinedRatio('zero-count');
  const [a, b, c, d] = counts;
  return ofLogarithm((a * d) / (b * c), 1 / a + 1 / b + 1 / c + 1 / d);
}

function ofLogarithm(ratio: number, variance: number): Ratio {
  const factor = Math.exp(Z_95 * Math.sqrt(Math.max(0, variance)));
  return { ratio, low: ratio / factor, high: ratio * factor };
}

function undefinedRatio(reason: 'zero-count' | 'no-trials'): Ratio {
  return { ratio: null, low: null, high: null, reason };
}
