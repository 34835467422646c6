/** Decks of trials that no walkthrough is written of. */
import type { Trial } from '../trial/types.ts';
import type { Deck } from './deck.ts';
import { draftWalkthrough } from './draft.ts';
import { resolveDeck } from './resolve.ts';
import type { Walkthrough } from './types.ts';

/** The deck of one trial: what `draftWalkthrough` makes of it, with `changes`. */
export function trialDeck(trial: Trial, changes: Partial<Walkthrough> = {}): Promise<Deck> {
  return resolveDeck(
    { ...draftWalkthrough([trial], []), ...changes },
    {
      byId: async () => trial,
      all: async function* () {
        yield trial;
      },
      rates: () => Promise.reject(new Error('there are no rates of one trial')),
    },
  );
}
