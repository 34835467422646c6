/** Answers every request of `protocol.ts` from a store. */
import { mistakeIn, UserError } from '../base/user-error.ts';
import type { Answer, Params, Refusal, RequestName } from './protocol.ts';
import { isDamaged } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { whileWanted } from '../store/wanted.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import type { AnnotationSource } from '../annotations/file.ts';
import { createSignals } from './signals.ts';
import { QueryMistake } from './query-mistake.ts';
import type { AskOptions, Handler, RequestContext } from './request.ts';
import { facets } from './requests/facets.ts';
import { fields } from './requests/fields.ts';
import { list } from './requests/list.ts';

export type EngineOptions = {
  /** Name → query text. */
  readonly signals: Readonly<Record<string, string>>;
  /** Notes of people, by which trials can be selected. */
  readonly annotations?: AnnotationSource | undefined;
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

/** What the first screen asks for is there from the start; the others are loaded on use. */
const HANDLERS: { readonly [N in RequestName]: () => Handler<N> | Promise<Handler<N>> } = {
  list: () => list,
  facets: () => facets,
  fields: () => fields,
  trial: async () => (await import('./requests/trial.ts')).trial,
  preview: async () => (await import('./requests/preview.ts')).preview,
  notes: async () => (await import('./requests/notes.ts')).notes,
  noted: async () => (await import('./requests/noted.ts')).noted,
  compare: async () => (await import('./requests/compare.ts')).compare,
  concordance: async () => (await import('./requests/concordance.ts')).concordance,
  find: async () => (await import('./requests/find.ts')).find,
  missing: async () => (await import('./requests/missing.ts')).missing,
  place: async () => (await import('./requests/place.ts')).place,
  search: async () => (await import('./requests/search.ts')).search,
  shares: async () => (await import('./requests/shares.ts')).shares,
  funnel: async () => (await import('./requests/funnel.ts')).funnel,
  secondLook: async () => (await import('./requests/second-look.ts')).secondLook,
  claims: async () => (await import('./requests/claims.ts')).claims,
  stats: async () => (await import('./requests/stats.ts')).stats,
  deck: async () => (await import('./requests/deck.ts')).deck,
  problems: async () => (await import('./requests/problems.ts')).problems,
  words: async () => (await import('./requests/words.ts')).words,
};

/** An engine over a store. It does not close the store. */
export function createEngine(
  store: Store,
  { signals, annotations, prepare = (same) => same, firstPart = FIRST_PART_MS }: EngineOptions,
): Engine {
  const context: RequestContext = {
    store,
    signals: createSignals(store, signals),
    annotations: annotations && annotationsOf(store, annotations),
    signalTexts: signals,
    prepare,
    firstPart,
  };
  return {
    ask: async (name, params, options = {}) => {
      try {
        const handle = await HANDLERS[name]();
        if (RATES.has(name)) await checkWhole(store);
        const result = await whileWanted(options.signal, () => handle(context, params, options));
        // It may be so only since then.
        if (RATES.has(name)) await checkWhole(store);
        return { status: 'answered', result };
      } catch (error) {
        return { status: 'refused', reason: reasonOf(error) };
      }
    },
  };
}

/** Requests whose answers are rates, or may have some. */
const RATES: ReadonlySet<RequestName> = new Set([
  'stats',
  'shares',
  'funnel',
  'claims',
  'concordance',
  'deck',
]);

/** A rate over trials of which some are missing is none. */
async function checkWhole({ missing }: Store): Promise<void> {
  const what = await missing?.();
  if (what !== undefined) throw new UserError(what);
}

/** Loaded by the first who asks for them. */
function annotationsOf(store: Store, source: AnnotationSource): RequestContext['annotations'] {
  let made: ReturnType<NonNullable<RequestContext['annotations']>> | undefined;
  return () =>
    (made ??= import('./annotations.ts').then((one) => one.createAnnotations(store, source)));
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
