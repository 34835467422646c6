/** What must hold of any text at all: nothing dangerous comes through, nothing is lost. */
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/text/excerpt.ts';
import { findMatches, matchesOf } from '../../src/text/match.ts';
import { safe, safeLine, t } from '../../src/text/safe.ts';
import { highlight, lineWidth, padLine, styled, truncateLine } from '../../src/text/spans.ts';
import { graphemes, pad, truncate, truncateMiddle, width } from '../../src/text/width.ts';
import { textForIndex, words } from '../../src/text/words.ts';
import { createWrapped, wrap } from '../../src/text/wrap.ts';

const HOSTILE = [
  '\u001B[2J',
  '\u001B]52;c;AAAA\u0007',
  '\u009B31m',
  '\u0000',
  '\u0007',
  '\b',
  '\r',
  '\r\n',
  '\n',
  '\t',
  '\u202E',
  '\u2066',
  '\u200B',
  '\u200D',
  '\u200C',
  '\uFEFF',
  '\u00AD',
  '\u2028',
  '\uD800',
  '\uDC00',
  '\u{E0041}',
  '\u{E007F}',
  '\uE000',
  '\uFFFE',
  '\u0301'.repeat(12),
  'e\u0301',
  '👨‍👩‍👧‍👦',
  '🏴\u{E0067}\u{E0062}\u{E007F}',
  '🇩🇪',
  '👍🏽',
  '❤️',
  '日本語',
  'नमस्ते',
  'می‌خواهم',
  'ß',
  'İ',
  ' ',
  '   ',
  'word',
  'a',
];
const anyText = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 })), {
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

/** Characters that must never reach a terminal, wherever they stand. */
const FORBIDDEN =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uE000-\uF8FF\uFFFE\uFFFF]|\p{Cs}/u;

describe('safe text', () => {
  it('holds nothing dangerous, and is safe already', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = safe(text);
        expect(shown).not.toMatch(FORBIDDEN);
        expect(safe(shown)).toBe(shown);
        expect(safeLine(text)).not.toMatch(/\n/);
        expect(t`${text}`).not.toMatch(FORBIDDEN);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every letter that can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(safe(text)).toBe(text);
      }),
    );
  });

  it.each([
    ['\u001B[2J', '␛[2J'],
    ['a\r\nb', 'a\nb'],
    ['a\rb', 'a␍b'],
    ['a\tb', 'a   b'],
    ['abcd\te', 'abcd    e'],
    ['\u202Eabc', '⟨RLO⟩abc'],
    ['\uD800', '⟨U+D800⟩'],
    ['x\u{E0068}\u{E0069}', 'x⟨TAG "hi"⟩'],
    ['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
    ['می‌خواهم', 'می‌خواهم'],
    ['a\u200Db', 'a⟨ZWJ⟩b'],
    ['\u009B31m', '⟨CSI⟩31m'],
  ])('%j is shown as %j', (text, shown) => {
    expect(safe(text)).toBe(shown);
  });

  it('cuts towers of marks and says how many', () => {
    expect(safe(`e${'\u0301'.repeat(40)}`)).toBe(`e${'\u0301'.repeat(8)}⟨+32 marks⟩`);
  });
});

describe('widths', () => {
  it('graphemes make up the text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(1200), (text, length) => {
        const long = safe(text.repeat(1 + Math.floor(length / (text.length + 1))));
        expect(graphemes(long).join('')).toBe(long);
      }),
      { numRuns: 300 },
    );
  });

  it('pad is exact, truncate never more', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 60 }), (text, cells) => {
        const shown = safeLine(text);
        expect(width(pad(shown, cells))).toBe(cells);
        expect(width(pad(shown, cells, 'right'))).toBe(cells);
        expect(width(truncate(shown, cells))).toBeLessThanOrEqual(cells);
        expect(width(truncateMiddle(shown, cells))).toBeLessThanOrEqual(cells);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['日本', 4],
    // What terminals that add up code points take: the larger of two answers.
    ['👨‍👩‍👧‍👦', 8],
    ['👍🏽', 4],
    ['กำ', 2],
    ['ກຳ', 2],
    ['का', 2],
    ['\u1100\u1161\u11A8', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['e\u0301', 1],
    ['abc', 3],
    ['', 0],
  ])('%s is %i cells wide', (text, cells) => {
    expect(width(text)).toBe(cells);
  });
});

