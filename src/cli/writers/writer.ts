/** What a writer of `export` is given, and what it gives. */
import type { Deck } from '../../walkthrough/deck.ts';
import type { Origin } from '../../walkthrough/origin.ts';
import type { Collection } from '../../collection/collection.ts';
import type { Config } from '../config.ts';
import type { StageOptions } from './stage-options.ts';

/** Text, or the bytes of a form that is none. */
export type Piece = string | Uint8Array;

/** Trials of a collection, in order. */
export type TrialSet = {
  readonly collection: Collection;
  readonly keys: readonly number[];
  /** The filter that chose them; undefined where they were named one by one. */
  readonly query: string | undefined;
};

/** Where an export comes from, what was asked for, and what stops it. */
export type Around = {
  readonly origin: Origin;
  readonly config: Config;
  readonly options: StageOptions;
  readonly signal: AbortSignal;
};

/** How a form is written. What it cannot show has no function. */
export type Writer = {
  readonly trials?: (set: TrialSet, around: Around) => AsyncIterable<Piece>;
  readonly walkthrough?: (deck: Deck, around: Around) => AsyncIterable<Piece>;
  /** What the pieces are, where that is not text: JSON is printed with escapes, bytes never. */
  readonly gives?: 'json' | 'bytes';
  /** It writes one screen, not all that was asked about. */
  readonly isPicture?: boolean;
  /** Those options that only some forms know and this one does. */
  readonly takes?: readonly (keyof StageOptions)[];
};
