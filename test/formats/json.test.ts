import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseJson } from '../../src/formats/json/json.ts';
import {
  arrayIn,
  hasMoreValues,
  objectsIn,
  withoutNaN,
} from '../../src/formats/json/lenient-json.ts';

describe('JSON with the bare tokens of Python', () => {
  test.each([
    ['[NaN, -Infinity, Infinity]', [null, '-Infinity', 'Infinity']],
    // A number that would be changed is its text.
    ['{"id": 1187874342096751953}', { id: '1187874342096751953' }],
    ['[-9007199254740993, 9007199254740991]', ['-9007199254740993', 9007199254740991]],
    [
      '[9007199254740993.5, 1e300, 18014398509481984]',
      ['9007199254740993.5', 1e300, 18014398509481984],
    ],
    ['[1e999, NaN, 12345678901234567890]', ['1e999', null, '12345678901234567890']],
    ['{"NaN": "NaN", "a": NaN}', { NaN: 'NaN', a: null }],
    ['["say \\"NaN\\"", "back\\\\", NaN]', ['say "NaN"', 'back\\', null]],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test('is left alone otherwise', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(withoutNaN(text)).toBe(text);
      }),
    );
  });

  test('may have strings of many MB', () => {
    const long = 'a\\n"'.repeat(5_000_000);
    const text = `[NaN, ${JSON.stringify(long)}]`;
    expect(parseJson(text)).toEqual([null, long]);
  });
});

describe('the number of values', () => {
  /** A value, and for each list and object one more, and its values beyond the first. */
  function count(value: unknown, isInner = false): number {
    const own = isInner ? 0 : 1;
    if (typeof value !== 'object' || value === null) return own;
    const inner = Object.values(value);
    const more = Math.max(0, inner.length - 1);
    return inner.reduce<number>((sum, one) => sum + count(one, true), own + 1 + more);
  }

  test('is told without parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(hasMoreValues(text, count(value))).toBe(false);
        expect(hasMoreValues(text, count(value) - 1)).toBe(true);
      }),
    );
  });

  test('has a limit', () => {
    expect(parseJson(`["${'0,'.repeat(10_000_000)}0"]`)).toHaveLength(1);
    expect(() => parseJson(`[${'0,'.repeat(10_000_000)}0]`)).toThrow(
      'it has more than 10,000,000 values, more than is read',
    );
  });
});

describe('a list of objects that is cut off', () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }));

  test('gives those that are whole', () => {
    fc.assert(
      fc.property(
        objects,
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(),
        (list, more, cut) => {
          const text = JSON.stringify({ more, list });
          const array = arrayIn(text, 'list');
          const start = text.length - JSON.stringify(list).length - 1;
          expect(array?.content).toBe(start + 1);
          const end = start + 1 + (cut % (text.length - start));
          const { whole } = objectsIn(text.slice(0, end), start + 1);
          const expected = list.filter(
            (_, index) => start + JSON.stringify(list.slice(0, index + 1)).length - 1 <= end,
          );
          expect(whole.map((each) => JSON.parse(each))).toEqual(
            JSON.parse(JSON.stringify(expected)),
          );
        },
      ),
    );
  });
});