describe('wrapping', () => {
  it('loses nothing but spaces and line breaks, and keeps to the width', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, cells) => {
        const shown = safe(text);
        const rows = wrap(shown, cells);
        let at = 0;
        for (const row of rows) {
          expect(shown.slice(at, row.start)).toMatch(/^[ ]*\n?$/);
          const piece = shown.slice(row.start, row.end);
          expect(piece).not.toContain('\n');
          if (width(piece) > cells) expect(graphemes(piece)).toHaveLength(1);
          at = row.end;
        }
        expect(shown.slice(at)).toMatch(/^[ ]*\n?$/);
        expect(rows.length).toBeGreaterThanOrEqual(shown.split('\n').length);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the row of every offset that is on one', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, cells) => {
        const shown = safe(text);
        const wrapped = createWrapped(shown, cells);
        for (let index = 0; index < wrapped.count(); index += 1) {
          const row = wrapped.rowAt(index);
          if (row !== undefined && row.end > row.start) {
            expect(createWrapped(shown, cells).indexOf(row.start)).toBe(index);
            expect(wrapped.indexOf(row.end - 1)).toBe(index);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('wraps a long text no further than it is looked at', () => {
    const long = safe('some words to wrap '.repeat(200_000));
    const wrapped = createWrapped(long, 80);
    wrapped.rowAt(3);
    expect(wrapped.known()).toBeLessThan(10);
  });

  it('an empty text is one row, and so is each empty line', () => {
    expect(wrap(safe(''), 10)).toEqual([{ start: 0, end: 0 }]);
    expect(wrap(safe('a\n\nb'), 10)).toHaveLength(3);
  });
});

/** The words that an index has of a text. */
function indexed(text: string): readonly string[] {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `CREATE VIRTUAL TABLE f USING fts5(x, tokenize="ascii");
     CREATE VIRTUAL TABLE v USING fts5vocab(f, instance);`,
  );
  database.prepare('INSERT INTO f VALUES (?)').run(textForIndex(text));
  const rows = database.prepare('SELECT term FROM v ORDER BY offset').all();
  database.close();
  return rows.map((row) => String(row['term']));
}

describe('words', () => {
  it.each([
    'Plain words, with (punctuation) and numbers 42.',
    "don't well-being under_score e-mail@host.example",
    'Ünïcödé naïve café CAFÉ résumé',
    'straße STRASSE ﬁne',
    'İstanbul ışık',
    'ΣΊΣΥΦΟΣ σίσυφος',
    '日本語のテキスト 한국어 ไทย',
    'नमस्ते दुनिया',
    'مرحبا بالعالم',
    'emoji 👍🏽 and 👨‍👩‍👧‍👦 between',
    'e\u0301le\u0300ve combining',
    'x² ½ Ⅷ ①',
    'a\u0000b tab\tline\nbreak',
  ])('are those of the index: %s', (text) => {
    expect([...words(text)].map(({ word }) => word)).toEqual(indexed(text));
  });

  it('are those of the index, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // An empty row of FTS5 ends at NUL where a text is given as a string.
        const whole = text.replaceAll('\u0000', ' ');
        expect([...words(whole)].map(({ word }) => word)).toEqual(indexed(whole));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['ligatures', 'the oﬃce ﬁle', ['the', 'office', 'file']],
    ['wide letters and digits', 'Ｂｌａｃｋｍａｉｌ １２', ['blackmail', '12']],
    ['circled and mathematical letters', 'Ⓤⓝ 𝐛𝐥𝐚𝐜𝐤', ['un', 'black']],
    ['soft hyphens and joiners', 'un\u00ADethi\u200Bcal\uFEFF', ['unethical']],
    ['sharp s', 'Straße STRASSE STRAẞE', ['strasse', 'strasse', 'strasse']],
    ['letters with strokes', 'Łódź SMØRREBRØD đạo', ['lodz', 'smorrebrod', 'dao']],
    ['joined letters', 'Œuvre cœur ÆON', ['oeuvre', 'coeur', 'aeon']],
    ['digits of other scripts', '٢٠٢٥ १९ x๓ 〇', ['2025', '19', 'x3', '〇']],
    ['final sigma', 'ΟΔΟΣ οδος οδός', ['οδοσ', 'οδοσ', 'οδοσ']],
    ['Turkish i', 'İstanbul ISTANBUL ıstanbul', ['istanbul', 'istanbul', 'istanbul']],
    ['accents, composed or not', 'café cafe\u0301 việt', ['cafe', 'cafe', 'viet']],
    ['Hebrew points', 'נִסָּיוֹן נסיון', ['נסיון', 'נסיון']],
    ['Arabic marks and strokes', 'مُحَمَّد محمد محـــمد', ['محمد', 'محمد', 'محمد']],
    ['vowel signs of Devanagari', 'हिन्दी की', ['हिन्दी', 'की']],
    ['Hangul, composed or not', '협박 협박', ['협', '박', '협', '박']],
    ['Chinese with Latin', '我给Kyle发GPT4邮件', ['我', '给', 'kyle', '发', 'gpt4', '邮', '件']],
    ['half-width kana', 'ｶﾞｷﾞ ガギ', ['ガ', 'ギ', 'ガ', 'ギ']],
    ['Thai', 'ข่าว', ['ข่', 'า', 'ว']],
    ['a change of script', 'GPTшный', ['gpt', 'шныи']],
    ['fractions', '½ x²', ['1', '2', 'x2']],
  ])('%s', (_, text, expected) => {
    expect([...words(text)].map(({ word }) => word)).toEqual(expected);
  });

  it('are those of the index beside every character', () => {
    const all = Array.from({ length: 0x3000 - 0x80 }, (_, at) => String.fromCharCode(at + 0x80));
    const text = all.map((letter) => `ab${letter}cd e${letter}`).join(' ');
    expect([...words(text)].map(({ word }) => word)).toEqual(indexed(text));
  });

  it('mark the characters as they are written', () => {
    const text = '«un\u00ADethi\u0301cal» 敲诈勒索 oﬃce';
    const marked = [...words(text)].map(({ start, end }) => text.slice(start, end));
    expect(marked).toEqual(['un\u00ADethi\u0301cal', '敲', '诈', '勒', '索', 'oﬃce']);
  });

  it('stay the same where they are read again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { word } of words(text)) {
          expect([...words(word)].map((one) => one.word).join('')).toBe(word);
        }
      }),
    );
  });

  it('stand where they say', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end, word } of words(text)) {
          const there = [...words(text.slice(start, end))].map((one) => one.word);
          // One character can be several words: ½ is 1 and 2.
          expect(there).toContain(word);
          expect(there.length === 1 || Array.from(text.slice(start, end)).length === 1).toBe(true);
        }
      }),
    );
  });
});

