/** The segmenter that the bundle has in place of `Intl.Segmenter`. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { LazySegmenter } from '../../src/text/lazy-segmenter.ts';

const segments = (segmenter: Intl.Segmenter, text: string) => [...segmenter.segment(text)];

it('cuts texts like the one it stands for, in every granularity', () => {
  const texts = fc.string({ unit: 'grapheme-composite' });
  const settings = fc.constantFrom<ConstructorParameters<typeof Intl.Segmenter>>(
    [],
    ['en', { granularity: 'grapheme' }],
    ['th', { granularity: 'word' }],
    ['en', { granularity: 'sentence' }],
  );
  fc.assert(
    fc.property(settings, fc.array(texts), (some, all) => {
      const [lazy, own] = [new LazySegmenter(...some), new Intl.Segmenter(...some)];
      for (const text of all) expect(segments(lazy, text)).toEqual(segments(own, text));
      expect(lazy.resolvedOptions()).toEqual(own.resolvedOptions());
    }),
  );
});
