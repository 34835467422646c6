/** The interval that goes with a rate. */

/** The standard normal's 97.5 % point: two-sided 95 %. */
const Z_95 = 1.959963984540054;

/**
 * Wilson score interval of a proportion, without continuity correction: bounds of the rate, both
 * from 0 to 1, or undefined where n is 0. E. B. Wilson, "Probable inference, the law of succession,
 * and statistical inference", JASA 22 (1927), 209–212.
 */
export function wilson(
  successes: number,
  n: number,
  z: number = Z_95,
): { readonly low: number; readonly high: number } | undefined {
  if (n <= 0) return undefined;
  const rate = successes / n;
  const square = (z * z) / n;
  const centre = rate + square / 2;
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + square / (4 * n));
  return {
    // Exactly 0 and 1 at the ends, where rounding would leave a hair's breadth.
    low: successes === 0 ? 0 : (centre - spread) / (1 + square),
    high: successes === n ? 1 : (centre + spread) / (1 + square),
  };
}
