/** Markdown is drawn by styles and bullets alone. */
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longText } from '../../src/text/long-text.ts';
import { markdown, markupOf } from '../../src/text/markdown.ts';
import { createPage, lineAt, rowAt, rowBelow, TOP } from '../../src/text/page.ts';
import { safe } from '../../src/text/safe.ts';

/** What is styled, as `style:words`. */
function styles(text: string): readonly string[] {
  const { ranges } = markdown(safe(text));
  return ranges.map(({ start, end, style }) => `${style}:${text.slice(start, end)}`);
}

describe('markdown', () => {
  it.each([
    ['a **bold** word', ['strong:**bold**', 'dim:**', 'dim:**']],
    ['a __bold__ word', ['strong:__bold__', 'dim:__', 'dim:__']],
    ['run `ls -l` now', ['code:`ls -l`', 'dim:`', 'dim:`']],
    ['`**kwargs` and `*`', ['code:`**kwargs`', 'dim:`', 'dim:`', 'code:`*`', 'dim:`', 'dim:`']],
    ['## A title', ['strong:## A title', 'dim:##']],
    [
      '```js\na **b**\n```\n**c**',
      ['dim:```js', 'code:a **b**', 'dim:```', 'strong:**c**', 'dim:**', 'dim:**'],
    ],
    ['2 ** 3 ** 4', []],
    ['#hashtag', []],
    ['a * b', []],
    ['**not\nclosed**', []],
  ])('%j', (text, expected) => {
    expect(styles(text)).toEqual(expected);
  });

  it.each([
    ['- one\n  * two\n+ three\n-four\n--- \n-1', '• one\n  • two\n• three\n-four\n--- \n-1'],
    ['```\n- code\n```', '```\n- code\n```'],
  ])('makes bullets of lists alone', (text, expected) => {
    expect(String(markdown(safe(text)).text)).toBe(expected);
  });

  it('loses no character and moves none, whatever the text', () => {
    const piece = constantFrom(
      '**',
      '`',
      '```',
      '\n',
      '- ',
      '* ',
      '# ',
      ' ',
      'a',
      '__',
      '\n  - x',
      '日本',
    );
    const texts = array(piece, { maxLength: 60 }).map((parts) => parts.join(''));
    assert(
      property(texts, string(), (made, any) => {
        const text = safe(made + any);
        const drawn = markdown(text);
        expect(drawn.text).toHaveLength(text.length);
        for (let at = 0; at < text.length; at += 1) {
          if (drawn.text[at] !== text[at])
            expect(`${text[at]}${drawn.text[at]}`).toMatch(/^[-*+]•$/);
        }
        for (const { start, end } of drawn.ranges) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('is drawn in the rows of a page of any length', () => {
    const text = Array.from({ length: 4000 }, (_, at) => `- **point** ${at} of \`many\``).join(
      '\n',
    );
    const parts = {
      head: [],
      text: longText(text),
      style: 'text',
      isPrivate: false,
      end: 'text',
    } as const;
    const page = createPage({ ...parts, markup: markupOf }, 60);
    let rows = 0;
    for (
      let row: number | undefined = rowAt(page, TOP);
      row !== undefined;
      row = rowBelow(page, row)
    ) {
      const spans = lineAt(page, row, []);
      expect(spans.map((span) => span.text).join('')).toMatch(/^• \*\*point\*\* \d+ of `many`$/);
      expect(spans.filter(({ style }) => style === 'strong')).toHaveLength(1);
      rows += 1;
    }
    expect(rows).toBe(4000);
  });
});
