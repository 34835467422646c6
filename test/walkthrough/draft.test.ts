/** Walkthroughs made of trials tell nothing before the verdict. */
import { describe, expect, it } from 'vitest';
import { film } from '../../src/export/film.ts';
import { trialDeck } from '../../src/walkthrough/trial-deck.ts';
import { TOLD, TRIAL } from '../support/stage-deck.ts';

describe('the film of a trial', () => {
  it('has neither model nor verdict on a screen, or in the name of a chapter, before the reveal', async () => {
    const deck = await trialDeck(TRIAL);
    const look = { wordsPerMinute: 240, speed: 1, typing: false };
    const frames = [...film(deck, { ...look, size: { columns: 80, rows: 24 } })];
    const reveal = frames.findIndex(({ chapter }) => chapter === 'The verdict');
    const textOf = (from: number, to?: number): string =>
      frames
        .slice(from, to)
        .flatMap(({ lines, chapter }) => [...lines.flat().map(({ text }) => text), chapter ?? ''])
        .join('\n')
        .toLowerCase();
    expect(reveal).toBeGreaterThan(5);
    expect(textOf(0, reveal)).toContain('▒ replaced');
    for (const word of Object.values(TOLD)) {
      expect(textOf(0, reveal + 1)).not.toContain(word.toLowerCase());
      expect(textOf(reveal + 1)).toContain(word.toLowerCase());
    }
  });
});
