/** Walkthrough files: read, written, and what is said of a wrong one. */
import {
  array,
  assert,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  option,
  property,
  record,
  string,
  tuple,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { GROUP_FIELDS } from '../../src/trial/catalogue.ts';
import { UserError } from '../../src/base/user-error.ts';
import { LARGEST_FILE, parseWalkthrough } from '../../src/walkthrough/parse.ts';
import { REVEALS, SPOILERS, type Stop, type Walkthrough } from '../../src/walkthrough/types.ts';
import { walkthroughText } from '../../src/walkthrough/write.ts';

/** The complaint about a file. */
function complaint(text: string): string {
  try {
    parseWalkthrough(text, 'a.walkthrough.yaml');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'none';
}

describe('a walkthrough file', () => {
  it('is read with its defaults', () => {
    const text = [
      'title: Two stops',
      'stops:',
      '  - trial: m/c/001',
      '    turn: 7',
      '    quotes: [risky and unethical]',
      '    reveal: verdict',
      '  - trial: m/c/001',
      '    turn: 3-5',
      '    note: Slowly.',
      '    pause: true',
    ].join('\n');
    expect(parseWalkthrough(text, 'f')).toEqual({
      title: 'Two stops',
      paths: [],
      spoilers: 'hold',
      stops: [
        {
          trial: 'm/c/001',
          turns: { first: 7, last: 7 },
          quotes: ['risky and unethical'],
          reveal: ['verdict'],
        },
        {
          trial: 'm/c/001',
          turns: { first: 3, last: 5 },
          quotes: [],
          reveal: [],
          note: 'Slowly.',
          pause: true,
        },
      ],
    });
  });

  it.each([
    ['title: A\nstops: [', '2:9'],
    ['', '1:1: the file is empty'],
    ['title: A', '1:1: "stops" is missing'],
    ['title: A\nstops: []', '2:1: "stops": a walkthrough needs at least one stop'],
    ['title: A\nstops:\n  - tril: x', '3:5: unknown key "tril"'],
    ['title: A\nstopps: []\nstops:\n  - text: x', '2:1: unknown key "stopps"'],
    ['title: A\nstops:\n  - trial: x\n    turn: 0', '4:5: "turn": '],
    ['title: A\nstops:\n  - trial: x\n    turn: 9-3', '4:5: "turn": '],
    [
      'title: A\nstops:\n  - trial: x\n    reveal: all',
      '4:5: "reveal": reveal takes verdict, model',
    ],
    ['title: A\nstops:\n  - trial: x\n    hash: abc', '4:5: "hash": a hash is sha256:'],
    ['title: A\nstops:\n  - turn: 3', '3:5: "turn" needs a "trial"'],
    ['title: A\nstops:\n  - note: alone', '3:5: this stop shows nothing'],
    ['title: A\nstops:\n  - rates: {by: colour}', '3:13: "by": '],
    ['title: A\ntitle: B\nstops:\n  - text: x', '2:1'],
    ['title: !!js/function x\nstops:\n  - text: x', '1:8'],
    ['[1, 2]', '1:1: the file has to be keys with values, and is a list'],
    ['words', '1:1: the file has to be keys with values, and is text'],
    ['# a comment', '1:1: the file is empty'],
    ['title: 5\nstops:\n  - text: x', '1:1: "title" has to be text, and is a number'],
    ['title: A\nstops: 7', '2:1: "stops" has to be a list, and is a number'],
    ['title: A\nstops:\n  - 7', '3:5: entry 1 of "stops" has to be keys with values, and is a'],
    ['title: A\nstops:\n  - note:', '3:5: "note" has to be text, and is empty'],
  ])('says where %j is wrong', (text, expected) => {
    expect(complaint(text)).toContain(`a.walkthrough.yaml:${expected}`);
    expect(complaint(text)).not.toContain('\n');
  });

  it('has texts over several lines without the blanks at their ends', () => {
    const text = 'title: |\n\n  Two\n  lines\n\nstops:\n  - text: >+\n      one\n      two\n\n';
    expect(parseWalkthrough(text, 'f')).toMatchObject({
      title: 'Two\nlines',
      stops: [{ text: 'one two' }],
    });
  });

  it('refuses aliases that multiply beyond reason', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, at) => {
        const before = 'abcdefg'[at];
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(complaint(bomb)).toMatch(/alias/i);
  });

  it('never throws anything but a UserError', () => {
    assert(property(string({ maxLength: 200 }), (text) => void complaint(text)));
  });
});

/** What YAML could take for something else, or lose: marks, numbers, breaks of lines, halves of letters. */
const ODD = [
  '-',
  '?',
  '%',
  '- a',
  '? a',
  '%YAML 1.1',
  '---',
  '...',
  ': ',
  ' #',
  '&a',
  '*a',
  '!!str',
  '|',
  '>-',
  '~',
  'null',
  'NO',
  '1e3',
  '0x1F',
  '<<',
  '"',
  "'",
  '\\',
  '\t',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\u00A0',
  '\u3000',
  '\u0085',
  '\u2028',
  '\u2029',
  '\uFEFF',
  '\uFFFE',
  '\uD83D',
  '\uDE00',
  '\0',
  '\u001B[31m',
  '\u009B',
  '\u007F',
  'word',
  'a longer run of words that a line is folded at',
];
const words = oneof(
  string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  array(oneof(constantFrom(...ODD), nat(0xff_ff).map(String.fromCharCode)), {
    minLength: 1,
    maxLength: 12,
  }).map((parts) => parts.join('')),
  array(constantFrom(...ODD), { minLength: 40, maxLength: 60 }).map((parts) => parts.join(' ')),
);
const optional = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  option(arbitrary, { nil: undefined });

const stop: Arbitrary<Stop> = record({
  title: optional(words),
  trial: oneof(words, constant('')),
  hash: optional(constant('sha256:0123456789abcdef')),
  turns: optional(
    tuple(integer({ min: 1, max: 99 }), nat(9)).map(([first, more]) => ({
      first,
      last: first + more,
    })),
  ),
  quotes: array(words, { maxLength: 3 }),
  text: optional(words),
  note: optional(words),
  pause: optional(constantFrom<(number | true)[]>(1.5, 30, true)),
  reveal: uniqueArray(constantFrom(...REVEALS), { maxLength: 2 }),
  rates: optional(
    record({
      by: constantFrom(...GROUP_FIELDS),
      split: optional(constantFrom(...GROUP_FIELDS)),
      query: optional(words),
    }),
  ),
}).map(defined);

const walkthrough: Arbitrary<Walkthrough> = record({
  title: words,
  subtitle: optional(words),
  author: optional(words),
  paths: array(words, { maxLength: 3 }),
  spoilers: constantFrom(...SPOILERS),
  closing: optional(words),
  stops: array(stop, { minLength: 1, maxLength: 4 }),
}).map(defined);

function defined<T extends object>(record: T): T {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key,
        value !== null && typeof value === 'object' && !Array.isArray(value)
          ? defined(value as object)
          : value,
      ]),
  ) as T;
}

