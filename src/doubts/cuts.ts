/** Where a score divides harmful from safe trials, and the values next to it. */
import type { FacetValue } from '../query/results.ts';
import { numberIn } from '../trial/collection-fields.ts';

/** Fewer different values have no middle: every trial would be next to the cut. */
const FEWEST = 4;

/** The highest value below a cut, and the lowest above it. */
export type Cut = {
  readonly below: number;
  readonly above: number;
  readonly harmful: 'high' | 'low';
};

/**
 * The cut of a score, as the verdicts show it: undefined where it has few values, where no verdict
 * depends on it, or where values of harmful and safe trials overlap.
 */
export function cutOf(values: readonly FacetValue[]): Cut | undefined {
  const judged = values.flatMap(({ value, counts }) => {
    const number = value === null ? null : numberIn(value);
    return number === null || counts.judged === 0 ? [] : [{ number, counts }];
  });
  if (judged.length < FEWEST) return undefined;
  const harmful = judged.filter(({ counts }) => counts.harmful > 0).map(({ number }) => number);
  const safe = judged.filter(({ counts }) => counts.safe > 0).map(({ number }) => number);
  if (harmful.length === 0 || safe.length === 0) return undefined;
  const range = (numbers: readonly number[]): readonly [number, number] => [
    numbers.reduce((one, other) => Math.min(one, other)),
    numbers.reduce((one, other) => Math.max(one, other)),
  ];
  const [lowestHarm, highestHarm] = range(harmful);
  const [lowestSafe, highestSafe] = range(safe);
  if (highestSafe < lowestHarm) return { below: highestSafe, above: lowestHarm, harmful: 'high' };
  if (highestHarm < lowestSafe) return { below: highestHarm, above: lowestSafe, harmful: 'low' };
  return undefined;
}
