/**
 * Exact tests of small tables. Each sums probabilities of a distribution on whole numbers, which are
 * made one from the next by their ratio: no logarithm, and no error that grows with the counts.
 */

/** Counts of two classes under two conditions. */
export type Table2 = readonly [readonly [number, number], readonly [number, number]];

/** Probabilities this close to the observed one count as equal to it, as in R's fisher.test. */
const EQUAL = 1 + 1e-7;

/**
 * Two-sided p of Fisher's exact test on [[a, b], [c, d]]: the sum of the probabilities of all tables
 * with the same margins that are no more likely than the observed one. From 0 to 1; 1 where a margin
 * is 0. R. A. Fisher, The Design of Experiments (1935).
 */
export function fisherExact(table: Table2): { readonly p: number } {
  const [[a, b], [c, d]] = table;
  const least = Math.max(0, a - d);
  const most = Math.min(a + b, a + c);
  // Hypergeometric: P(k + 1) / P(k), k being the upper left count.
  const ratio = (k: number): number => ((a + b - k) * (a + c - k)) / ((k + 1) * (d - a + k + 1));
  const weights = weightsOf(least, most, ratio);
  const observed = weights[a - least] ?? 0;
  const unlikely = weights.filter((weight) => weight <= observed * EQUAL);
  return { p: Math.min(1, sum(unlikely) / sum(weights)) };
}

/**
 * McNemar's test of two verdicts on the same trials: [[both, first only], [second only, neither]].
 * Of the discordant ones, X falls to one side as Bin(b + c, ½); exact p = 2 P(X ≤ min), mid-p takes
 * one P(X = min) off it, and is 1 − P(X = b)/2 where b = c. M. W. Fagerland, S. Lydersen & P. Laake,
 * BMC Med Res Methodol 13 (2013), 91.
 */
export function mcnemar([[, b], [c]]: Table2): {
  readonly exact: number;
  readonly midP: number;
  readonly discordant: number;
} {
  const discordant = b + c;
  const weights = weightsOf(0, discordant, (k) => (discordant - k) / (k + 1));
  const all = sum(weights);
  const least = Math.min(b, c);
  const upTo = sum(weights.slice(0, least + 1)) / all;
  const at = (weights[least] ?? 0) / all;
  return {
    exact: Math.min(1, 2 * upTo),
    midP: b === c ? 1 - at / 2 : 2 * upTo - at,
    discordant,
  };
}

/**
 * Weights of the whole numbers from `least` to `most`, proportional to their probabilities, from
 * `ratio(k)` = P(k + 1) / P(k), which has to fall. The most likely one has weight 1, so none overflows;
 * those too small for a number are 0.
 */
function weightsOf(least: number, most: number, ratio: (k: number) => number): readonly number[] {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ratio(middle) >= 1) low = middle + 1;
    else high = middle;
  }
  const weights = Array.from({ length: most - least + 1 }, () => 0);
  const mode = low - least;
  weights[mode] = 1;
  for (let at = mode; at < most - least; at += 1) {
    weights[at + 1] = (weights[at] ?? 0) * ratio(least + at);
  }
  for (let at = mode; at > 0; at -= 1) {
    weights[at - 1] = (weights[at] ?? 0) / ratio(least + at - 1);
  }
  return weights;
}

/** The sum, smallest first, so that small terms are not lost. */
function sum(terms: readonly number[]): number {
  return terms.toSorted((one, other) => one - other).reduce((total, term) => total + term, 0);
}