describe('a written walkthrough', () => {
  it('is read back as it was', () => {
    assert(
      property(walkthrough, (one) => {
        // As it comes from the disk.
        const text = Buffer.from(walkthroughText(one)).toString();
        expect(parseWalkthrough(text, 'f')).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });

  it('has no aliases for what it has twice', () => {
    const quotes = ['the same'];
    const stops = Array.from({ length: 300 }, (): Stop => ({ trial: 'a', quotes, reveal: [] }));
    const one: Walkthrough = { title: 'Twice', paths: [], spoilers: 'hold', stops };
    expect(parseWalkthrough(walkthroughText(one), 'f')).toEqual(one);
  });

  it('leaves out texts that are empty', () => {
    const stops: readonly Stop[] = [{ text: 'x', title: '', note: '', quotes: [''], reveal: [] }];
    const text = walkthroughText({ title: '', author: '', paths: [''], spoilers: 'hold', stops });
    expect(parseWalkthrough(text, 'f')).toEqual({
      title: 'Untitled',
      paths: [],
      spoilers: 'hold',
      stops: [{ text: 'x', quotes: [], reveal: [] }],
    });
  });

  it('is never larger than what is read', () => {
    const noted = (note: string): Walkthrough => ({
      title: 'Long',
      paths: [],
      spoilers: 'hold',
      stops: [{ trial: 'a', note, quotes: [], reveal: [] }],
    });
    const large = noted('n '.repeat(5 * 2 ** 20).trim());
    expect(parseWalkthrough(walkthroughText(large), 'f')).toEqual(large);
    expect(() => walkthroughText(noted('n'.repeat(LARGEST_FILE)))).toThrow(UserError);
  });

  it('has the types of the schema', () => {
    expectTypeOf(
      parseWalkthrough('title: a\nstops: [{text: b}]', 'f'),
    ).toEqualTypeOf<Walkthrough>();
  });
});
