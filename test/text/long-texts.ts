/** Texts of many pieces, made of what is hard to cut. */
import * as fc from 'fast-check';

/** No tabs: how wide one is depends on where its line begins, and a cut may begin one. */
const PARTS = [
  'word',
  'risky',
  'and',
  'unethical',
  ' ',
  ' ',
  ' ',
  '   ',
  '\n',
  '\r\n',
  '\r',
  'e\u0301',
  '\u0301'.repeat(12),
  '\u0308',
  '日本語の文',
  '한국어',
  '👨‍👩‍👧‍👦',
  '👍🏽',
  '🇩🇪',
  '❤️',
  'नमस्ते',
  'می‌خواهم',
  '\u200D',
  '\u202E',
  '\u001B[2J',
  '\uD800',
  '\u{E0041}\u{E0042}',
  'x'.repeat(300),
  '0123456789abcdef'.repeat(1300),
  '{"plan":"risky","and":[1,2]}'.repeat(700),
  '、日本語。'.repeat(4000),
];

/** Among these a line break is never far. */
const SHORT = PARTS.filter(({ length }) => length < 100);

/** Parts drawn by a seed until there are enough letters: quicker than drawing each by fast-check. */
function filled(parts: readonly string[], seed: number, size: number): string {
  let text = '';
  let state = seed >>> 0 || 1;
  while (text.length < size) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += parts[(state >>> 8) % parts.length] ?? '';
  }
  return text;
}

/** Of the parts a few, so that there are texts without line breaks, without spaces, of one script. */
export const anyLongText: fc.Arbitrary<string> = fc
  .tuple(fc.subarray(PARTS, { minLength: 1 }), fc.integer(), fc.nat(90_000))
  .map(([parts, seed, size]) => filled([...parts, 'plain '], seed, size));

/** Texts with a line break now and then, none of them cut elsewhere. */
export const brokenText: fc.Arbitrary<string> = fc
  .tuple(fc.subarray(SHORT, { minLength: 1 }), fc.integer(), fc.nat(60_000))
  .map(([parts, seed, size]) => filled([...parts, 'plain ', 'words\n'], seed, size));
