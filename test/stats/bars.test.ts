import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { grouped } from '../../src/stats/bars.ts';

it('groups the digits of any number as English does', () => {
  const numbers = fc.oneof(fc.maxSafeInteger(), fc.nat(20_000), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(numbers, (number) => {
      expect(grouped(number)).toBe((number === 0 ? 0 : number).toLocaleString('en-US'));
    }),
  );
});
