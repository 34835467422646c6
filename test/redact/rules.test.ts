/** The file of rules, and what is said of a wrong one. */
import { describe, expect, it } from 'vitest';
import { parseRules, rulePattern } from '../../src/redact/rules.ts';

describe('a file of rules', () => {
  it('is read from YAML', () => {
    const text = [
      'replace:',
      '  - text: [Brackwater, Brackwater Freight]',
      '    with: Company A',
      "  - pattern: 'BF-####'",
      'names: [Ottilie]',
      'keep: [Marlow]',
    ].join('\n');
    expect(parseRules(text, 'rules.yaml')).toEqual({
      rules: [
        { find: 'Brackwater', isPattern: false, with: 'Company A' },
        { find: 'Brackwater Freight', isPattern: false, with: 'Company A' },
        { find: 'BF-####', isPattern: true, with: '[redacted 2]' },
      ],
      names: ['Ottilie'],
      keep: ['Marlow'],
    });
    expect(parseRules('{"names": ["Ottilie"]}', 'rules.json').names).toEqual(['Ottilie']);
  });

  it.each([
    ['names: [x', 'r.yaml:1:10: '],
    ['nmaes: [Ann]', 'r.yaml:1:1: unknown key "nmaes"'],
    ['names:\n  - Ann\n  - b', 'r.yaml:3:5: '],
    ['replace:\n  - with: x', 'r.yaml:2:5: each entry needs a "text" or a "pattern"'],
    [
      'replace:\n  - text: Acme\n    with: the acme',
      'r.yaml:3:5: "the acme" has a redacted string',
    ],
    ["replace:\n  - pattern: '*a*b*'", 'r.yaml:2:5: a pattern has at most 2 "*"'],
    ["replace:\n  - pattern: '**'", 'r.yaml:2:5: a pattern needs a letter'],
    ['', 'r.yaml:1:1: the file is empty'],
  ])('%j is told with its place', (text, wanted) => {
    let said = '';
    try {
      parseRules(text, 'r.yaml');
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said.slice(0, wanted.length)).toBe(wanted);
    expect(said).not.toContain('\n');
  });
});

describe('a pattern', () => {
  it.each([
    ['BF-####', 'see bf-0042.', ['bf-0042']],
    ['case *', 'case abc-1 and case!', ['case abc-1']],
    ['a?c', 'abc a.c xabc', ['abc', 'a.c']],
    ['(x)', 'a (x) b', ['(x)']],
  ])('%s in %j', (pattern, text, wanted) => {
    expect(text.match(rulePattern(pattern))).toEqual(wanted);
  });
});
