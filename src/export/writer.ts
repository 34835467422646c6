/** What a writer of `export` is given, and what it gives. */
import type { TrialKey } from '../query/results.ts';
import type { Deck } from '../walkthrough/deck.ts';
import type { ThemeName } from '../text/styles.ts';
import type { Origin } from './origin.ts';
import type { Questions } from '../collection/collection.ts';
import type { StageOptions } from './stage-options.ts';

/** Text, or the bytes of a form that is none. */
export type Chunk = string | Uint8Array;

/** Trials of a collection, in order. */
export type TrialSet = {
  readonly collection: Questions;
  readonly keys: readonly TrialKey[];
  /** The filter that chose them; undefined where they were named one by one. */
  readonly query: string | undefined;
};

/** How an export looks where the command line does not say. */
type ExportLook = {
  readonly theme: 'auto' | ThemeName;
  /** Reading speed of a cast. */
  readonly wordsPerMinute: number;
};

/** Where an export comes from, what was asked for, and what stops it. */
export type ExportContext = {
  readonly origin: Origin;
  readonly look: ExportLook;
  /** The environment, for finding the program that prints a PDF. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly options: StageOptions;
  readonly signal: AbortSignal;
};

/** How a form is written. What it cannot show has no function. */
export type Writer = {
  readonly trials?: (set: TrialSet, context: ExportContext) => AsyncIterable<Chunk>;
  readonly walkthrough?: (deck: Deck, context: ExportContext) => AsyncIterable<Chunk>;
  /** What the chunks are, where that is not text: JSON is printed with escapes, bytes never. */
  readonly gives?: 'json' | 'bytes';
  /** It writes one screen, not all that was asked about. */
  readonly isPicture?: boolean;
  /** Those options that only some forms know and this one does. */
  readonly takes?: readonly (keyof StageOptions)[];
};