describe('matches and excerpts', () => {
  const pattern = (...places: readonly string[]): { places: { word: string }[][] } => ({
    places: places.map((word) => [{ word }]),
  });

  it.each([
    ['It is risky and unethical.', [pattern('risky', 'and', 'unethical')], [[6, 25]]],
    [
      'Unethical. UNETHICAL!',
      [pattern('unethical')],
      [
        [0, 9],
        [11, 20],
      ],
    ],
    ['and risky', [pattern('risky', 'and')], []],
    [
      'leverage leveraged',
      [{ places: [[{ word: 'leverag', prefix: true }]] }],
      [
        [0, 8],
        [9, 18],
      ],
    ],
    [
      'a b a',
      [pattern('a', 'b'), pattern('b', 'a')],
      [
        [0, 3],
        [2, 5],
      ],
    ],
  ])('in %j', (text, patterns, expected) => {
    expect(findMatches(text, patterns).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  it('are the same whether all words are looked at or few are looked for', () => {
    const letters = fc.constantFrom(...'abAB1_- .\n', 'ab ', 'ba');
    const text = fc.array(letters, { maxLength: 40 }).map((all) => all.join(''));
    const word = fc.record({
      word: fc.oneof(fc.constantFrom('a', 'ab', 'b', 'ba', 'a1', 'é'), fc.string({ maxLength: 3 })),
      prefix: fc.boolean(),
    });
    const patterns = fc.array(
      fc.array(word, { maxLength: 3 }).map((choices) => ({ places: [choices] })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(text, patterns, fc.nat({ max: 5 }), (some, all, limit) => {
        const whole = [...matchesOf(words(some), all)];
        expect(findMatches(some, all)).toEqual(whole);
        expect(findMatches(some, all, limit)).toEqual(whole.slice(0, limit));
      }),
    );
  });

  it('an excerpt has ranges that overlap as one, so that no word is shown twice', () => {
    const text = 'this is risky and unethical, all of it';
    const ranges = [
      { start: 8, end: 27 },
      { start: 8, end: 13 },
      { start: 18, end: 27 },
      { start: 29, end: 32 },
    ];
    expect(excerpt(text, ranges, 80).ranges).toEqual([
      { start: 8, end: 27 },
      { start: 29, end: 32 },
    ]);
  });

  it('an excerpt shows its first match where it says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (before, after) => {
        const text = `${before} needle ${after}`;
        const start = before.length + 1;
        const piece = excerpt(text, [{ start, end: start + 6 }], 80);
        const first = piece.ranges[0] ?? { start: 0, end: 0 };
        expect(piece.text.slice(first.start, first.end)).toBe('needle');
        expect(piece.text.length).toBeLessThanOrEqual(82);
      }),
    );
  });
});

describe('spans', () => {
  it('highlighting changes no letter', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.array(fc.tuple(fc.nat(200), fc.nat(40)), { maxLength: 6 }),
        (text, marks) => {
          const shown = safe(text);
          const styled = marks.map(([start, length]) => ({
            start,
            end: start + length,
            style: 'hit' as const,
          }));
          const line = highlight(shown, { start: 0, end: shown.length }, styled);
          expect(line.map((span) => span.text).join('')).toBe(shown);
        },
      ),
    );
  });

  it('lines are cut and padded to the cell', () => {
    fc.assert(
      fc.property(
        fc.array(anyText, { maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (texts, cells) => {
          const line = texts.map((text) => styled(safeLine(text), 'dim'));
          expect(lineWidth(truncateLine(line, cells))).toBeLessThanOrEqual(cells);
          expect(lineWidth(padLine(truncateLine(line, cells), cells))).toBe(cells);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
