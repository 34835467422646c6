/** What leaves the screen: JSON and the clipboard. Nothing in them acts, and nothing else is lost. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyOf, MOST_COPIED } from '../../src/text/copy.ts';
import { jsonText, safeJson } from '../../src/text/json.ts';
import { safe } from '../../src/text/safe.ts';

const PARTS = [
  '\u001B[201~',
  '\u001B]52;c;AAAA\u0007',
  '\u0000',
  '\u007F',
  '\u0085',
  '\u009B31m',
  '\u202E',
  '\u2066',
  '\u061C',
  '\u200E',
  '\u2028',
  '\u200B',
  '\u{E0041}',
  '\u0301'.repeat(12),
  '\uD800',
  '❤️',
  '👍🏽',
  '👨‍👩‍👧',
  'می‌خواهم',
  '日本',
  '\t',
  '\r\n',
  '\r',
  '\n',
  'a',
  ' word ',
  '"',
  '\\',
];
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

/** What acts on a terminal, but for the line break. */
const ACTIVE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029]|\p{Bidi_Control}/u;

describe('JSON', () => {
  const value = fc.oneof(
    anyText,
    fc.dictionary(anyText, fc.oneof(anyText, fc.array(anyText, { maxLength: 3 })), { maxKeys: 4 }),
  );

  it('is the same data, and nothing in it acts', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (data, space) => {
        const json = jsonText(data, space);
        expect(json).not.toMatch(ACTIVE);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(data)));
      }),
      { numRuns: 1000 },
    );
  });

  it('on a terminal is the same data, and safe', () => {
    fc.assert(
      fc.property(value, (data) => {
        const shown = safeJson(jsonText(data, 2));
        expect(safe(shown)).toBe(shown);
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(data)));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps letters as they are', () => {
    expect(jsonText({ a: '日本 می‌خواهم ❤️' })).toBe('{"a":"日本 می‌خواهم ❤️"}');
    expect(jsonText('\u009B\u007F\u202E')).toBe(String.raw`"\u009b\u007f\u202e"`);
  });
});

describe('the clipboard', () => {
  it('gets no control and no bidi characters, and all the rest', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const copied = copyOf(text);
        expect(copied.text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
        expect(copied.text).not.toMatch(/\p{Bidi_Control}/u);
        const kept = [...text.replaceAll('\r\n', '\n')].filter(
          (letter) => !/[[\p{Cc}\p{Cf}]--[\n\t\u200C\u200D]]/v.test(letter),
        );
        expect(copied.text).toBe(kept.join('').replaceAll(/[\u2028\u2029]/g, '\n'));
        expect(copied.omitted).toBe([...text.replaceAll('\r\n', '\n')].length - kept.length);
        expect(copied.isCut).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['letters', 'x'],
    ['letters of several bytes', '日'],
    ['emoji', '😀'],
    ['controls', '\u001Bx'],
  ])('gets so much and no more: %s', (_, part) => {
    const { text, isCut } = copyOf(part.repeat(MOST_COPIED + 10));
    expect(isCut).toBe(true);
    const bytes = Buffer.byteLength(text);
    expect(bytes).toBeLessThanOrEqual(MOST_COPIED);
    expect(bytes).toBeGreaterThan(MOST_COPIED - 4);
    expect(text).toBe(text.toWellFormed());
    expect(Buffer.from(text).toString('base64').length).toBeLessThanOrEqual(100_000);
  });
});
