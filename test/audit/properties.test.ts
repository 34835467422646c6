import { array, assert, constantFrom, double, integer, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementIndices, cohenKappa, gwetAC1 } from '../../src/audit/agreement.ts';
import { alphaInterval, bootstrapSeed, krippendorffAlpha } from '../../src/audit/alpha.ts';
import { judgeAgainstHuman, rateBounds, type Stratum } from '../../src/audit/judge.ts';
import { expectedFigures, planBound, planKappa } from '../../src/audit/plan.ts';
import { wilsonOf } from '../../src/stats/wilson.ts';

const count = integer({ min: 0, max: 60 });
const table = integer({ min: 2, max: 4 }).chain((classes) =>
  array(array(count, { minLength: classes, maxLength: classes }), {
    minLength: classes,
    maxLength: classes,
  }),
);
const stratum = tuple(integer({ min: 1, max: 400 }), double({ min: 0, max: 1, noNaN: true }))
  .chain(([N, share]) =>
    tuple(
      integer({ min: N, max: N }),
      integer({ min: 1, max: N }),
      double({ min: share, max: share, noNaN: true }),
    ),
  )
  .map(([N, n, share]): Stratum => ({ N, n, x: Math.round(n * share) }));
const strata = array(stratum, { minLength: 1, maxLength: 4 });
const ENOUGH = 1e-9;

function expectInside(
  {
    estimate,
    low,
    high,
  }: { readonly estimate: number; readonly low: number; readonly high: number },
  least = 0,
): void {
  expect(low).toBeGreaterThanOrEqual(least);
  expect(low).toBeLessThanOrEqual(estimate + ENOUGH);
  expect(high).toBeGreaterThanOrEqual(estimate - ENOUGH);
  expect(high).toBeLessThanOrEqual(1);
}

