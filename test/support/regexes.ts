/** Regular expressions for property tests, of the syntax that RE2 and V8 read alike. */
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

/** The same expression for V8, with the lines of `^` and `$` that the query language has. */
export function v8Of({ source: text, flags: own }: Regex): RegExp {
  return new RegExp(text, `gmu${own}`);
}
