/** Choices in one line: the one under the cursor is in view, whatever does not fit. */
import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { t } from '../../src/text/safe.ts';
import { lineWidth, truncateLine } from '../../src/text/spans.ts';
import { choicesLine } from '../../src/ui/views/choices-line.ts';

describe('choices in one line', () => {
  it('stand there from the first on where they fit', () => {
    const line = choicesLine([{ text: t`one 1` }, { text: t`two 2` }], {
      at: 1,
      margin: 2,
      columns: 40,
    });
    expect(line.map(({ text }) => text).join('')).toBe('  one 1 · two 2');
  });

  it('have the one under the cursor in view', () => {
    const sizes = array(integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 });
    assert(
      property(
        sizes,
        integer({ min: 0, max: 29 }),
        integer({ min: 20, max: 80 }),
        (all, n, columns) => {
          const at = n % all.length;
          const choices = all.map((size, index) => ({
            text: t`${index === at ? '#'.repeat(size) : '.'.repeat(size)}`,
          }));
          const line = choicesLine(choices, { at, margin: 1, columns });
          const shown = truncateLine(line, columns)
            .map(({ text }) => text)
            .join('');
          expect(shown).toContain('#'.repeat(all[at] ?? 0));
          expect(shown.startsWith('…')).toBe(
            lineWidth(line) < lineWidth(choicesLine(choices, { at: 0, margin: 1, columns })),
          );
        },
      ),
    );
  });
});
