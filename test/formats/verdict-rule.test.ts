import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseVerdictRule } from '../../src/formats/verdict-rule.ts';
import { UserError } from '../../src/base/user-error.ts';

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

test.each([
  ['brackets', '('.repeat(5000), 'nested more than 100 levels deep'],
  ['brackets that are closed', `${'('.repeat(4000)}a${')'.repeat(4000)}`, 'nested more than 100'],
  ['exclamation marks', `${'!'.repeat(9000)}a`, 'nested more than 100 levels deep'],
  ['both', '!('.repeat(4000), 'nested more than 100 levels deep'],
  ['characters', '('.repeat(20_000), 'has 20000 characters, and at most 10000 are read'],
  ['parts before a mistake', 'a||'.repeat(3000), 'a field, a number or a "text" is missing'],
])('too many %s are refused in a short message', (_, text, what) => {
  let message = '';
  try {
    parseVerdictRule(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ({ message } = error);
  }
  expect(message).toContain(what);
  expect(message.length).toBeLessThan(400);
});

test('as many levels and parts as are allowed are decided', () => {
  const deep = `${'!'.repeat(50)}${'('.repeat(50)}yes${')'.repeat(50)}`;
  expect(parseVerdictRule(deep)(RECORD)).toBe(true);
  expect(parseVerdictRule(`${'no||'.repeat(2000)}yes`)(RECORD)).toBe(true);
});

test('score.NAME and meta.PATH are fields of the trial, where the record has no such path', () => {
  const verdict = { outcome: 'unjudged', scores: { harm: 7, 'a "b"': ['x', 'y'] } } as const;
  const trial = { verdict, meta: { run: { id: 3 } } };
  const judged = (rule: string, record: unknown = {}): boolean | undefined =>
    parseVerdictRule(rule)(record, trial);
  expect(judged('score.harm>=7')).toBe(true);
  expect(judged('score.harm!=7&&meta.run.id==3')).toBe(false);
  expect(judged('score."a ""b""" contains "y"')).toBe(true);
  expect(judged('score.nope >= 1')).toBeUndefined();
  expect(judged('score.harm >= 7', { score: { harm: 1 } })).toBe(false);
  expect(parseVerdictRule('score.harm >= 7')({})).toBeUndefined();
});