describe('agreement of two raters', () => {
  it('is the same whoever comes first', () => {
    assert(
      property(table, (counts) => {
        const turned = counts.map((_, at) => counts.map((row) => row[at] ?? 0));
        const [one, other] = [cohenKappa(counts), cohenKappa(turned)];
        expect(other.reason).toBe(one.reason);
        if (one.kappa === null) expect(other.kappa).toBeNull();
        else expect(other.kappa).toBeCloseTo(one.kappa, 9);
        const [ac1, turnedAc1] = [gwetAC1(counts, counts.length), gwetAC1(turned, counts.length)];
        if (ac1.ac1 !== null) expect(turnedAc1.ac1).toBeCloseTo(ac1.ac1, 9);
      }),
    );
  });

  it('lies in its interval, which lies in its range', () => {
    assert(
      property(table, (counts) => {
        const { kappa, interval, observed, observedInterval, reason } = cohenKappa(counts);
        expect(kappa === null).toBe(reason !== null);
        if (observed !== null && observedInterval !== null) {
          expectInside({ estimate: observed, ...observedInterval });
        }
        if (kappa !== null && interval !== null) expectInside({ estimate: kappa, ...interval }, -1);
      }),
    );
  });

  it('leaves indices without a denominator undefined', () => {
    const none = { prevalenceIndex: null, biasIndex: null };
    expect(
      agreementIndices([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual({
      ...none,
      positiveAgreement: null,
      negativeAgreement: null,
    });
  });
});

describe('α', () => {
  const unit = array(constantFrom('h', 's', null), { minLength: 2, maxLength: 4 });

  it('counts trials with two values or more, in any order', () => {
    assert(
      property(array(unit, { minLength: 1, maxLength: 30 }), (units) => {
        const made = krippendorffAlpha(units);
        const paired = units.filter((values) => values.filter((one) => one !== null).length > 1);
        expect(made.units).toBe(paired.length);
        const turned = krippendorffAlpha(units.toReversed().map((one) => one.toReversed()));
        expect(turned.reason).toBe(made.reason);
        if (made.alpha !== null) expect(turned.alpha).toBeCloseTo(made.alpha, 9);
        expect(made.alpha ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has no interval at 1, without two classes, and where many draws have one class', () => {
    const none = { low: null, high: null };
    const seed = bootstrapSeed('7');
    expect(
      alphaInterval(
        [
          ['h', 'h'],
          ['s', 's'],
          ['s', 's'],
        ],
        seed,
        200,
      ),
    ).toMatchObject(none);
    expect(alphaInterval([['h', 'h']], seed, 200)).toMatchObject({ ...none, undefined: 200 });
    const rare = alphaInterval([['h', 's'], ...Array.from({ length: 19 }, () => ['s', 's'])], seed);
    expect(rare).toMatchObject(none);
    expect(rare.undefined).toBeGreaterThan(0.05 * rare.resamples);
  });
});

describe('the judge against people', () => {
  it('has estimates inside their intervals and ranges', () => {
    assert(
      property(strata, strata, (harmful, safe) => {
        const { precision, missRate, kappa, ...figures } = judgeAgainstHuman({ harmful, safe });
        for (const one of [precision, missRate, ...Object.values(figures)]) {
          if (one === null || one.estimate === null || one.low === null) continue;
          expectInside({ estimate: one.estimate, low: one.low, high: one.high ?? 0 });
        }
        if (kappa !== null && kappa.estimate !== null) expectInside(kappa, -1);
      }),
    );
  });

  it('does not change for a stratum without trials', () => {
    assert(
      property(strata, strata, (harmful, safe) => {
        const empty = { N: 0, n: 0, x: 0 };
        expect(judgeAgainstHuman({ harmful: [...harmful, empty], safe: [empty, ...safe] })).toEqual(
          judgeAgainstHuman({ harmful, safe }),
        );
      }),
    );
  });

  it('leaves out a stratum without an answer, and says how large it is', () => {
    const known = { N: 30, n: 10, x: 4 };
    const { precision } = judgeAgainstHuman({
      harmful: [known, { N: 70, n: 0, x: 0 }],
      safe: [known],
    });
    expect(precision).toMatchObject({ estimate: 0.4, population: 100, unreviewed: 70 });
  });

  it('says why recall and specificity are undefined', () => {
    const nobody = { N: 30, n: 10, x: 0 };
    const everybody = { N: 30, n: 10, x: 10 };
    expect(judgeAgainstHuman({ harmful: [nobody], safe: [nobody] }).recall).toMatchObject({
      estimate: null,
      reason: 'nothing-harmful',
    });
    expect(
      judgeAgainstHuman({ harmful: [everybody], safe: [everybody] }).specificity,
    ).toMatchObject({ estimate: null, reason: 'nothing-safe' });
  });

  it('lies between the worst cases', () => {
    assert(
      property(
        array(record({ n: count, x: count, c: count }), { minLength: 1, maxLength: 4 }),
        (made) => {
          const groups = made.map(({ n, x, c }) => [
            { N: n + x + c + 1, n: n + x, x: Math.min(x, n + x), c },
          ]);
          const { lowest, highest } = rateBounds(groups);
          if (lowest === null || highest === null) return;
          expect(lowest.estimate).toBeLessThanOrEqual(highest.estimate + ENOUGH);
        },
      ),
    );
  });
});

describe('sizes', () => {
  it('are the smallest that do', () => {
    assert(
      property(
        double({ min: 0.02, max: 0.4, noNaN: true }),
        integer({ min: 0, max: 3 }),
        integer({ min: 1, max: 900 }),
        (limit, errors, population) => {
          const { n } = planBound({ limit, errors, population });
          const isUnder = (size: number): boolean =>
            (wilsonOf(errors / size, size / (1 - size / population))?.high ?? 1) < limit;
          if (n === null) expect(errors > population || !isUnder(population)).toBe(true);
          else {
            expect(isUnder(n)).toBe(true);
            if (n > Math.max(1, errors)) expect(isUnder(n - 1)).toBe(false);
          }
        },
      ),
    );
  });

  it('grow with what is asked', () => {
    const of = (kappa: number, prevalence: number, halfWidth = 0.1): number =>
      planKappa({ kappa, prevalence, halfWidth }).n ?? 0;
    expect([of(0.8, 0.5), of(0.8, 0.2), of(0.8, 0.1)]).toEqual([141, 233, 431]);
    expect(of(0.8, 0.5, 0.05)).toBeGreaterThan(of(0.8, 0.5));
    expect(planKappa({ kappa: 0.8, prevalence: 0.5, halfWidth: 0 }).n).toBeNull();
    expect(planBound({ limit: 0.05, errors: 1, population: null }).n).toBe(110);
  });

  it('are of figures that answers as assumed would give', () => {
    const small = expectedFigures({ harmful: { N: 838, n: 30 }, safe: { N: 775, n: 30 } });
    const large = expectedFigures({ harmful: { N: 838, n: 300 }, safe: { N: 775, n: 300 } });
    expect(small.precision.estimate).toBeCloseTo(0.9, 9);
    const widthOf = ({ low, high }: { low: number | null; high: number | null }): number =>
      (high ?? 0) - (low ?? 0);
    expect(widthOf(large.precision)).toBeLessThan(widthOf(small.precision));
  });
});
