/** Rows of rates: exactly the published columns, and rates over what was judged alone. */
import { describe, expect, it } from 'vitest';
import type { Counts, Group } from '../../src/query/results.ts';
import { statsRows } from '../../src/stats/rates.ts';

const counts: Counts = {
  trials: 13,
  judged: 10,
  harmful: 8,
  safe: 2,
  unjudged: 1,
  judgeFailed: 1,
  error: 1,
};

describe('statsRows', () => {
  it('has the fields grouped by, then the numbers, in the order of the columns', () => {
    const groups: readonly Group[] = [{ values: ['grok-3-beta', null], counts, conditions: 3 }];
    const [row] = statsRows(groups, ['model', 'belief']);
    expect(Object.keys(row ?? {})).toEqual([
      'model',
      'belief',
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
    ]);
    expect(row).toMatchObject({ model: 'grok-3-beta', belief: null, ...counts, conditions: 3 });
  });

  it('divides by the judged, not by all', () => {
    const [row] = statsRows([{ values: [], counts, conditions: 1 }], []);
    expect(row?.rate).toBe(0.8);
    expect(row?.ciLow).toBeCloseTo(0.4901624715, 9);
    expect(row?.ciHigh).toBeCloseTo(0.9433178485, 9);
  });

  it('has no rate where nothing was judged', () => {
    const none = { ...counts, judged: 0, harmful: 0, safe: 0 };
    const [row] = statsRows([{ values: [], counts: none, conditions: 1 }], []);
    expect(row).toMatchObject({ rate: null, ciLow: null, ciHigh: null, trials: 13 });
  });
});
