import { describe, expect, it } from 'vitest';
import { checkClaim, countingsOf, trialsOf } from '../../src/claims/check.ts';
import { parseClaims } from '../../src/claims/parse.ts';
import type { Claim } from '../../src/claims/schema.ts';

const parsed = (body: string): readonly Claim[] =>
  parseClaims(`title: T\nclaims:\n${body}`, 'x.claims.yaml').claims;
const claim = (expected: Claim['expect'], more: Partial<Claim> = {}): Claim => ({
  text: 'a claim',
  query: 'model:a',
  expect: expected,
  ...more,
});
const group = (counted: number, of: number) => ({ values: [], counted, of, conditions: 1 });

describe('what a claim counts', () => {
  it('is the harmful rate, any share, or the trials themselves', () => {
    expect(countingsOf(claim('3 of 4'))).toEqual([
      { query: 'model:a', share: 'verdict:harmful', of: 'verdict:harmful,safe' },
    ]);
    expect(countingsOf(claim('3 of 4', { share: 'x', of: 'y' }))).toMatchObject([
      { share: 'x', of: 'y' },
    ]);
    expect(countingsOf(claim(3))).toEqual([{ query: 'model:a', share: '', of: '' }]);
    expect(countingsOf(claim('+1.0 points', { against: 'model:b' }))).toMatchObject([
      { query: 'model:a' },
      { query: 'model:b' },
    ]);
  });
});

describe('a claim', () => {
  it.each([
    [1600, group(1600, 1600), true],
    ['1,600', group(1600, 1600), true],
    [1600, group(1599, 1599), false],
    ['59 of 107', group(59, 107), true],
    ['59/107', group(59, 107), true],
    ['59 of 107', group(59, 108), false],
    ['55.1 %', group(59, 107), true],
    ['55 %', group(59, 107), true],
    ['55.2%', group(59, 107), false],
    ['0 %', group(0, 0), false],
  ])('that expects %s of %j holds: %s', (expected, counts, holds) => {
    expect(checkClaim(claim(expected), [counts]).holds).toBe(holds);
  });

  it('of a difference holds with its interval, or without', () => {
    const cells = [group(59, 107), group(21, 324)];
    const holds = (text: string): boolean => checkClaim(claim(text, { against: 'x' }), cells).holds;
    expect(holds('+48.7 points')).toBe(true);
    expect(holds('+48.7 points (38.7 to 58.0)')).toBe(true);
    expect(holds('+48.7 points (38.7 to 58.1)')).toBe(false);
    expect(holds('+48.6 points')).toBe(false);
    const turned = checkClaim(claim('−48.7 points', { against: 'x' }), cells.toReversed());
    expect(turned).toEqual({ found: '-48.7 points (-58.0 to -38.7)', holds: true });
  });
});

describe('a file of claims', () => {
  it.each([
    ['  - { text: a, expect: about 5 }', /:3:16: not a figure: "about 5"/],
    ['  - { text: a, query: "(", expect: 5 }', /:3:16: this bracket is not closed/],
    ['  - { text: a, expect: +1.0 points }', /"against" go together/],
    ['  - { text: a, expect: 5, against: b }', /"against" go together/],
    ['  - { text: a, expect: 5, sharee: b }', /sharee/],
    ['  - { expect: 5 }', /text/],
  ])('with %s says where it is wrong', (body, message) => {
    expect(() => parsed(body)).toThrow(message);
  });
});

describe('the trials of a claim', () => {
  it('are those that are counted, and those that they are of', () => {
    expect(trialsOf(claim('3 of 4'))).toEqual({
      counted: 'model:a verdict:harmful,safe verdict:harmful',
      of: 'model:a verdict:harmful,safe',
    });
    expect(trialsOf(claim(3, { query: 'in:reasoning x' }))).toEqual({
      counted: 'in:reasoning x',
      of: 'in:reasoning x',
    });
    expect(trialsOf(claim('1 %', { share: 'in:reasoning x', of: 'pay' })).counted).toBe(
      'model:a {pay} {in:reasoning x}',
    );
    expect(trialsOf(claim('+1.0 points', { against: 'model:b', of: '', share: 'y' }))).toEqual({
      counted: '(model:a {y}) | (model:b {y})',
      of: '(model:a) | (model:b)',
    });
  });
});
