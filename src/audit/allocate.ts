/** How many trials of each stratum are drawn. Integers only, so that everybody gets the same. */

/**
 * Largest remainder (Hamilton): strata of `sizes` trials get shares of `n` in proportion, each at least
 * `atLeast` (as far as it has so many) and at most its size. Ties: the larger stratum, then the order
 * given. `n` above the sum of sizes gives all.
 */
export function allocate({
  sizes,
  n,
  atLeast,
}: {
  readonly sizes: readonly number[];
  readonly n: number;
  readonly atLeast: readonly number[];
}): { readonly sizes: readonly number[] } {
  const least = sizes.map((size, at) => Math.min(size, atLeast[at] ?? 0));
  const result = [...least];
  // Strata whose bounds their share does not reach, or goes beyond, are fixed; the rest share again.
  let free = sizes.map((_, at) => at);
  let left = Math.min(n, sum(sizes));
  for (;;) {
    const whole = sum(free.map((at) => sizes[at] ?? 0));
    const fixed = free.filter((at) => {
      const share = (left * (sizes[at] ?? 0)) / (whole || 1);
      return share < (least[at] ?? 0);
    });
    if (fixed.length === 0 || whole === 0) break;
    for (const at of fixed) left -= least[at] ?? 0;
    free = free.filter((at) => !fixed.includes(at));
    if (left <= 0) return { sizes: result };
  }
  const whole = sum(free.map((at) => sizes[at] ?? 0));
  if (whole === 0 || left <= 0) return { sizes: result };
  const remainders = free.map((at) => {
    const exact = left * (sizes[at] ?? 0);
    result[at] = Math.floor(exact / whole);
    return { at, remainder: exact % whole };
  });
  let missing = left - sum(free.map((at) => result[at] ?? 0));
  remainders.sort(
    (one, other) =>
      other.remainder - one.remainder ||
      (sizes[other.at] ?? 0) - (sizes[one.at] ?? 0) ||
      one.at - other.at,
  );
  for (const { at } of remainders) {
    if (missing === 0) break;
    if ((result[at] ?? 0) >= (sizes[at] ?? 0)) continue;
    result[at] = (result[at] ?? 0) + 1;
    missing -= 1;
  }
  return { sizes: result };
}

/**
 * One after the other to the stratum with the smallest sample that is not exhausted; ties: the order
 * given. Each gets `atLeast` first, as far as it has so many.
 */
export function allocateEqual({
  sizes,
  n,
  atLeast = 0,
}: {
  readonly sizes: readonly number[];
  readonly n: number;
  readonly atLeast?: number;
}): { readonly sizes: readonly number[] } {
  const result = sizes.map((size) => Math.min(size, atLeast));
  for (let left = Math.min(n, sum(sizes)) - sum(result); left > 0; left -= 1) {
    let least = -1;
    for (const [at, size] of sizes.entries()) {
      const drawn = result[at] ?? 0;
      if (drawn < size && (least < 0 || drawn < (result[least] ?? 0))) least = at;
    }
    result[least] = (result[least] ?? 0) + 1;
  }
  return { sizes: result };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
