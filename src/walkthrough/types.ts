/**
 * A walkthrough as types: a script of stops that is presented or exported. `schema.ts` holds the
 * same shapes for files; a type test keeps the two equal.
 */
import type { GroupField } from '../trial/catalogue.ts';

/** What can be held back from an audience until a stop reveals it. */
export const REVEALS = ['verdict', 'model'] as const;
export type Reveal = (typeof REVEALS)[number];

/**
 * What is held back of a trial until a stop reveals it: `hold` (the default) its model and verdict,
 * `verdict` its verdict alone, `none` nothing.
 */
export const SPOILERS = ['hold', 'verdict', 'none'] as const;
type Spoilers = (typeof SPOILERS)[number];

/** Turn numbers from 1, both ends included. */
export type TurnRange = { readonly first: number; readonly last: number };

/** A table of rates over the collection. */
export type RatesStop = {
  readonly by: GroupField;
  readonly split?: GroupField | undefined;
  /** Only trials that match this query. */
  readonly query?: string | undefined;
};

/** One chapter. It shows, in this order: its text, turns of its trial, what it reveals, rates. */
export type Stop = {
  readonly title?: string | undefined;
  /** The id of a trial. */
  readonly trial?: string | undefined;
  /** `contentHash` of that trial: finds it again when files were moved, and tells when it changed. */
  readonly hash?: string | undefined;
  /** Undefined with a trial: nothing of it where something is revealed, else all its turns. */
  readonly turns?: TurnRange | undefined;
  /** Passages of those turns, highlighted one after the other as a reader meets them. */
  readonly quotes: readonly string[];
  /** Words for the audience. */
  readonly text?: string | undefined;
  /** Words for the speaker alone. */
  readonly note?: string | undefined;
  /** Auto-advance stays for so many seconds more; `true`: until a key is pressed. */
  readonly pause?: number | true | undefined;
  readonly reveal: readonly Reveal[];
  readonly rates?: RatesStop | undefined;
};

export type Walkthrough = {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly author?: string | undefined;
  /** The collection: files, folders and globs, relative to the walkthrough's own folder. */
  readonly paths: readonly string[];
  readonly spoilers: Spoilers;
  /** Words of the last card. */
  readonly closing?: string | undefined;
  readonly stops: readonly Stop[];
};
