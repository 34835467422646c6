/** Answers every request of `protocol.ts` from a store. */
import { mistakeIn, UserError } from '../base/user-error.ts';
import type { Answer, Params, Refusal, RequestName } from './protocol.ts';
import { isDamaged } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import { createSignals } from './signals.ts';
import { QueryMistake } from './query-mistake.ts';
import type { AskOptions, Handler, RequestContext } from './request.ts';
import { compare } from './requests/compare.ts';
import { deck } from './requests/deck.ts';
import { facets } from './requests/facets.ts';
import { fields } from './requests/fields.ts';
import { find } from './requests/find.ts';
import { list } from './requests/list.ts';
import { place } from './requests/place.ts';
import { preview } from './requests/preview.ts';
import { problems } from './requests/problems.ts';
import { search } from './requests/search.ts';
import { shares } from './requests/shares.ts';
import { stats } from './requests/stats.ts';
import { trial } from './requests/trial.ts';
import { words } from './requests/words.ts';

export type EngineOptions = {
  /** Name → query text. */
  readonly signals: Readonly<Record<string, string>>;
  /** Requests about a walkthrough are answered for this one instead: a redacted one. */
  readonly prepare?: (walkthrough: Walkthrough) => Walkthrough;
  /** After how long a search gives its first partial result. Milliseconds; 0: after each chunk. */
  readonly firstPart?: number | undefined;
};

/** Never rejects for a mistake in a query: that, and a failed store, is an answer too. */
export type Engine = {
  readonly ask: <N extends RequestName>(
    name: N,
    params: Params<N>,
    options?: AskOptions<N>,
  ) => Promise<Answer<N>>;
};

/** After how long a search gives its first partial result; the next after twice the time. */
const FIRST_PART_MS = 100;

const HANDLERS: { readonly [N in RequestName]: Handler<N> } = {
  list,
  facets,
  fields,
  trial,
  preview,
  compare,
  find,
  place,
  search,
  shares,
  stats,
  deck,
  problems,
  words,
};

/** An engine over a store. It does not close the store. */
export function createEngine(
  store: Store,
  { signals, prepare = (same) => same, firstPart = FIRST_PART_MS }: EngineOptions,
): Engine {
  const context: RequestContext = {
    store,
    signals: createSignals(store, signals),
    prepare,
    firstPart,
  };
  return {
    ask: async (name, params, options = {}) => {
      try {
        return { status: 'answered', result: await HANDLERS[name](context, params, options) };
      } catch (error) {
        return { status: 'refused', reason: reasonOf(error) };
      }
    },
  };
}

const DAMAGED = 'the index was damaged; the files are read anew';

/** A mistake that the user can correct keeps its message; anything else is a mistake of ours. */
function reasonOf(error: unknown): Refusal {
  if (error instanceof QueryMistake) return { type: 'query', error: error.queryError };
  if (isDamaged(error)) {
    const message = error instanceof UserError ? error.message : DAMAGED;
    return { type: 'failure', message, isDamaged: true };
  }
  if (error instanceof UserError) return { type: 'failure', message: error.message };
  const text = error instanceof Error ? error.message : String(error);
  const message = `something went wrong inside: ${text}`;
  return { type: 'failure', message, error: mistakeIn(error) };
}
