/** Shares: of the trials of one query, those that match another one too, a row a group. */
import { NO_VALUE } from '../query/ast.ts';
import type { Group, ShareGroup } from '../query/results.ts';
import { wilson } from './wilson.ts';

/** What is counted of what, as queries over trials. */
export type ShareSpec = { readonly share: string; readonly of: string };

/** The harmful rate as a share. */
export const HARMFUL_RATE: ShareSpec = { share: 'verdict:harmful', of: 'verdict:harmful,safe' };

/** Shares as fractions with their 95 % Wilson bounds; null where there is nothing to count of. */
export type ShareRow = Omit<ShareGroup, 'values'> & {
  readonly names: readonly string[];
  readonly share: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
};

export function shareRow(group: ShareGroup): ShareRow {
  const { values, counted, of, conditions, unpublished } = group;
  const interval = wilson(counted, of);
  return {
    names: values.map((value) => value ?? NO_VALUE),
    counted,
    of,
    share: of > 0 ? counted / of : null,
    ciLow: interval?.low ?? null,
    ciHigh: interval?.high ?? null,
    conditions,
    ...(unpublished === true && { unpublished }),
  };
}

/**
 * The place of the row with this name: `real`, or of several fields `gpt-4.1/none`; one of the fields
 * is enough where only one row has it. -1 where there is none.
 */
export function indexNamed(rows: readonly (readonly string[])[], name: string): number {
  const whole = rows.findIndex((names) => names.join('/') === name);
  if (whole >= 0) return whole;
  const some = rows.flatMap((names, at) => (names.includes(name) ? [at] : []));
  return some.length === 1 ? (some[0] ?? -1) : -1;
}

/** A share in the shape of rates, for tables that show either: counted as harmful, the rest as safe. */
export function asRates({ values, counted, of, conditions, unpublished }: ShareGroup): Group {
  return {
    values,
    counts: {
      trials: of,
      judged: of,
      harmful: counted,
      safe: of - counted,
      unjudged: 0,
      judgeFailed: 0,
      error: 0,
    },
    conditions,
    ...(unpublished === true && { unpublished }),
  };
}
