/** Regular expressions for property tests, of the syntax that RE2 and V8 read alike. */
import vm from 'node:vm';
import * as fc from 'fast-check';
import type { Regex } from '../../src/text/regex.ts';

const WORDS = ['red', 'reed', 'blue', 'Blues', 'zoë', 'naïve', '勒索', 'ждать', 'K9', '123'];
const atom = fc.oneof(
  { arbitrary: fc.constantFrom(...WORDS), weight: 4 },
  {
    arbitrary: fc.constantFrom('.', '[a-e]', '[^b]', '\\d', '\\w', '\\s', 'e', ' ', '\\.'),
    weight: 2,
  },
  { arbitrary: fc.constantFrom('^', '$', '\\b'), weight: 1 },
);
const quantifier = fc.constantFrom('', '', '', '', '?', '*', '+', '{2}', '{0,2}', '+?', '{1,}');

/** Expressions with brackets that may be repeated, or may not. */
const sourceOf = (repeated: boolean): fc.Arbitrary<string> =>
  fc.letrec<{ one: string }>((tie) => {
    const group = fc
      .tuple(fc.constantFrom('(', '(?:'), tie('one'))
      .map(([open, one]) => `${open}${one})`);
    const piece = fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .tuple(atom, quantifier)
        .map(([one, often]) => (/^(?:[\^$]|\\b)$/.test(one) ? one : one + often)),
      fc.tuple(group, repeated ? quantifier : fc.constant('')).map(([one, often]) => one + often),
    );
    const sequence = fc.array(piece, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
    return {
      one: fc.oneof(
        { arbitrary: sequence, weight: 3 },
        { arbitrary: fc.tuple(sequence, sequence).map((both) => both.join('|')), weight: 1 },
      ),
    };
  }).one;

const flags = fc.constantFrom('', 'i', 's', 'is');

/** Expressions of any kind. */
export const regexes: fc.Arbitrary<Regex> = fc.record({ source: sourceOf(true), flags });

/** Those that match the same places whoever reads them: brackets are not repeated. */
export const plainRegexes: fc.Arbitrary<Regex> = fc.record({ source: sourceOf(false), flags });

const PIECES = [...WORDS, 'RED', 'blueish', 'unreed', ' ', '\n', '.', 'ж1a', '½'];

function textsOf(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...pieces), { maxLength: 8 })
    .chain((all) => fc.constantFrom(' ', '').map((between) => all.join(between)));
}

/** Texts that have some of what they look for. */
export const regexTexts = textsOf(PIECES);

/** And letters that stand for others where case makes no difference. */
export const oddTexts = textsOf([...PIECES, 'bluE\u017F', '\u212A9', 're\u0301d', 'r\u00ADed']);

/** Ends V8's engine, whose time may grow exponentially with a text; ordinary cases take microseconds. */
const MOST_MILLISECONDS = 500;
const context = vm.createContext({});
const script = new vm.Script('Array.from(text.matchAll(pattern), (one) => [one[0], one.index])');

/**
 * What V8 matches, with the lines of `^` and `$` that the query language has: texts and their offsets,
 * empty ones too. A case that it takes too long for is no case of the property that asks.
 */
export function matchesOfV8(
  { source, flags: own }: Regex,
  text: string,
): readonly (readonly [string, number])[] {
  Object.assign(context, { text, pattern: new RegExp(source, `gmu${own}`) });
  try {
    return script.runInContext(context, { timeout: MOST_MILLISECONDS }) as never;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    fc.pre(code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT');
    throw error;
  }
}

/** Whether V8 matches anything of a text. */
export function isMatchOfV8(regex: Regex, text: string): boolean {
  return matchesOfV8(regex, text).length > 0;
}
