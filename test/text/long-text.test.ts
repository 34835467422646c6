/** A text looked at piece by piece is the text: the same letters, rows and quotes, wherever it is cut. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  around,
  distanceTo,
  longJson,
  longText,
  PIECE,
  placeAtDistance,
  placeFrom,
  SPAN,
  type LongText,
} from '../../src/text/long-text.ts';
import { findLongQuote, findQuote } from '../../src/text/quote.ts';
import { createRows } from '../../src/text/rows.ts';
import { safe, type SafeText } from '../../src/text/safe.ts';
import { width } from '../../src/text/width.ts';
import { wrap, type Row } from '../../src/text/wrap.ts';
import { anyLongText, brokenText } from './long-texts.ts';

function pieces(long: LongText): readonly SafeText[] {
  return Array.from({ length: long.pieces }, (_, piece) => long.textAt(piece));
}

/** The offset in all of the shown text that a place is. */
function offsetIn(long: LongText, place: number): number {
  const piece = Math.floor(place / SPAN);
  const before = pieces(long).slice(0, piece);
  return before.reduce((sum, { length }) => sum + length, place - piece * SPAN);
}

function rowsDown(long: LongText, cells: number): readonly Row[] {
  const rows = createRows(long, cells);
  const found: Row[] = [];
  for (let row: Row | undefined = rows.at(0); row !== undefined; row = rows.below(row.start)) {
    found.push(row);
  }
  return found;
}

function rowsUp(long: LongText, cells: number): readonly Row[] {
  const rows = createRows(long, cells);
  const found: Row[] = [];
  for (let row: Row | undefined = rows.last(); row !== undefined; row = rows.above(row.start)) {
    found.push(row);
  }
  return found.toReversed();
}

