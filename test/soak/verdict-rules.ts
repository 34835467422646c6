/** `--verdict`: any text is a rule that decides on any record, or is refused in words. */
import { parseVerdictRule } from '../../src/formats/verdict-rule.ts';
import { UserError } from '../../src/base/user-error.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';
import type { Random } from './soak.ts';

const RECORDS: readonly unknown[] = [
  {},
  null,
  [],
  'text',
  { scores: { x: { value: 7 } }, label: 'bad', list: [1, 'a', null], a: { b: [{ c: true }] } },
  JSON.parse('{"__proto__":{"x":1},"constructor":1,"scores":null,"label":["bad"],"a.b":2}'),
];

const VALUES = [
  'scores.x.value',
  'label',
  'list[0]',
  'list[-1]',
  'a.b[0].c',
  '__proto__.x',
  'constructor',
  'toString',
  '7',
  '-1.5',
  '"bad"',
  "'a'",
  'true',
  'false',
  'null',
  '"\\""',
];
const OPS = ['==', '!=', '>=', '<=', '>', '<', 'contains'];

function rule(random: Random, depth: number): string {
  const kind = depth <= 0 ? 0 : random.below(5);
  if (kind === 1) return `(${rule(random, depth - 1)})`;
  if (kind === 2) return `!${rule(random, depth - 1)}`;
  if (kind >= 3) {
    return `${rule(random, depth - 1)} ${random.pick(['&&', '||'])} ${rule(random, depth - 1)}`;
  }
  const left = random.pick(VALUES);
  return random.chance(0.3) ? left : `${left} ${random.pick(OPS)} ${random.pick(VALUES)}`;
}

function attempt(input: Uint8Array): string | undefined {
  const text = Buffer.from(input).toString();
  try {
    const decide = parseVerdictRule(text);
    for (const record of RECORDS) {
      const said = decide(record);
      if (said !== undefined && typeof said !== 'boolean')
        return 'decides something else than yes or no';
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'verdict-rules',
  suite: 20_000,
  seeds: bytesOf([
    'scores.x.value >= 7',
    '!(label == "bad" || list contains 1) && a.b[0].c',
    "label contains 'a'",
  ]),
  pieces: [
    ...VALUES,
    ...OPS,
    '(',
    ')',
    '!',
    '&&',
    '||',
    '((((',
    '!!!!',
    '"',
    '\\',
    '[',
    ']',
    '.',
    '\u0000',
    '\u00a0',
    '😀',
  ],
  grammar: (random) => Buffer.from(rule(random, random.below(7))),
  attempt,
});
