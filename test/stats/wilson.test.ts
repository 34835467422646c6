/** The interval against published values, and what must hold of any. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilson } from '../../src/stats/wilson.ts';

describe('wilson', () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
  // Medicine 17 (1998), table I, method 3: to four places.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i as published', (successes, n, low, high) => {
    const interval = wilson(successes, n);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  // Worked out with 50 digits.
  it.each([
    [59, 107, 0.4570141949009418, 0.6422266497887194],
    [21, 324, 0.0427803072998914, 0.0970478248271258],
    [80, 100, 0.7111708344068411, 0.8666330666689674],
    [96, 100, 0.9016292856411207, 0.9843366960084523],
    [15, 100, 0.0930598528365663, 0.2328355959083236],
    [0, 100, 0, 0.0369934982069856],
    [100, 100, 0.9630065017930143, 1],
    [1, 1, 0.2065493143772374, 1],
  ])('%i of %i to twelve digits', (successes, n, low, high) => {
    const interval = wilson(successes, n);
    expect(interval?.low).toBeCloseTo(low, 12);
    expect(interval?.high).toBeCloseTo(high, 12);
  });

  it('has no interval where nothing was judged', () => {
    expect(wilson(0, 0)).toBeUndefined();
  });

  it('is exactly 0 and 1 at the ends', () => {
    expect(wilson(0, 7)?.low).toBe(0);
    expect(wilson(7, 7)?.high).toBe(1);
  });

  it('holds the rate, stays within 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(100_000), (n, some) => {
        const successes = some % (n + 1);
        const one = wilson(successes, n);
        const other = wilson(n - successes, n);
        if (one === undefined || other === undefined) throw new Error('no interval');
        const rate = successes / n;
        expect(one.low).toBeGreaterThanOrEqual(0);
        expect(one.low).toBeLessThanOrEqual(rate);
        expect(one.high).toBeGreaterThanOrEqual(rate);
        expect(one.high).toBeLessThanOrEqual(1);
        expect(1 - other.high).toBeCloseTo(one.low, 10);
      }),
    );
  });
});
