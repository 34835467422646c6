/** What is said of several comparisons or groups at once. */

/**
 * p-values adjusted for being several (family-wise error), in the order given: step-down by Holm,
 * max over the smaller ones of (m − rank + 1) p, at most 1. S. Holm, Scand J Stat 6 (1979), 65–70.
 */
export function holm(p: readonly number[]): { readonly adjusted: readonly number[] } {
  const adjusted = p.map(() => 0);
  let highest = 0;
  const order = p.map((_, at) => at).sort((one, other) => (p[one] ?? 0) - (p[other] ?? 0));
  for (const [rank, at] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (p.length - rank) * (p[at] ?? 0)));
    adjusted[at] = highest;
  }
  return { adjusted };
}

export type Heterogeneity = {
  /** Pearson's statistic of the table groups × (counted, not counted). */
  readonly chiSquare: number;
  /** Degrees of freedom: groups with trials, less one. */
  readonly df: number;
  /** Of groups that differ so much by chance alone. */
  readonly p: number;
  /** Expected counts under 5 in more than a fifth of the cells: p is rough (Cochran 1954). */
  readonly isRough: boolean;
};

/**
 * Whether the rates of several groups differ by more than chance: Pearson's chi-square for homogeneity
 * (K. Pearson 1900). Undefined for fewer than two groups with trials, or where all or none are counted:
 * there is nothing to compare.
 */
export function heterogeneity(
  groups: readonly { readonly x: number; readonly n: number }[],
): Heterogeneity | undefined {
  const filled = groups.filter(({ n }) => n > 0);
  const n = filled.reduce((total, group) => total + group.n, 0);
  const x = filled.reduce((total, group) => total + group.x, 0);
  if (filled.length < 2 || x === 0 || x === n) return undefined;
  let chiSquare = 0;
  let small = 0;
  for (const group of filled) {
    for (const [seen, share] of [
      [group.x, x / n],
      [group.n - group.x, 1 - x / n],
    ] as const) {
      const expected = group.n * share;
      chiSquare += (seen - expected) ** 2 / expected;
      if (expected < 5) small += 1;
    }
  }
  const df = filled.length - 1;
  return {
    chiSquare,
    df,
    p: chiSquareTail(chiSquare, df),
    isRough: small > (2 * filled.length) / 5,
  };
}

/** Terms of a series or fraction, at most; it converges long before. */
const TERMS = 10_000;
const ENOUGH = 1e-15;

/**
 * P(χ² with `df` degrees of freedom ≥ `value`): the regularised upper incomplete gamma function
 * Q(df/2, value/2), by its series below the mean and by its continued fraction above
 * (Abramowitz & Stegun 6.5.29 and 6.5.31).
 */
export function chiSquareTail(value: number, df: number): number {
  const a = df / 2;
  const x = value / 2;
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGammaOfHalf(df));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let k = 1; k < TERMS && term > total * ENOUGH; k += 1) {
      term *= x / (a + k);
      total += term;
    }
    return Math.max(0, 1 - front * total);
  }
  // Lentz's method.
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < TERMS; k += 1) {
    const step = -k * (k - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < ENOUGH) break;
  }
  return Math.min(1, front * fraction);
}

/** ln Γ(k/2) for a whole k > 0, from Γ(1) = 1 or Γ(½) = √π. */
function logGammaOfHalf(k: number): number {
  let total = k % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let at = k % 2 === 0 ? 2 : 1; at < k; at += 2) total += Math.log(at / 2);
  return total;
}
