/** Decks for tests: walkthroughs looked up in some trials. */
import type { Trial } from '../../src/trial/types.ts';
import type { Deck } from '../../src/walkthrough/deck.ts';
import { resolveDeck, type Library } from '../../src/walkthrough/resolve.ts';
import type { Stop, Walkthrough } from '../../src/walkthrough/types.ts';

/** A library over some trials, with made-up rates. */
export function libraryOf(trials: readonly Trial[]): Library {
  const counts = {
    trials: 3,
    judged: 2,
    harmful: 1,
    safe: 1,
    unjudged: 1,
    judgeFailed: 0,
    error: 0,
  };
  return {
    byId: async (id) => trials.find((trial) => trial.id === id),
    all: async function* () {
      yield* trials;
    },
    rates: async (_, by) => ({
      groups: [{ values: by.map((field) => `a ${field}`), counts, conditions: 1 }],
      total: { values: [], counts, conditions: 1 },
    }),
  };
}

export type WalkthroughSketch = Partial<Omit<Walkthrough, 'stops'>> & {
  readonly stops: readonly Partial<Stop>[];
};

export function deckOf({ stops, ...rest }: WalkthroughSketch, library: Library): Promise<Deck> {
  return resolveDeck(
    {
      title: 'A walkthrough',
      paths: [],
      spoilers: 'hold',
      ...rest,
      stops: stops.map((stop) => ({ quotes: [], reveal: [], ...stop })),
    },
    library,
  );
}
