import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseJson } from '../../src/formats/json/json.ts';
import { arrayIn, objectsIn, withoutNaN } from '../../src/formats/json/scan.ts';

describe('JSON with the bare tokens of Python', () => {
  test.each([
    ['[NaN, -Infinity, Infinity]', [null, null, null]],
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
