import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { grouped, percentOf } from '../../src/stats/bars.ts';

it('groups the digits of any number as English does', () => {
  const numbers = fc.oneof(fc.maxSafeInteger(), fc.nat(20_000), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(numbers, (number) => {
      expect(grouped(number)).toBe((number === 0 ? 0 : number).toLocaleString('en-US'));
    }),
  );
});

it('has whole percentages without a fraction, also those that are not exact in binary', () => {
  for (let count = 0; count <= 100; count += 1) expect(percentOf(count / 100)).toBe(`${count}%`);
  expect(percentOf(0.5714)).toBe('57.1%');
  expect(percentOf(0.9999)).toBe('100.0%');
});
