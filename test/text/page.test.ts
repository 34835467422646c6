/** Rows of pages: down and up are inverse, the view stops at the ends, a part is typed from end to end. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longText } from '../../src/text/long-text.ts';
import {
  BLANK,
  createPage,
  lineAt,
  placeInPart,
  rowAbove,
  rowAt,
  rowAtShare,
  rowBelow,
  shareAt,
  TOP,
  type Page,
} from '../../src/text/page.ts';
import { t } from '../../src/text/safe.ts';
import {
  filledView,
  hasMoreBelow,
  lowestPosition,
  scrollBy,
  visibleRows,
} from '../../src/text/scroll.ts';
import { anyLongText } from './long-texts.ts';

const anyText = fc.oneof(
  fc.constantFrom('', 'One line.', 'Two\nlines.', 'word '.repeat(900)),
  anyLongText,
);

const anyPage = fc
  .record({
    text: anyText,
    head: fc.integer({ min: 1, max: 40 }),
    end: fc.constantFrom('head', 'text', 'blank'),
    width: fc.integer({ min: 20, max: 200 }),
  })
  .map(({ text, head, end, width }) =>
    createPage(
      {
        head: Array.from({ length: head }, (_, at) => [{ text: t`head ${at}` }]),
        text: longText(text),
        style: 'text',
        isPrivate: false,
        end,
      },
      width,
    ),
  );

function rowsOf(page: Page): readonly number[] {
  const rows: number[] = [];
  for (let row: number | undefined = rowAt(page, TOP); row !== undefined;) {
    rows.push(row);
    row = rowBelow(page, row);
  }
  return rows;
}

describe('the rows of a page', () => {
  it('are the head, the text and a blank row, as far as the page has them; up is the way back', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        const rows = rowsOf(page);
        expect(rows.filter((row) => row < 0)).toEqual(
          page.head.map((_, at) => at - page.head.length),
        );
        expect(rows.some((row) => row >= 0 && row !== BLANK)).toBe(page.end !== 'head');
        expect(rows.includes(BLANK)).toBe(page.end === 'blank');
        expect(rows.at(-1)).toBe(rowAt(page, BLANK));
        const back: number[] = [];
        for (let row: number | undefined = rowAt(page, BLANK); row !== undefined;) {
          back.push(row);
          row = rowAbove(page, row);
        }
        expect(back.toReversed()).toEqual(rows);
        for (const row of rows.slice(0, 100)) expect(rowAt(page, row)).toBe(row);
      }),
      { numRuns: 30 },
    );
  });

  it('scroll until the last one is at the bottom, across pages', () => {
    fc.assert(
      fc.property(
        fc.array(anyPage, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 50 }),
        (pages, height) => {
          const scroll = { pages, height };
          const [page] = pages;
          if (page === undefined) return;
          const top = { page, row: rowAt(page, TOP) };
          const total = pages.reduce((sum, one) => sum + rowsOf(one).length, 0);
          expect(visibleRows(scroll, top)).toHaveLength(Math.min(height, total));
          expect(hasMoreBelow(scroll, top)).toBe(total > height);
          const bottom = scrollBy(scroll, top, total + height);
          expect(bottom).toEqual(lowestPosition(scroll));
          expect(hasMoreBelow(scroll, bottom)).toBe(false);
          expect(filledView(scroll, bottom)).toBe(bottom);
          expect(scrollBy(scroll, bottom, -total)).toEqual(top);
          const down = Math.max(0, total - height);
          expect(scrollBy(scroll, top, down)).toEqual(bottom);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('have shares of the text that lead back to them', () => {
    const page = createPage(
      {
        head: [],
        text: longText('word '.repeat(5000)),
        style: 'text',
        isPrivate: false,
        end: 'text',
      },
      60,
    );
    for (const row of rowsOf(page)) expect(rowAtShare(page, shareAt(page, row + 1))).toBe(row);
  });
});

describe('a part that is typed', () => {
  it('goes from its first letter to its last, across the pieces of a text', () => {
    fc.assert(
      fc.property(anyPage, fc.integer({ min: 1, max: 300 }), (page, strokes) => {
        const rows = rowsOf(page).filter((row) => row >= 0 && row !== BLANK);
        const [start, last] = [rows[0], rows.at(-1)];
        if (start === undefined || last === undefined) return;
        const part = { page, start, end: page.rows.at(last).end };
        const places = Array.from({ length: strokes + 1 }, (_, at) =>
          placeInPart(part, at, strokes),
        );
        expect(places[0]).toBe(start);
        expect(places.at(-1)).toBe(part.end);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });

  it('shows no half of a letter', () => {
    const family = '👨‍👩‍👧';
    const page = createPage(
      { head: [], text: longText(`a${family}b`), style: 'text', isPrivate: false, end: 'text' },
      60,
    );
    const shown = Array.from({ length: family.length + 3 }, (_, typed) =>
      lineAt(page, 0, [], typed)
        .map(({ text }) => text)
        .join(''),
    );
    expect(new Set(shown)).toEqual(new Set(['', 'a', `a${family}`, `a${family}b`]));
  });
});
