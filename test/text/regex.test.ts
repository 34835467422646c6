import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkRegex,
  findRegex,
  hasRegex,
  loadRegexes,
  RegexMistake,
  type Regex,
} from '../../src/text/regex.ts';
import { isMatchOfV8, matchesOfV8, plainRegexes, regexes, regexTexts } from '../support/regexes.ts';

beforeAll(loadRegexes);

const regex = (source: string, flags = ''): Regex => ({ source, flags });
const found = (text: string, one: Regex, from = 0): readonly string[] =>
  findRegex(text, one, from)
    .map(({ start, end }) => text.slice(start, end))
    .toArray();

describe('a regular expression', () => {
  it('matches what the one of V8 matches', () => {
    fc.assert(
      fc.property(regexes, regexTexts, (one, text) => {
        expect(hasRegex(text, one)).toBe(isMatchOfV8(one, text));
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(plainRegexes, regexTexts, (one, text) => {
        const wanted = matchesOfV8(one, text).filter(([match]) => match !== '');
        expect([...findRegex(text, one)].map(({ start }) => start)).toEqual(
          wanted.map(([, index]) => index),
        );
        expect(found(text, one)).toEqual(wanted.map(([match]) => match));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, string, string, readonly string[]]>([
    ['^b.$', '', 'ab\nbc\ncb', ['bc']],
    ['UNETHICAL', '', 'unethical UNETHICAL', ['UNETHICAL']],
    ['UNETHICAL', 'i', 'unethical UNETHICAL', ['unethical', 'UNETHICAL']],
    ['a.b', '', 'a\nb a-b', ['a-b']],
    ['a.b', 's', 'a\nb a-b', ['a\nb', 'a-b']],
    [String.raw`\d{2}:\d{2}`, '', 'at 17:05 and 5:00', ['17:05']],
    [String.raw`\u0041\/`, '', 'A/B', ['A/']],
    [String.raw`\p{Han}+`, '', 'x 勒索 y', ['勒索']],
    ['[^/]+', '', 'a/b', ['a', 'b']],
    ['.', '', '😀é', ['😀', 'é']],
    ['x*', '', 'axxb', ['xx']],
  ])('/%s/%s in %j', (source, flags, text, wanted) => {
    expect(found(text, regex(source, flags))).toEqual(wanted);
  });

  it('is compared with V8 where V8 ends in time', () => {
    const text = `${'a'.repeat(60)}!`;
    expect(matchesOfV8(regex('(a+)+!'), text)).toEqual([[text, 0]]);
    expect(() => matchesOfV8(regex('(a+)+$'), text)).toThrow(fc.PreconditionFailure);
  });

  it('looks at what stands before the offset that it is looked for from', () => {
    expect(found('foobar bar', regex(String.raw`\bbar`), 3)).toEqual(['bar']);
  });

  // An engine that tries all ways would not end in a lifetime.
  it.each([
    '(a+)+$',
    '(a*)*b',
    '(a|a)*b',
    '(a|aa)+$',
    '(.*a){20}b',
    '(x+x+)+y',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
  ])('ends in time that grows with the text alone: /%s/', (source) => {
    const text = `${'a'.repeat(200_000)}!${'x'.repeat(200_000)}`;
    expect(hasRegex(text, regex(source))).toBe(false);
    expect(found(text, regex(source))).toEqual([]);
  });
});

describe('a wrong one', () => {
  it.each<[string, RegExp, string]>([
    ['ab(c', /missing closing \)/, 'ab(c'],
    ['ab[c', /missing closing \]: |missing closing \]/, '[c'],
    ['ab**', /nested repetition/, '**'],
    ['(?=x)', /Perl syntax/, '(?='],
    [String.raw`(a)\1`, /escape sequence/, String.raw`\1`],
    ['a{2000}', /repeat count/, '{2000}'],
    ['*a', /missing argument to repetition/, '*'],
    ['a)', /unexpected \)|closing/, 'a)'],
    ['[z-a]', /range/, 'z-a'],
    [String.raw`\p{Elvish}`, /range/, String.raw`\p{Elvish}`],
    ['a*', /every turn/, 'a*'],
    ['^', /every turn/, '^'],
    ['((a?){500})(a{500})', /too large/, '((a?){500})(a{500})'],
  ])('/%s/ says what and where', (source, message, place) => {
    let mistake: unknown;
    try {
      checkRegex(regex(source));
    } catch (error) {
      mistake = error;
    }
    expect(mistake).toBeInstanceOf(RegexMistake);
    const { message: said, start, end } = mistake as RegexMistake;
    expect(said).toMatch(message);
    expect(said).not.toContain('\n');
    expect(source.slice(start, end)).toBe(place);
  });
});
