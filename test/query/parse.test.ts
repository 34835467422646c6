/** The query language: every form, every mistake with its place, and texts nobody would write. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TURN_KINDS } from '../../src/trial/types.ts';
import type { Query } from '../../src/query/ast.ts';
import { parse } from '../../src/query/parse.ts';
import { queries } from './arbitrary.ts';
import { bare, printed } from './print.ts';

/** The query of a text without its places; fails where the text is a mistake. */
function read(text: string): unknown {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return bare(parsed.query);
}

/** The message of a mistake and the piece of the text that it points at. */
function mistake(text: string): readonly [string, string] {
  const parsed = parse(text);
  if (parsed.ok) throw new Error(`${text} is no mistake`);
  const { message, at } = parsed.error;
  return [message, text.slice(at.start, at.end)];
}

const word = (text: string, mode = 'fuzzy') => ({ type: 'word', text, mode });
const field = (name: string, ...values: readonly string[]) => ({
  type: 'field',
  field: name,
  op: 'is',
  values: values.map((text) => ({ text, glob: text.includes('*') })),
});
const compare = (name: string, op: string, text: string) => ({
  type: 'field',
  field: name,
  op,
  values: [{ text, glob: false }],
});

describe('words and phrases', () => {
  it.each<[string, unknown]>([
    ['', { type: 'all' }],
    ['  \t ', { type: 'all' }],
    ['Unethical', word('unethical')],
    ["'unethical", word('unethical', 'exact')],
    ['ethic*', word('ethic', 'prefix')],
    ['Zoë', word('zoe')],
    ['"unethical"', word('unethical')],
    [
      '"risky and unethical"',
      { type: 'phrase', words: ['risky', 'and', 'unethical'], mode: 'fuzzy' },
    ],
    ['\'"my own"', { type: 'phrase', words: ['my', 'own'], mode: 'exact' }],
    ['well-being', { type: 'phrase', words: ['well', 'being'], mode: 'fuzzy' }],
    ["don't", { type: 'phrase', words: ['don', 't'], mode: 'fuzzy' }],
    ['self-pres*', { type: 'phrase', words: ['self', 'pres'], mode: 'fuzzy', prefix: true }],
    ['10:30', { type: 'phrase', words: ['10', '30'], mode: 'fuzzy' }],
    ['http://x.org', { type: 'phrase', words: ['http', 'x', 'org'], mode: 'fuzzy' }],
    ['"model:x"', { type: 'phrase', words: ['model', 'x'], mode: 'fuzzy' }],
    ['this OR that', { type: 'and', parts: [word('this'), word('or'), word('that')] }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('groups', () => {
  it.each<[string, unknown]>([
    ['a b', { type: 'and', parts: [word('a'), word('b')] }],
    ['-a', { type: 'not', part: word('a') }],
    ['-(a b)', { type: 'not', part: { type: 'and', parts: [word('a'), word('b')] } }],
    ['-"a b"', { type: 'not', part: { type: 'phrase', words: ['a', 'b'], mode: 'fuzzy' } }],
    ['-model:x', { type: 'not', part: field('model', 'x') }],
    ['a b | c', { type: 'or', parts: [{ type: 'and', parts: [word('a'), word('b')] }, word('c')] }],
    ['a (b|c)', { type: 'and', parts: [word('a'), { type: 'or', parts: [word('b'), word('c')] }] }],
    ['(a b) c', { type: 'and', parts: [word('a'), word('b'), word('c')] }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('fields', () => {
  it.each<[string, unknown]>([
    ['model:grok-3-beta', field('model', 'grok-3-beta')],
    ['MODEL:grok*', field('model', 'grok*')],
    ['model:a,b*', field('model', 'a', 'b*')],
    [
      'by:"Judge A",b',
      {
        type: 'field',
        field: 'by',
        op: 'is',
        values: [
          { text: 'Judge A', glob: false },
          { text: 'b', glob: false },
        ],
      },
    ],
    ['label:"a ""b"" *"', { ...field('label'), values: [{ text: 'a "b" *', glob: false }] }],
    ['turns:>10', compare('turns', '>', '10')],
    ['turns:<=10', compare('turns', '<=', '10')],
    ['turns:=10', compare('turns', 'is', '10')],
    ['turns:3,4', field('turns', '3', '4')],
    [
      'turns:2..5',
      { type: 'and', parts: [compare('turns', '>=', '2'), compare('turns', '<=', '5')] },
    ],
    ['sample:017', field('sample', '017')],
    ['started:2025-06-11', field('started', '2025-06-11')],
    ['started:>=2025-06', compare('started', '>=', '2025-06')],
    ['started:"2025-06-11 16:53"', field('started', '2025-06-11 16:53')],
    [
      'started:2025-06-01..2025-06-15',
      {
        type: 'and',
        parts: [compare('started', '>=', '2025-06-01'), compare('started', '<=', '2025-06-15')],
      },
    ],
    [
      'started:2025-06..2025-06',
      {
        type: 'and',
        parts: [compare('started', '>=', '2025-06'), compare('started', '<=', '2025-06')],
      },
    ],
    ['started:"(none)"', field('started', '(none)')],
    ['sample:pilot', field('sample', 'pilot')],
    ['has:error', field('has', 'error')],
    ['verdict:blackmail', field('verdict', 'blackmail')],
    ['score.accuracy:C', field('score.accuracy', 'C')],
    ['SCORE.Grade.harm:>=-0.5', compare('score.Grade.harm', '>=', '-0.5')],
    ['meta.a-b/c@d:1e3,x*', field('meta.a-b/c@d', '1e3', 'x*')],
    ['score."a ""b"": c".d:7', field('score.a "b": c.d', '7')],
    [
      'score.x:-1..Infinity',
      {
        type: 'and',
        parts: [compare('score.x', '>=', '-1'), compare('score.x', '<=', 'Infinity')],
      },
    ],
    ['has:score."a,b",error', field('has', 'score.a,b', 'error')],
    ['has:meta.run.id', field('has', 'meta.run.id')],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('every kind of turn can stand after has:, kind: and in:', () => {
    for (const kind of TURN_KINDS) {
      expect(read(`has:${kind} kind:${kind}`)).toMatchObject({ type: 'and' });
      expect(read(`x in:${kind}`)).toEqual({ ...word('x'), in: [kind] });
    }
  });
});

describe('in:', () => {
  it.each<[string, unknown]>([
    ['in:reasoning a', { ...word('a'), in: ['reasoning'] }],
    ['a in:reasoning,action', { ...word('a'), in: ['reasoning', 'action'] }],
    ['a in:rationale', { ...word('a'), in: ['rationale'] }],
    ['in:reasoning a | b', { type: 'or', parts: [{ ...word('a'), in: ['reasoning'] }, word('b')] }],
    [
      'in:reasoning (a | b) -c',
      {
        type: 'and',
        parts: [
          {
            type: 'or',
            parts: [
              { ...word('a'), in: ['reasoning'] },
              { ...word('b'), in: ['reasoning'] },
            ],
          },
          { type: 'not', part: { ...word('c'), in: ['reasoning'] } },
        ],
      },
    ],
    [
      'in:reasoning a (in:email b)',
      {
        type: 'and',
        parts: [
          { ...word('a'), in: ['reasoning'] },
          { ...word('b'), in: ['email'] },
        ],
      },
    ],
    ['in:reasoning', field('has', 'reasoning')],
    [
      'in:reasoning model:x',
      { type: 'and', parts: [field('model', 'x'), field('has', 'reasoning')] },
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('regular expressions', () => {
  const regex = (source: string, flags = '') => ({ type: 'regex', source, flags });
  it.each<[string, unknown]>([
    ['/un.*ethical/', regex('un.*ethical')],
    ['/Dear Kyle,/i', regex('Dear Kyle,', 'i')],
    ['/a.b/si', regex('a.b', 'is')],
    ['/^a$/m', regex('^a$')],
    ['-/wipe/', { type: 'not', part: regex('wipe') }],
    [String.raw`/a\/b/`, regex(String.raw`a\/b`)],
    ['/[^/]+/', regex('[^/]+')],
    ['/[]/]x/', regex('[]/]x')],
    [String.raw`/[\]/]x/`, regex(String.raw`[\]/]x`)],
    ['/[/', regex('[')],
    ['/a (b|c) "d" {2} -x in:y/', regex('a (b|c) "d" {2} -x in:y')],
    ['/a/ /b/', { type: 'and', parts: [regex('a'), regex('b')] }],
    ['/a/|/b/', { type: 'or', parts: [regex('a'), regex('b')] }],
    ['(/a/)', regex('a')],
    ['risky /a/', { type: 'and', parts: [word('risky'), regex('a')] }],
    ['in:reasoning /a/', { ...regex('a'), in: ['reasoning'] }],
    [
      '{in:message /a/}',
      {
        type: 'turn',
        part: {
          type: 'and',
          parts: [
            { ...regex('a'), in: ['message'] },
            { type: 'scope', in: ['message'] },
          ],
        },
      },
    ],
    ['/etc/passwd', { type: 'phrase', words: ['etc', 'passwd'], mode: 'fuzzy' }],
    ['/usr/bin/env', { type: 'phrase', words: ['usr', 'bin', 'env'], mode: 'fuzzy' }],
    ['/etc', word('etc')],
    ['/etc and /usr', { type: 'and', parts: [word('etc'), word('and'), word('usr')] }],
    ['and/or/i', { type: 'phrase', words: ['and', 'or', 'i'], mode: 'fuzzy' }],
    ['"/a/"', word('a')],
    ['“a b”', { type: 'phrase', words: ['a', 'b'], mode: 'fuzzy' }],
    ['„a b“', { type: 'phrase', words: ['a', 'b'], mode: 'fuzzy' }],
    ['-«a»', { type: 'not', part: word('a') }],
    ['“a', word('a')],
    ['"–a"', word('a')],
    ['a–b', { type: 'phrase', words: ['a', 'b'], mode: 'fuzzy' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('mistakes', () => {
  it.each<[string, RegExp, string]>([
    ['a /b/c/', /write \\\/ for a slash/, '/b/c/'],
    ['/usr/bin/', /write \\\/ for a slash.*in quotes/, '/usr/bin/'],
    [String.raw`a /\d+`, /pattern is not closed/, String.raw`/\d+`],
    ['a / b', /pattern is not closed/, '/'],
    ['a //', /nothing to search for between the slashes/, '//'],
    ['/a/g', /no flag 'g'; it can have i .* and s/, 'g'],
    ['/a/iu', /no flag 'u'/, 'u'],
    [`/${'a'.repeat(1001)}/`, /at most 1,000 characters/, `/${'a'.repeat(1001)}/`],
    ['a "b c', /quote is not closed/, '"b c'],
    ['a –b', /no -; write -word/, '–'],
    ['−(a b)', /no -; write -word/, '−'],
    ['model:"b c', /quote is not closed/, '"b c'],
    ['a (b c', /bracket is not closed/, '('],
    ['a ) b', /never opened/, ')'],
    ['a ()', /nothing is in/, '()'],
    ['a |', /both sides of \|/, '|'],
    ['| a', /both sides of \|/, '|'],
    ['a | | b', /both sides of \|/, '|'],
    ['a -', /right after this -/, '-'],
    ['a - b', /right after this -/, '-'],
    ['-in:email a', /cannot be excluded/, '-'],
    ['a !!! b', /no letters/, '!!!'],
    ['""', /nothing to search/, '""'],
    ['un*cal', /end of a word/, '*'],
    ['*ethical', /end of a word/, '*'],
    ['modle:x', /no field 'modle'; did you mean model:\?.*quotes/, 'modle'],
    ['re:zero', /no field 're'.*quotes/, 're'],
    ['model:', /needs a value/, 'model:'],
    ['model:a,,b', /empty value/, 'a,,b'],
    ['model:""', /empty value/, '""'],
    ['model:a"b"', /quotes must enclose/, 'a"b"'],
    ['belief:reel', /does not know 'reel'; did you mean real\?/, 'reel'],
    ['kind:emails', /did you mean email\?/, 'emails'],
    ['in:thoughts a', /in: does not know 'thoughts'.*rationale/, 'thoughts'],
    ['in: a', /in: needs one of/, 'in:'],
    ['has:wings', /does not know 'wings'/, 'wings'],
    ['disputed:maybe', /does not know 'maybe'/, 'maybe'],
    ['turns:many', /needs a number/, 'many'],
    ['turns:>', /needs a number/, '>'],
    ['turns:>x', /needs a number/, '>x'],
    ['turns:5..2', /range is empty/, '5..2'],
    ['started:yesterday', /started: needs a time in UTC, e\.g\. started:2025-06-11/, 'yesterday'],
    ['started:2025-02-30', /needs a time in UTC/, '2025-02-30'],
    ['started:2025-06*', /needs a time in UTC/, '2025-06*'],
    ['started:>', /needs a time in UTC after it/, '>'],
    ['started:2025-07..2025-06', /range is empty/, '2025-07..2025-06'],
  ])('%s', (text, message, place) => {
    const [said, at] = mistake(text);
    expect(said).toMatch(message);
    expect(at).toBe(place);
  });
});

describe('any text', () => {
  it('is a query or a mistake with a place inside it', () => {
    const pieces = fc.constantFrom(
      'a',
      '-',
      '|',
      '(',
      ')',
      '"',
      "'",
      '*',
      ' ',
      ':',
      ',',
      '>',
      '..',
      'in:',
      'model:',
      'turns:',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parse(text);
        if (parsed.ok) return true;
        const { start, end } = parsed.error.at;
        return 0 <= start && start <= end && end <= text.length;
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['minus signs', `${'-'.repeat(200_000)}a`],
    ['brackets', '('.repeat(200_000)],
    ['brackets in pairs', `${'('.repeat(200_000)}a${')'.repeat(200_000)}`],
  ])('%s without end are a mistake, no crash', (_, text) => {
    expect(parse(text).ok).toBe(false);
  });

  it('reads back what was printed', () => {
    fc.assert(
      fc.property(queries, (query: Query) => {
        expect(read(printed(query))).toEqual(bare(query));
      }),
      { numRuns: 1000 },
    );
  });
});
