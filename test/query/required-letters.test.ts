import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { requiredLetters } from '../../src/query/required-letters.ts';
import { hasRegex, loadRegexes } from '../../src/text/regex.ts';
import { words } from '../../src/text/words.ts';
import { oddTexts, regexes } from '../support/regexes.ts';

beforeAll(loadRegexes);

describe('letters that a regular expression requires', () => {
  it.each<[string, readonly (readonly string[])[]]>([
    ['unethical', [['unethical']]],
    [String.raw`unethic\w+ conduct`, [['unethic'], ['conduct']]],
    ['Straße', [['strasse']]],
    ['blackmail(ed|ing)?', [['blackmail']]],
    ['colou?r', [['colo']]],
    ['wipes+ed', [['wipes']]],
    ['(leverage|blackmail) him', [['leverage', 'blackmail'], ['him']]],
    ['leverage|.*', []],
    ['(leverage)?', []],
    ['(leverage){0,2}', []],
    ['(leverage){2}', [['leverage']]],
    ['(?i)leverage', [['leverage']]],
    ['(?i:leverage)', [['leverage']]],
    ['(?P<what>leverage)', [['leverage']]],
    ['[leverage]', []],
    ['[]leverage]', []],
    ['[[:alpha:]leverage]', []],
    [String.raw`\p{Latin}\x{41}\x41\101\pLno`, []],
    [String.raw`\Qleverage\E`, []],
    [String.raw`kyle\.johnson@`, [['johnson'], ['kyle']]],
    ['a{leverage', [['leverage']]],
    ['勒索', [['勒'], ['索']]],
    ['room 1234', [['room'], ['1234']]],
    ['x1y2', []],
    ['협박', []],
  ])('/%s/', (source, wanted) => {
    expect(requiredLetters(source)).toEqual(wanted);
  });

  it('are in words of every text that matches', () => {
    fc.assert(
      fc.property(regexes, oddTexts, (regex, text) => {
        fc.pre(hasRegex(text, regex));
        const all = [...words(text)].map(({ word }) => word);
        for (const clause of requiredLetters(regex.source)) {
          expect(all.some((word) => clause.some((run) => word.includes(run)))).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('are not read out of too many brackets', () => {
    expect(requiredLetters(`${'('.repeat(5000)}leverage${')'.repeat(5000)}`)).toEqual([]);
  });
});
