import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExact, mcnemar } from '../../src/stats/exact.ts';
import { chiSquareTail, heterogeneity, holm } from '../../src/stats/several.ts';
import { difference, oddsRatio, riskRatio } from '../../src/stats/two-cells.ts';

const count = integer({ min: 0, max: 14 });

function choose(n: number, k: number): number {
  let ways = 1;
  for (let at = 1; at <= k; at += 1) ways = (ways * (n - k + at)) / at;
  return ways;
}

describe('two cells', () => {
  it('give the differences that the study is known for', () => {
    const belief = difference({ x1: 59, n1: 107, x2: 21, n2: 324 });
    expect(belief?.difference).toBeCloseTo(0.487, 3);
    expect([belief?.low, belief?.high].map((one) => one?.toFixed(3))).toEqual(['0.387', '0.580']);
    const instruction = difference({ x1: 96, n1: 100, x2: 37, n2: 100 });
    expect(instruction?.difference).toBeCloseTo(0.59, 9);
    expect([instruction?.low, instruction?.high].map((one) => one?.toFixed(3))).toEqual([
      '0.476',
      '0.681',
    ]);
  });

  // Newcombe 1998, Stat Med 17:873, table II: 56/70 - 48/80.
  it('give the interval of the published example', () => {
    const made = difference({ x1: 56, n1: 70, x2: 48, n2: 80 });
    expect([made?.low, made?.high].map((one) => one?.toFixed(4))).toEqual(['0.0524', '0.3339']);
  });

  it('turn their sign with their order', () => {
    assert(
      property(count, count, count, count, (x1, rest1, x2, rest2) => {
        const cells = { x1, n1: x1 + rest1, x2, n2: x2 + rest2 };
        const one = difference(cells);
        const other = difference({ x1: x2, n1: cells.n2, x2: x1, n2: cells.n1 });
        expect(one === null).toBe(cells.n1 === 0 || cells.n2 === 0);
        if (one === null || other === null) return;
        expect(other.difference).toBeCloseTo(-one.difference, 12);
        expect(other.low).toBeCloseTo(-one.high, 12);
        expect(one.low).toBeLessThanOrEqual(one.difference);
        expect(one.high).toBeGreaterThanOrEqual(one.difference);
      }),
    );
  });

  it('have no ratio where a count is 0, with the reason', () => {
    expect(riskRatio({ x1: 0, n1: 5, x2: 2, n2: 5 })).toMatchObject({ reason: 'zero-count' });
    expect(riskRatio({ x1: 0, n1: 0, x2: 2, n2: 5 })).toMatchObject({ reason: 'no-trials' });
    expect(oddsRatio({ x1: 5, n1: 5, x2: 2, n2: 5 })).toMatchObject({ reason: 'zero-count' });
    expect(riskRatio({ x1: 5, n1: 5, x2: 5, n2: 5 })).toEqual({ ratio: 1, low: 1, high: 1 });
  });
});

describe('exact tests', () => {
  it('agree with the sum over all tables by binomial coefficients', () => {
    assert(
      property(count, count, count, count, (a, b, c, d) => {
        const ways = (k: number): number => choose(a + b, k) * choose(c + d, a + c - k);
        let extreme = 0;
        let all = 0;
        for (let k = Math.max(0, a - d); k <= Math.min(a + b, a + c); k += 1) {
          all += ways(k);
          if (ways(k) <= ways(a) * (1 + 1e-7)) extreme += ways(k);
        }
        const { p } = fisherExact([
          [a, b],
          [c, d],
        ]);
        expect(p).toBeCloseTo(extreme / all, 10);
      }),
    );
  });

  it('are finite for the largest tables', () => {
    const { p } = fisherExact([
      [50_000, 50_100],
      [49_900, 50_000],
    ]);
    expect(p).toBeGreaterThan(0.5);
    expect(p).toBeLessThanOrEqual(1);
    expect(
      fisherExact([
        [90_000, 0],
        [0, 90_000],
      ]).p,
    ).toBe(0);
    expect(
      mcnemar([
        [0, 30_000],
        [30_000, 0],
      ]).exact,
    ).toBe(1);
  });

  it('of pairs need a pair that differs', () => {
    expect(
      mcnemar([
        [5, 0],
        [0, 5],
      ]),
    ).toMatchObject({ exact: 1, discordant: 0 });
    // Bin(8, ½): 2 · (1 + 8)/256, less 8/256.
    expect(
      mcnemar([
        [0, 1],
        [7, 0],
      ]),
    ).toMatchObject({ exact: 18 / 256, midP: 10 / 256 });
  });
});

describe('several comparisons', () => {
  it('are adjusted in the order given, at most 1', () => {
    expect(holm([]).adjusted).toEqual([]);
    expect(holm([0.6, 0.9, 0.01]).adjusted).toEqual([1, 1, 0.03]);
  });

  // Percentage points of chi-square as in every table of it.
  it.each([
    [3.841458820694124, 1, 0.05],
    [5.991464547107979, 2, 0.05],
    [11.070497693516351, 5, 0.05],
    [27.877164871256568, 9, 0.001],
    [3.325112843066815, 9, 0.95],
    [124.34211340400407, 100, 0.05],
  ])('χ² %d with %d degrees of freedom is %d', (value, df, p) => {
    expect(chiSquareTail(value, df)).toBeCloseTo(p, 10);
  });

  it('differ or not over many groups', () => {
    // 2 × 2: (ad − bc)² n / (product of the margins).
    expect(
      heterogeneity([
        { x: 30, n: 50 },
        { x: 20, n: 50 },
      ]),
    ).toMatchObject({
      chiSquare: 4,
      df: 1,
      isRough: false,
    });
    expect(
      heterogeneity([
        { x: 1, n: 3 },
        { x: 2, n: 3 },
        { x: 0, n: 0 },
      ]),
    ).toMatchObject({
      df: 1,
      isRough: true,
    });
    expect(
      heterogeneity([
        { x: 0, n: 9 },
        { x: 0, n: 9 },
      ]),
    ).toBeUndefined();
    expect(heterogeneity([{ x: 3, n: 9 }])).toBeUndefined();
  });
});
