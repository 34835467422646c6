/** Groups of trials as rows of numbers: what every table of rates prints. */
import type { Counts, Group } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { wilson } from './wilson.ts';

/** The numbers of a group. Rates and their 95 % bounds are fractions; null where none is judged. */
export type Rates = Counts & {
  /** `harmful / judged`. */
  readonly rate: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** Distinct conditions. More than one: the rate is no published rate. */
  readonly conditions: number;
  /** Its trials say that no figure of them is published. */
  readonly unpublished?: true;
};

/** A value for each field grouped by, under the field's name, then the numbers. */
export type StatsRow = Readonly<Record<string, string | number | boolean | null>> &
  Omit<Rates, 'unpublished'>;

/** One row a group, its properties in the order of the columns. */
export function statsRows(
  groups: readonly Group[],
  by: readonly GroupField[],
): readonly StatsRow[] {
  return groups.map((group) => {
    const { unpublished = false, ...rates } = ratesOf(group);
    return {
      ...Object.fromEntries(by.map((field, at) => [field, group.values[at] ?? null])),
      ...rates,
      ...(unpublished && { unpublished }),
    };
  });
}

/**
 * The rate of a group is over what was judged, and none where its trials were chosen by their verdict: unjudged trials, failed judges and errors are
 * numbers of their own and never count as safe.
 */
export function ratesOf({
  counts,
  conditions,
  isChosen,
  unpublished,
}: Omit<Group, 'values'>): Rates {
  const { trials, judged, harmful, safe, unjudged, judgeFailed, error } = counts;
  const hasRate = judged > 0 && isChosen !== true;
  const interval = hasRate ? wilson(harmful, judged) : undefined;
  return {
    trials,
    judged,
    harmful,
    safe,
    unjudged,
    judgeFailed,
    error,
    rate: hasRate ? harmful / judged : null,
    ciLow: interval?.low ?? null,
    ciHigh: interval?.high ?? null,
    conditions,
    ...(unpublished === true && { unpublished }),
  };
}
