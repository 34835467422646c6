/** Groups compared two by two, with what has to be said beside each figure. */
import { fisherExact } from './exact.ts';
import { holm } from './several.ts';
import type { ShareRow } from './shares.ts';
import { difference, oddsRatio, riskRatio, type Difference, type Ratio } from './two-cells.ts';

export type Comparison = {
  readonly first: ShareRow;
  readonly second: ShareRow;
  /** First less second, as a fraction; null where one has no trials. */
  readonly difference: Difference | null;
  readonly riskRatio: Ratio;
  readonly oddsRatio: Ratio;
  /** Fisher's exact p, two-sided, and adjusted by Holm for all the pairs given. */
  readonly p: number;
  readonly adjusted: number;
};

/** Compares each pair. The groups of a pair may not share trials. */
export function compareRows(
  pairs: readonly (readonly [ShareRow, ShareRow])[],
): readonly Comparison[] {
  const made = pairs.map(([first, second]) => {
    const cells = { x1: first.counted, n1: first.of, x2: second.counted, n2: second.of };
    const { p } = fisherExact([
      [first.counted, first.of - first.counted],
      [second.counted, second.of - second.counted],
    ]);
    return {
      first,
      second,
      difference: difference(cells),
      riskRatio: riskRatio(cells),
      oddsRatio: oddsRatio(cells),
      p,
    };
  });
  const { adjusted } = holm(made.map(({ p }) => p));
  return made.map((one, at) => ({ ...one, adjusted: adjusted[at] ?? one.p }));
}

/** `+48.7 points (38.7 to 58.0)`; where it may be none, that too is said as an interval. */
export function differenceText(made: Difference | null): string {
  if (made === null) return 'undefined: a group has no trials';
  const { low, high } = made;
  const interval = `${points(made.difference)} points (${plain(low)} to ${plain(high)})`;
  return low <= 0 && high >= 0
    ? `${interval}; as far as these trials tell, anything from ${points(low)} to ${points(high)}`
    : interval;
}

/** `8.51 (5.44 to 13.3)`, or why there is none. */
export function ratioText(made: Ratio): string {
  if (made.ratio !== null) {
    return `${short(made.ratio)} (${short(made.low)} to ${short(made.high)})`;
  }
  return made.reason === 'zero-count' ? 'undefined: a count is 0' : 'undefined: no trials';
}

/** `0.032`, `1.3e-25`. */
export function pText(p: number): string {
  if (p === 0) return '< 1e-300';
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

function short(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 2 : 1);
}

function points(fraction: number): string {
  return `${fraction < 0 ? '' : '+'}${plain(fraction)}`;
}

function plain(fraction: number): string {
  return (fraction * 100).toFixed(1).replace('-', '−');
}
