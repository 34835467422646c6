/** Names in few cells: never too wide, and no two alike. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeLine } from '../../src/text/safe.ts';
import { shortNames } from '../../src/text/short-names.ts';
import { width } from '../../src/text/width.ts';

const namesOf = (...names: string[]) => names.map((name) => safeLine(name));

describe('shortNames', () => {
  it('leaves names that fit', () => {
    expect(shortNames(namesOf('model-a', 'model-b'), 15)).toEqual(['model-a', 'model-b']);
  });

  it('shows the letters in which long names differ', () => {
    const names = namesOf('claude-opus-4-5-20251101', 'claude-opus-4-1-20251101', 'gpt-4o');
    expect(shortNames(names, 15)).toEqual(['…s-4-5-20251101', '…s-4-1-20251101', 'gpt-4o']);
  });

  it('never gives two rows that look alike, nor one that is too wide', () => {
    const name = fc
      .array(fc.constantFrom('claude-', 'opus-', '4', '5', '1', '日本', ' · ', 'กำ', 'x'), {
        maxLength: 14,
      })
      .map((parts) => safeLine(parts.join('')));
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 12 }),
        fc.integer({ min: 11, max: 30 }),
        (all, cells) => {
          const short = shortNames(all, cells);
          expect(new Set(short).size).toBe(all.length);
          for (const one of short) expect(width(one)).toBeLessThanOrEqual(cells);
        },
      ),
    );
  });
});
