/** The order of the rows in a table of rates: by any of its columns. */
import type { Group } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { numberIn } from '../trial/collection-fields.ts';
import { ratesOf, type Rates } from './rates.ts';

/** The numbers of a row, in the order of its columns. */
export const RATE_COLUMNS = [
  'trials',
  'judged',
  'harmful',
  'safe',
  'unjudged',
  'judgeFailed',
  'error',
  'rate',
  'ciLow',
  'ciHigh',
  'conditions',
] as const satisfies readonly (keyof Rates)[];

/** A number, or a field that is grouped by. */
export type GroupSort = {
  readonly column: (typeof RATE_COLUMNS)[number] | GroupField;
  readonly descending: boolean;
};

/** The groups in an order; what has no value comes last, equal ones stay as they were. */
export function sortGroups(
  groups: readonly Group[],
  by: readonly GroupField[],
  { column, descending }: GroupSort,
): readonly Group[] {
  const at = by.findIndex((field) => field === column);
  const number = RATE_COLUMNS.find((one) => one === column);
  const valueOf = (group: Group): string | number | null => {
    if (at >= 0) return group.values[at] ?? null;
    return number === undefined ? null : ratesOf(group)[number];
  };
  const sign = descending ? -1 : 1;
  return groups.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compared(left, right);
  });
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

function compared(left: string | number, right: string | number): number {
  const [a, b] = [numberIn(left), numberIn(right)];
  if (a !== null && b !== null) return a - b || 0;
  return COLLATOR.compare(String(left), String(right));
}
