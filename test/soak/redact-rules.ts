/** Files of `--redact FILE`: any text gives rules that can be used on a text, or is refused in words. */
import { parseRules, rulePattern } from '../../src/redact/rules.ts';
import { UserError } from '../../src/base/user-error.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';

const TEXT = `Project Falcon-12, ${'a'.repeat(500)} kyle@summit.example #42 (tel. +1 555) \ud800 é`;

function attempt(input: Uint8Array): string | undefined {
  try {
    const { rules } = parseRules(Buffer.from(input).toString(), 'rules.yaml');
    for (const { find, isPattern } of rules) if (isPattern) TEXT.match(rulePattern(find));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!error.message.startsWith('rules.yaml:')) return 'refuses without the place in the file';
  }
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'redact-rules',
  suite: 8_000,
  seeds: bytesOf([
    'replace:\n  - text: Falcon\n    with: Project A\n  - pattern: "###-*"\nnames: [Kyle, "Ann Lee"]\nkeep: [ok]\n',
    '{"replace":[{"text":["aa","bb"],"with":"x"},{"pattern":"a?b*c"}]}',
  ]),
  pieces: [
    '&a ',
    '*a',
    '- ',
    '\n',
    ': ',
    '"',
    '|',
    '>',
    '!!js/function ',
    '!!binary ',
    '!<tag>',
    '? ',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '#',
    '*',
    '?',
    '[',
    '(',
    '\\',
    '{',
    '\t',
    '<<: *a',
    '\u0085',
    '\u0000',
  ],
  attempt,
});
