/** The order of the groups of a table, and of the columns of a cross table. */
import type { GroupField } from '../trial/catalogue.ts';
import { isCollectionField, numberIn } from '../trial/collection-fields.ts';
import { OUTCOMES } from '../trial/types.ts';
import type { Group } from './results.ts';

type Value = Group['values'][number];

export function orderOfGroups(by: readonly GroupField[]): (a: Group, b: Group) => number {
  const orders = by.map(orderOfValues);
  return (a, b) => {
    for (const [index, order] of orders.entries()) {
      const compared = order(a.values[index] ?? null, b.values[index] ?? null);
      if (compared !== 0) return compared;
    }
    return 0;
  };
}

/** Outcomes in their own order, other values by name with numbers as numbers, none last. */
export function orderOfValues(field: GroupField): (left: Value, right: Value) => number {
  const collator = new Intl.Collator('en', { numeric: true });
  const rank = (value: string): number => (OUTCOMES as readonly string[]).indexOf(value);
  return (left, right) => {
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? 1 : -1;
    if (field === 'verdict') return rank(left) - rank(right);
    const numeric = isCollectionField(field) ? byNumber(left, right) : 0;
    if (numeric !== 0) return numeric;
    // As names `1` and `01` are the same, but they are two values.
    return collator.compare(left, right) || (left < right ? -1 : 1);
  };
}

/** Numbers in their order, before texts; 0 where that does not decide. */
function byNumber(left: string, right: string): number {
  const [a, b] = [numberIn(left), numberIn(right)];
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a === b ? 0 : a - b;
}
