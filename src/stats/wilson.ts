/** The interval that goes with a rate, and with what is calculated from several rates. */

/** The standard normal's 97.5 % point: two-sided 95 %. */
export const Z_95 = 1.959963984540054;

/** Bounds of a figure, in its own unit: both from 0 to 1 for a proportion. */
export type Interval = { readonly low: number; readonly high: number };

/** A proportion with its interval, all from 0 to 1. */
export type Proportion = Interval & { readonly estimate: number };

/**
 * Wilson score interval of a proportion, without continuity correction: bounds of the rate, both
 * from 0 to 1, or undefined where n is 0. E. B. Wilson, "Probable inference, the law of succession,
 * and statistical inference", JASA 22 (1927), 209–212.
 */
export function wilson(successes: number, n: number, z: number = Z_95): Interval | undefined {
  return wilsonOf(successes / n, n, z);
}

/**
 * The same of a rate from 0 to 1 and a size that need not be whole: an effective sample size of a
 * stratified sample. A size of infinity (all were looked at) gives a point.
 * (p + h/2 ± z √(p(1−p)/n + h/(4n))) / (1 + h), where h = z²/n.
 */
export function wilsonOf(rate: number, n: number, z: number = Z_95): Interval | undefined {
  if (!(n > 0)) return undefined;
  const square = (z * z) / n;
  const centre = rate + square / 2;
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + square / (4 * n));
  return {
    // Exactly 0 and 1 at the ends, where rounding would leave a hair's breadth.
    low: rate === 0 ? 0 : (centre - spread) / (1 + square),
    high: rate === 1 ? 1 : (centre + spread) / (1 + square),
  };
}

/**
 * The interval of a function of independent proportions from their own intervals, "square and add":
 * low = g − √Σ max(0, g − min(g(lᵢ), g(uᵢ)))², the others held at their estimates, high alike, cut to
 * `range`. R. G. Newcombe, Am Stat 55 (2001), 200–202; MOVER: G. Y. Zou & A. Donner, Stat Med 27
 * (2008), 1693–1702. Undefined where the function is not finite at the estimates.
 */
export function squareAndAdd(
  parts: readonly Proportion[],
  figure: (values: readonly number[]) => number,
  range: Interval = { low: 0, high: 1 },
): Proportion | undefined {
  const values = parts.map(({ estimate }) => estimate);
  const estimate = figure(values);
  if (!Number.isFinite(estimate)) return undefined;
  let below = 0;
  let above = 0;
  for (const [at, { low, high }] of parts.entries()) {
    const ends = [low, high].map((end) => figure(values.with(at, end))).filter(Number.isFinite);
    below += Math.max(0, estimate - Math.min(estimate, ...ends)) ** 2;
    above += Math.max(0, Math.max(estimate, ...ends) - estimate) ** 2;
  }
  return {
    estimate,
    low: Math.max(range.low, estimate - Math.sqrt(below)),
    high: Math.min(range.high, estimate + Math.sqrt(above)),
  };
}