describe('a long text', () => {
  it('is made of pieces of some size, one after the other', () => {
    fc.assert(
      fc.property(anyLongText, (text) => {
        const long = longText(text);
        const starts = Array.from({ length: long.pieces }, (_, piece) => long.startOf(piece));
        const ends = [...starts.slice(1), text.length];
        starts.forEach((start, piece) => {
          const size = (ends[piece] ?? 0) - start;
          expect(size).toBeLessThanOrEqual(2 * PIECE);
          if (text.length > 0) expect(size).toBeGreaterThan(0);
          expect(long.textAt(piece).length).toBeLessThan(SPAN);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('shows what the whole text shows', () => {
    fc.assert(
      fc.property(anyLongText, (text) => {
        expect(pieces(longText(text)).join('')).toBe(safe(text));
      }),
      { numRuns: 60 },
    );
  });

  it('is safe also where no place is good to cut it', () => {
    for (const unit of [
      '\u0301',
      '\u202E',
      '👨‍👩‍👧‍👦',
      '\uD83D',
      'नमस्ते',
      '\u{E0041}',
      '\t',
      '\r\n',
      '\u200D',
    ]) {
      const shown = pieces(longText(unit.repeat(40_000))).join('');
      expect(safe(shown)).toBe(shown);
      expect(shown).not.toMatch(/\p{Cs}/u);
    }
  });

  it('a line of any length is one piece less than its letters', () => {
    expect(longText('x'.repeat(10 * PIECE)).pieces).toBe(10);
    expect(longText('').pieces).toBe(1);
    expect(longText('short\ntext').pieces).toBe(1);
  });

  it('looks only at the pieces it is asked for', () => {
    const long = longText('a line of words\n'.repeat(600_000));
    const rows = createRows(long, 80);
    let up: Row | undefined = rows.last();
    for (let row = 0; row < 50; row += 1) up = rows.above(up?.start ?? 0);
    expect(long.looked()).toBe(1);
    let down: Row | undefined = rows.at(0);
    for (let row = 0; row < 50; row += 1) down = rows.below(down?.start ?? 0);
    expect(long.looked()).toBe(2);
    rows.at(placeAtDistance(long, long.length / 2));
    expect(long.looked()).toBe(3);
  });
});

describe('its rows', () => {
  it('are the same from above and from below, and lose nothing', () => {
    fc.assert(
      fc.property(anyLongText, fc.integer({ min: 8, max: 120 }), (text, cells) => {
        const long = longText(text);
        const rows = rowsDown(long, cells);
        expect(rowsUp(long, cells)).toEqual(rows);
        const shown = pieces(long);
        const all = shown.join('');
        const before = [0];
        for (const { length } of shown) before.push((before.at(-1) ?? 0) + length);
        let at = 0;
        for (const row of rows) {
          const piece = Math.floor(row.start / SPAN);
          const words = shown[piece]?.slice(row.start - piece * SPAN, row.end - piece * SPAN) ?? '';
          const start = (before[piece] ?? 0) + row.start - piece * SPAN;
          expect(all.slice(at, start)).toMatch(/^ *\n? *$/);
          expect(width(words)).toBeLessThanOrEqual(cells);
          at = start + words.length;
        }
        expect(all.slice(at)).toMatch(/^ *\n?$/);
      }),
      { numRuns: 15 },
    );
  });

  it('are those of the whole text where it has line breaks', () => {
    fc.assert(
      fc.property(brokenText, fc.integer({ min: 8, max: 120 }), (text, cells) => {
        const long = longText(text);
        const found = rowsDown(long, cells).map(({ start, end }) => ({
          start: offsetIn(long, start),
          end: offsetIn(long, end),
        }));
        expect(found).toEqual(wrap(safe(text), cells));
      }),
      { numRuns: 4 },
    );
  });

  it('have an empty one behind a last line break', () => {
    const text = 'words and words\n'.repeat(5000);
    const long = longText(text);
    expect(rowsDown(long, 40)).toHaveLength(5001);
  });
});

describe('places', () => {
  it('turn into distances and back', () => {
    fc.assert(
      fc.property(anyLongText, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const long = longText(text);
        const place = placeAtDistance(long, share * long.length);
        expect(distanceTo(long, place)).toBeCloseTo(share * long.length, 3);
      }),
      { numRuns: 40 },
    );
  });

  it('have what stands around them, whatever piece it is in', () => {
    fc.assert(
      fc.property(anyLongText, fc.nat(), fc.nat(40), fc.nat(300), (text, from, length, reach) => {
        const long = longText(text);
        const shown = safe(text);
        const at = from % (shown.length + 1);
        const end = Math.min(shown.length, at + length);
        const found = around(
          long,
          { start: placeFrom(long, 0, at), end: placeFrom(long, 0, end) },
          reach,
        );
        expect(found.text).toBe(shown.slice(Math.max(0, at - reach), end + reach));
        expect(found.text.slice(found.start, found.end)).toBe(shown.slice(at, end));
      }),
      { numRuns: 60 },
    );
  });
});

describe('quotes', () => {
  it('are found where they are in the whole text', () => {
    fc.assert(
      fc.property(
        anyLongText,
        fc.nat(),
        fc.integer({ min: 20, max: 400 }),
        (text, from, length) => {
          const long = longText(text);
          const shown = safe(text);
          const at = from % (shown.length + 1);
          const quote = shown.slice(at, at + length);
          const found = findLongQuote(long, quote, undefined);
          const expected = findQuote(shown, quote);
          expect(
            found && { start: offsetIn(long, found.start), end: offsetIn(long, found.end) },
          ).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('that stand there as they are need no look at all of it', () => {
    const text = `${'words and more words\n'.repeat(400_000)}It is here, at last.\n${'and so on\n'.repeat(9)}`;
    const long = longText(text);
    const found = findLongQuote(long, 'It is here, at last.', text);
    expect(long.looked()).toBeLessThan(5);
    expect(around(long, found ?? { start: 0, end: 0 }, 0).text).toBe('It is here, at last.');
  });

  it('are found across a cut, with other capitals and spaces', () => {
    const text = 'words and more words\n'.repeat(4000);
    const [cut] = [longText(text).startOf(1)];
    const quoted = `${text.slice(0, cut - 21)}This is   quoted\n\nLoosely here.\n${text.slice(cut)}`;
    const long = longText(quoted);
    const found = findLongQuote(long, 'this is quoted loosely HERE.', quoted);
    expect(around(long, found ?? { start: 0, end: 0 }, 0).text).toBe(
      'This is   quoted\n\nLoosely here.',
    );
  });
});

describe('JSON', () => {
  it('is written piece by piece as it would be whole', () => {
    fc.assert(
      fc.property(anyLongText, fc.string(), (text, more) => {
        const value = { kind: 'action', args: { text: more, to: ['x'] }, text, meta: { text: '' } };
        const long = longJson(value, 'text', text);
        expect(pieces(long).join('')).toBe(safe(JSON.stringify(value, undefined, 2)));
      }),
      { numRuns: 40 },
    );
  });
});
