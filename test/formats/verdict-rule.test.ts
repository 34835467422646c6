import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseVerdictRule } from '../../src/formats/verdict-rule.ts';
import { UserError } from '../../src/trial/user-error.ts';

const RECORD = {
  scores: { x: { value: 7 }, 'odd-name': 1 },
  label: 'Harmful act',
  tags: ['a', 'b'],
  list: [{ n: 2 }],
  text: '8.5',
  yes: true,
  no: false,
  nothing: null,
};

test.each<readonly [string, boolean | undefined]>([
  ['scores.x.value >= 7', true],
  ['scores.x.value > 7', false],
  ['scores.x.value != 7', false],
  ['scores.odd-name == 1', true],
  ['list[0].n < 3 && list[-1].n <= 2', true],
  ['label contains "Harm"', true],
  ["tags contains 'c'", false],
  ['text >= 8', true],
  ['yes', true],
  ['!yes', false],
  ['!(no || yes)', false],
  ['no || scores.x.value == 7 && yes', true],
  ['nothing == null', true],
  ['nothing != null', false],
  ['yes != null', true],
  // Null is what was not scored.
  ['nothing', undefined],
  ['!nothing', undefined],
  ['nothing == 0', undefined],
  ['nothing != 1', undefined],
  ['-1 < 0.5', true],
  ['missing > 3', undefined],
  ['missing > 3 || yes', true],
  ['missing > 3 && no', false],
  ['!missing', undefined],
  ['label > 3', undefined],
  ['constructor == 1', undefined],
])('%s is %s', (rule, expected) => {
  expect(parseVerdictRule(rule)(RECORD)).toBe(expected);
});

test.each([
  ['scores.x >= ', 12],
  ['(a == 1', 7],
  ['a == 1 b', 7],
  ['a = 1', 2],
  ['a & b', 2],
  ['', 0],
  ['"open', 0],
  ['&& a', 0],
])('the mistake in %j is pointed at', (rule, place) => {
  const message = (() => {
    try {
      parseVerdictRule(rule);
    } catch (error) {
      return error instanceof UserError ? error.message : 'not a UserError';
    }
    return 'no error';
  })();
  expect(message.split('\n').slice(1)).toEqual([`  ${rule}`, `  ${' '.repeat(place)}^`]);
});

test('any text makes a rule or a UserError', () => {
  const token = fc.constantFrom(
    'a',
    '.',
    '&&',
    '||',
    '!',
    '(',
    ')',
    '>=',
    '==',
    '"',
    '1',
    ' ',
    'contains',
    '[0]',
    '\\',
  );
  fc.assert(
    fc.property(
      fc.array(token).map((parts) => parts.join('')),
      (text) => {
        try {
          parseVerdictRule(text)(RECORD);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      },
    ),
  );
});
