/** A quote is found however long it is, and however loosely it was taken. */
import { assert, array, constantFrom, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { findQuote } from '../../src/text/quote.ts';
import { safe } from '../../src/text/safe.ts';

it('of 200,000 characters, with other white space and capitals', () => {
  const words = Array.from({ length: 40_000 }, (_, at) => `wo(d${at}`);
  const text = safe(`Before. ${words.join(' \n ')} after.`);
  const found = findQuote(text, words.join('  ').toUpperCase());
  expect(found).toEqual({ start: 8, end: text.length - ' after.'.length });
  expect(findQuote(text, `${words.join(' ')} never`)).toBeUndefined();
});

it('of one word of any length', () => {
  const word = '😀x'.repeat(50_000);
  expect(findQuote(safe(`a ${word} b`), word.toUpperCase())).toEqual({
    start: 2,
    end: 2 + word.length,
  });
});

it('as a single expression would find it', () => {
  const piece = constantFrom('a', 'b', 'A', ' ', '  ', '\n', '😀', 'ab '.repeat(900));
  assert(
    property(array(piece, { maxLength: 12 }), integer({ min: 0, max: 5 }), (pieces, from) => {
      const text = safe(`x${pieces.join('')}y`);
      const wanted = pieces.slice(from).join('').trim();
      const quote = wanted.toUpperCase().replaceAll(/\s+/g, ' ');
      const found = findQuote(text, quote);
      if (wanted === '') expect(found).toBeUndefined();
      else {
        const shown = text.slice(found?.start, found?.end);
        expect(shown.toUpperCase().replaceAll(/\s+/g, ' ')).toBe(quote);
      }
    }),
    { numRuns: 300 },
  );
});
