/** Styled lines in rows: nothing is lost, no row is too wide, styles stay with their letters. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeLine } from '../../src/text/safe.ts';
import { lineWidth, type Line } from '../../src/text/spans.ts';
import { wrapLine } from '../../src/text/wrap-line.ts';

const words = fc
  .array(
    fc.constantFrom(
      'a',
      'wipe',
      'unreasonably-long-name@made-up.example',
      '日本語',
      'กำ',
      ' ',
      '  ',
    ),
    {
      maxLength: 20,
    },
  )
  .map((parts) => safeLine(parts.join(' ')));

describe('wrapLine', () => {
  it('keeps every letter but spaces at breaks, in its style, within the width', () => {
    fc.assert(
      fc.property(
        words,
        words,
        fc.integer({ min: 12, max: 60 }),
        fc.nat(30),
        (one, other, width, indent) => {
          const line: Line = [
            { text: one, style: 'dim' },
            { text: other, style: 'text' },
          ];
          const rows = wrapLine(line, width, indent);
          const letters = (lines: readonly Line[], style: string): string =>
            lines
              .flat()
              .filter((span) => span.style === style)
              .map(({ text }) => text.replaceAll(' ', ''))
              .join('');
          expect(letters(rows, 'dim')).toBe(one.replaceAll(' ', ''));
          expect(letters(rows, 'text')).toBe(other.replaceAll(' ', ''));
          if (rows.length > 1)
            for (const row of rows) expect(lineWidth(row)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('indents what follows the first row', () => {
    const line: Line = [
      { text: safeLine('To  '), style: 'dim' },
      { text: safeLine('ann@x.example, bob@x.example') },
    ];
    expect(wrapLine(line, 22, 4).map((row) => row.map(({ text }) => text).join(''))).toEqual([
      'To  ann@x.example,',
      '    bob@x.example',
    ]);
  });
});
