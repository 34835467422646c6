/** Groups of counts, as every store gives them. */
import type { Group } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { isCollectionField, numberIn } from '../trial/collection-fields.ts';
import { OUTCOMES } from '../trial/types.ts';

export const NO_TRIALS: Group = {
  values: [],
  counts: { trials: 0, judged: 0, harmful: 0, safe: 0, unjudged: 0, judgeFailed: 0, error: 0 },
  conditions: 0,
};

/** Outcomes in their own order, other values by name with numbers as numbers, none last. */
export function orderOfGroups(by: readonly GroupField[]): (a: Group, b: Group) => number {
  const collator = new Intl.Collator('en', { numeric: true });
  const rank = (value: string): number => (OUTCOMES as readonly string[]).indexOf(value);
  return (a, b) => {
    for (const [index, field] of by.entries()) {
      const [left, right] = [a.values[index] ?? null, b.values[index] ?? null];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      if (field === 'verdict') return rank(left) - rank(right);
      const numeric = isCollectionField(field) ? byNumber(left, right) : 0;
      if (numeric !== 0) return numeric;
      // As names `1` and `01` are the same, but they are two values.
      return collator.compare(left, right) || (left < right ? -1 : 1);
    }
    return 0;
  };
}

/** Numbers in their order, before texts; 0 where that does not decide. */
function byNumber(left: string, right: string): number {
  const [a, b] = [numberIn(left), numberIn(right)];
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a === b ? 0 : a - b;
}
