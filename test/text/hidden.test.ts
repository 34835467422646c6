/** No character that cannot be seen passes as it is: all code points, and the few legal places. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safe } from '../../src/text/safe.ts';
import { graphemes } from '../../src/text/width.ts';

const LAST = 0x10ffff;
/** What is never shown as it is, by the properties that Unicode gives it. */
const HIDDEN =
  /[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]--[\n]]/v;
/** The only ones that some neighbours make legal. */
const SOMETIMES = /^(?:\u200C|\u200D|\uFE0E|\uFE0F|\p{Emoji_Modifier})$/u;

/** Neighbours, and which hidden characters pass between them. */
const BETWEEN: readonly (readonly [before: string, after: string, pass: string])[] = [
  ['a', 'b', ''],
  ['e\u0301', 'b', ''],
  ['日', '本', ''],
  ['葛', '', ''],
  ['가', '나', ''],
  ['ᠠ', ' ', ''],
  ['ក', 'ក\u17D2', '\u200C\u200D'],
  ['a', '👍', ''],
  ['👍', 'b', '\uFE0E\uFE0F🏻🏼🏽🏾🏿'],
  ['👩', '👩', '\u200D\uFE0E\uFE0F🏻🏼🏽🏾🏿'],
  ['1', '\u20E3', '\uFE0F'],
  ['1', '2', ''],
  ['🇩', '🇪', ''],
  ['🏴', '', '\uFE0E\uFE0F🏻🏼🏽🏾🏿'],
  ['ی', 'خ', '\u200C\u200D'],
  ['ی', ' ', ''],
  ['ی', '\u064E', ''],
  ['ی\u064E', 'خ', '\u200C\u200D'],
  ['क', 'ष', '\u200C\u200D'],
  ['क\u094D', 'ष', '\u200C\u200D'],
  ['ക\u0D4D', ' ', '\u200C\u200D'],
  ['a', 'خ', ''],
];

function codePoints(): readonly string[] {
  return Array.from({ length: LAST + 1 }, (_, code) => String.fromCodePoint(code));
}

describe('every code point', () => {
  const all = codePoints();

  it('alone is shown as it is, or as a mark that can be seen', () => {
    const wrong = all.filter((letter) => {
      const shown = safe(letter);
      return HIDDEN.test(shown) || (HIDDEN.test(letter) && shown === letter);
    });
    expect(wrong).toEqual([]);
  });

  it('that can be seen is kept', () => {
    const changed = all.filter(
      (letter) =>
        !HIDDEN.test(letter) &&
        !/[\t\u202F\u205F]|\p{Emoji_Modifier}/u.test(letter) &&
        safe(letter) !== letter,
    );
    expect(changed).toEqual([]);
  });

  it.each(BETWEEN)('between %j and %j only these pass: %j', (before, after, pass) => {
    const suspects = all.filter(
      (letter) =>
        /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Zl}\p{Zp}]|\p{Emoji_Modifier}/u.test(
          letter,
        ) && letter !== '\n',
    );
    const passed = suspects.filter((letter) => {
      const shown = safe(before + letter + after);
      expect(safe(shown)).toBe(shown);
      return shown.includes(letter);
    });
    expect(passed.join('')).toBe(pass);
    expect(passed.every((letter) => SOMETIMES.test(letter))).toBe(true);
  });
});

describe('a hidden message', () => {
  it.each([
    ['by variation selectors', 'a test\u{E0143}\u{E0135}\u{FE00}', 'a test⟨VS84⟩⟨VS70⟩⟨VS1⟩'],
    ['by selectors behind an emoji', '😀\uFE0F\uFE0F\u{E0101}', '😀\uFE0F⟨VS16⟩⟨VS18⟩'],
    ['by tags', '🏴\u{E0077}\u{E0069}\u{E0070}\u{E0065}\u{E007F}', '🏴⟨TAG "wipe."⟩'],
    ['by joiners', 'yes\u200D\u200C\u200Dno', 'yes⟨ZWJ⟩⟨ZWNJ⟩⟨ZWJ⟩no'],
    ['by joiners in a word', 'می\u200C\u200C\u200Dخ', 'می⟨ZWNJ⟩⟨ZWNJ⟩⟨ZWJ⟩خ'],
    ['by fillers', 'a\u115F\u3164\uFFA0b', 'a⟨U+115F⟩⟨U+3164⟩⟨U+FFA0⟩b'],
    ['by a grapheme joiner and vowels', 'a\u034F\u17B4\u17B5', 'a⟨CGJ⟩⟨U+17B4⟩⟨U+17B5⟩'],
    ['by Mongolian selectors', 'ᠠ\u180Bᠠ\u180E', 'ᠠ⟨U+180B⟩ᠠ⟨U+180E⟩'],
  ])('%s is seen', (_, text, shown) => {
    expect(safe(text)).toBe(shown);
  });
});

describe('emoji', () => {
  it.each([
    '❤️',
    '❤︎',
    '1️⃣',
    '👍🏽',
    '☝🏿',
    '🏳️‍🌈',
    '👨‍👩‍👧‍👦',
    '👩🏻‍❤️‍💋‍👨🏿',
    '🧑🏽‍🚀',
    '⛓️‍💥',
    '🇩🇪🇫🇷',
    '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
  ])('%s stays whole', (text) => {
    expect(safe(`a ${text} b`)).toBe(`a ${text} b`);
  });

  it('are bounded: a thousand in a row are not one cell', () => {
    expect(safe(`👍${'🏽'.repeat(1000)}`)).toBe(`👍🏽${'⟨U+1F3FD⟩'.repeat(999)}`);
    const family = safe(Array.from({ length: 1000 }, () => '👩').join('\u200D'));
    expect(family.startsWith('👩‍👩‍👩‍👩⟨ZWJ⟩👩‍👩‍👩‍👩⟨ZWJ⟩')).toBe(true);
  });

  it('however put together are short graphemes', () => {
    const parts = [
      '👩',
      '❤',
      '\u200D',
      '\uFE0F',
      '\uFE0E',
      '🏽',
      '\u0301',
      '1',
      '\u20E3',
      '\u200C',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 60 }), (some) => {
        const shown = safe(some.join(''));
        expect(safe(shown)).toBe(shown);
        // The longest emoji, and the marks that any letter may have.
        for (const one of graphemes(shown)) expect([...one].length).toBeLessThanOrEqual(12 + 8);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('joiners', () => {
  it('do not make towers of marks taller, and are safe already', () => {
    const parts = ['\u094D', '\u200C', '\u200D', '\u064E', '\u0301', 'क', 'ی', 'a', '\u061C'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 60 }), (some) => {
        const shown = safe(some.join(''));
        expect(safe(shown)).toBe(shown);
        expect(shown).not.toMatch(/[\p{M}\u200C\u200D]{9}/u);
      }),
      { numRuns: 3000 },
    );
  });
});
