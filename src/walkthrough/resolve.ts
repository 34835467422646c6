/** Looks up what a walkthrough points at, and makes the deck. */
import type { Group } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import { findQuote } from '../text/quote.ts';
import { safe } from '../text/safe.ts';
import type { Trial } from '../trial/types.ts';
import type { Deck, DeckProblem, Slide } from './deck.ts';
import { hasHash, hashesOf } from './reference.ts';
import type { Stop, Walkthrough } from './types.ts';

/** What a walkthrough is looked up in: an opened collection. */
export type Library = {
  /** The trial with exactly this id. */
  readonly byId: (id: string) => Promise<Trial | undefined>;
  /** Every trial, for those whose id is another now. */
  readonly all: () => AsyncIterable<Trial>;
  /** Groups of the trials that match a query. Throws a `UserError` for a mistake in it. */
  readonly rates: (
    query: string,
    by: readonly GroupField[],
  ) => Promise<{
    readonly groups: readonly Group[];
    readonly total: Group;
    /** Conditions of the query on the verdict, which a rate leaves out. */
    readonly leftOut?: readonly string[];
  }>;
};

/** The deck of a walkthrough. What is not there is a slide that says so, and a problem. */
export async function resolveDeck(walkthrough: Walkthrough, library: Library): Promise<Deck> {
  const found = await findTrials(walkthrough.stops, library);
  const trials: Trial[] = [];
  const slides: Slide[] = [{ type: 'title' }];
  const problems: DeckProblem[] = [...found.problems];
  for (const [stop, wanted] of walkthrough.stops.entries()) {
    const add = (slide: Slide): number => slides.push(slide);
    const missing = (message: string, why = message): void => {
      problems.push({ stop, message });
      add({ type: 'missing', stop, why });
    };
    const before = slides.length;
    if (wanted.trial !== undefined) {
      const trial = found.trials.get(keyOf(wanted));
      if (trial === undefined) {
        // An id may name the model, which an audience is not to know yet.
        missing(
          `the trial ${wanted.trial} is not in the collection`,
          'its trial is not in the collection',
        );
      } else {
        const at = trials.includes(trial) ? trials.indexOf(trial) : trials.push(trial) - 1;
        addTurns(wanted, trial, { stop, trial: at }, add, (message) =>
          problems.push({ stop, message }),
        );
        if (wanted.reveal.length > 0) add({ type: 'reveal', stop, trial: at, what: wanted.reveal });
      }
    }
    if (wanted.rates !== undefined) {
      const { by, split, query } = wanted.rates;
      try {
        const fields = split === undefined || split === by ? [by] : [by, split];
        const found = await library.rates(query ?? '', fields);
        const { groups, total, leftOut } = found;
        if (groups.length === 0) missing(`no trial matches ${query ?? ''}`.trim());
        else add({ type: 'rates', stop, rates: wanted.rates, groups, total, leftOut });
      } catch (error) {
        missing(`the rates cannot be had: ${(error as Error).message}`);
      }
    }
    // A stop's words stand above its turns; without turns they are a card of their own, first.
    const showsTurns = slides.slice(before).some(({ type }) => type === 'turn');
    const isAlone = slides.length === before;
    if (isAlone || (wanted.text !== undefined && !showsTurns)) {
      slides.splice(before, 0, { type: 'words', stop });
    }
  }
  slides.push({ type: 'closing' });
  return { walkthrough, trials, slides, problems };
}

/** The slides of the turns of a stop, each with those quotes that stand in it. */
function addTurns(
  { turns, quotes, reveal }: Stop,
  trial: Trial,
  at: { readonly stop: number; readonly trial: number },
  add: (slide: Slide) => void,
  complain: (message: string) => void,
): void {
  if (turns === undefined && reveal.length > 0) return;
  const last = Math.min(turns?.last ?? trial.turns.length, trial.turns.length);
  const first = turns?.first ?? 1;
  if ((turns?.last ?? 0) > trial.turns.length) {
    const count = trial.turns.length;
    const what = first > count ? `turn ${first}` : `turns ${count + 1} to ${turns?.last ?? ''}`;
    complain(`the trial has no ${what}: it has ${count}`);
    if (first > count) {
      add({ type: 'missing', stop: at.stop, why: `the trial has no ${what}: it has ${count}` });
    }
  }
  const left = new Set(quotes);
  for (let number = first; number <= last; number += 1) {
    const text = safe(trial.turns[number - 1]?.text ?? '');
    // A quote belongs to the first turn that has it; in a turn they come as the reader meets them.
    const here = quotes
      .flatMap((quote) => {
        const place = left.has(quote) ? findQuote(text, quote) : undefined;
        return place === undefined ? [] : [{ quote, start: place.start }];
      })
      .toSorted((one, other) => one.start - other.start)
      .map(({ quote }) => quote);
    for (const quote of here) left.delete(quote);
    add({ type: 'turn', ...at, turn: number, quotes: here, isFirst: number === first });
  }
  for (const quote of left) complain(`no turn of this stop says “${quote}”`);
}

type Found = {
  readonly trials: ReadonlyMap<string, Trial>;
  readonly problems: readonly DeckProblem[];
};

function keyOf({ trial, hash }: Stop): string {
  return `${hash ?? ''} ${trial ?? ''}`;
}

/** The trials of the stops: by id, and where that is gone or says something else, by content. */
async function findTrials(stops: readonly Stop[], library: Library): Promise<Found> {
  const trials = new Map<string, Trial>();
  const problems: DeckProblem[] = [];
  const byHash = new Map<string, number[]>();
  for (const [index, stop] of stops.entries()) {
    if (stop.trial === undefined) continue;
    const trial = await library.byId(stop.trial);
    if (trial !== undefined) trials.set(keyOf(stop), trial);
    if (stop.hash === undefined || (trial !== undefined && hasHash(trial, stop.hash))) continue;
    byHash.set(stop.hash, [...(byHash.get(stop.hash) ?? []), index]);
  }
  if (byHash.size > 0) {
    for await (const trial of library.all()) {
      for (const hash of hashesOf(trial)) {
        for (const index of byHash.get(hash) ?? []) {
          const stop = stops[index];
          if (stop !== undefined) trials.set(keyOf(stop), trial);
        }
        byHash.delete(hash);
      }
      if (byHash.size === 0) break;
    }
  }
  for (const stop of [...byHash.values()].flat()) {
    const wanted = stops[stop];
    if (wanted === undefined || !trials.has(keyOf(wanted))) continue;
    problems.push({
      stop,
      message: `the trial ${wanted.trial ?? ''} says something else than when this stop was made`,
    });
  }
  return { trials, problems };
}
