/** How much of what a deck shows is synthetic: its transcripts, and the trials of its rates. */
import type { Deck } from './deck.ts';

export function syntheticOf({ trials, slides }: Deck): 'all' | 'some' | 'none' {
  const shown = [
    ...trials.map(({ synthetic }) => ({ trials: 1, synthetic: synthetic === true ? 1 : 0 })),
    ...slides.flatMap((slide) =>
      slide.type === 'rates'
        ? [{ trials: slide.total.counts.trials, synthetic: slide.total.synthetic ?? 0 }]
        : [],
    ),
  ];
  if (shown.every(({ synthetic }) => synthetic === 0)) return 'none';
  return shown.every((one) => one.synthetic >= one.trials) ? 'all' : 'some';
}
