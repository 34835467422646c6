/** What the functions that answer requests have in common. */
import type { Annotations } from './annotations.ts';
import type { Params, RequestName, Result } from './protocol.ts';
import type { Store } from '../store/store.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import type { MatchPattern } from '../text/patterns.ts';

/** Signal name → the patterns it looks for. */
export type Signals = ReadonlyMap<string, readonly MatchPattern[]>;

export type RequestContext = {
  readonly store: Store;
  /** Defines the signals in the store, once a generation, and says what each looks for. */
  readonly signals: () => Promise<Signals>;
  /** What people have noted; undefined where that is not to be asked for. */
  readonly annotations: (() => Promise<Annotations>) | undefined;
  /** Signal name → query text. */
  readonly signalTexts: Readonly<Record<string, string>>;
  /** Requests about a walkthrough are answered for this one instead: a redacted one. */
  readonly prepare: (walkthrough: Walkthrough) => Walkthrough;
  /** After how long a search gives its first partial result. Milliseconds; 0: after each chunk. */
  readonly firstPart: number;
};

export type AskOptions<N extends RequestName> = {
  /**
   * Ends what is no longer wanted, as soon as whoever answers can; its answer is then a failure. Questions
   * to the store know of it (`store/wanted.ts`).
   */
  readonly signal?: AbortSignal | undefined;
  /** Takes what a long search has found so far, repeatedly before its answer. */
  readonly onPart?: ((result: Result<N>) => void) | undefined;
};

/** Answers one kind of request. Rejects for a mistake in a query and where the store fails. */
export type Handler<N extends RequestName> = (
  context: RequestContext,
  params: Params<N>,
  options: AskOptions<N>,
) => Promise<Result<N>>;
