/** What asking a collection gives back: the shapes that screens and commands show. */
import type { GroupField, SortField, TrialValues } from '../trial/catalogue.ts';
import type { FieldValue } from '../trial/collection-fields.ts';
import type { Outcome, TurnKind } from '../trial/types.ts';
import type { Term } from './plan-types.ts';

declare const trialKey: unique symbol;
/**
 * Names a trial within the store that is open; nothing else is known of it. Only a store makes keys.
 * They can be compared for being the same, copied and sent to another thread.
 */
export type TrialKey = { readonly [trialKey]: 'TrialKey' };

/** One trial as a row of a table: its stored values by property, and where it is from. */
export type TrialRow = TrialValues & {
  readonly key: TrialKey;
  readonly source: string;
  /** The values of those fields of the collection that were asked for, by name. */
  readonly fields?: Readonly<Record<string, readonly FieldValue[]>> | undefined;
};

/** `order` is the order in which the sources have them. */
export type Sort = { readonly field: SortField; readonly descending: boolean };

/** Counts of one group of trials. `judged` = harmful + safe; rates are over `judged` alone. */
export type Counts = {
  readonly trials: number;
  readonly judged: number;
  readonly harmful: number;
  readonly safe: number;
  readonly unjudged: number;
  readonly judgeFailed: number;
  readonly error: number;
};

/** One value of a field, with the trials that have it. `value` null: the trial has none. */
export type FacetValue = {
  readonly value: string | null;
  readonly counts: Counts;
  /**
   * What its rate is of, where the query asks for verdicts: the trials without that condition. Null:
   * they cannot be told apart, and there is no rate.
   */
  readonly rated?: Counts | null;
};
export type Facet = { readonly field: GroupField; readonly values: readonly FacetValue[] };

/** One group of a table: a value for each field grouped by, in order. */
export type Group = {
  readonly values: readonly (string | null)[];
  readonly counts: Counts;
  /** Distinct conditions in it. More than one: a rate over it is no published rate. */
  readonly conditions: number;
  /** Its trials say that no figure of them is published. */
  readonly unpublished?: true;
  /** Its trials were chosen by their verdict: it has counts, and no rate. */
  readonly isChosen?: true;
  /** Conditions on what a judge gave, other than the verdict, by which its trials were chosen. */
  readonly ofJudge?: readonly string[];
  /** How many of its trials are synthetic; given of the whole of a table, where there are any. */
  readonly synthetic?: number;
};

/** One group of a table of shares: `counted` of `of` trials. */
export type ShareGroup = {
  /** A value for each field grouped by, in order. */
  readonly values: readonly (string | null)[];
  readonly counted: number;
  readonly of: number;
  /** Distinct conditions among the `of` trials. */
  readonly conditions: number;
  /** Its trials say that no harmful rate of them is published. */
  readonly unpublished?: true;
};

/** A stage of a funnel by its name; its query says of which trials it holds. */
export type Stage = { readonly name: string; readonly query: string };

/** One group of a funnel: how many of its trials are left after each stage. */
export type FunnelGroup = {
  /** A value for each field grouped by, in order. */
  readonly values: readonly (string | null)[];
  readonly trials: number;
  /** Trials that this stage and all before it hold for, by stage. */
  readonly left: readonly number[];
  /** Distinct conditions among the trials. */
  readonly conditions: number;
};

/** The kind of a searched passage: a turn's, or the judge's words. */
export type PassageKind = TurnKind | 'rationale';

/** A passage that a store found, before its text is looked at. Best first. */
export type RawHit = {
  readonly passage: number;
  /** The first trial (in collection order) that matches and has the passage. */
  readonly key: TrialKey;
  readonly turn: number;
  readonly kind: PassageKind;
  /** Matching trials that have this passage. */
  readonly trials: number;
  /** Higher is better; see docs/query.md. */
  readonly score: number;
};
export type RawHits = {
  readonly hits: readonly RawHit[];
  readonly passages: number;
  readonly trials: number;
  /** Of a part of an answer: the share of the passages that was looked at, where their texts are read. */
  readonly looked?: number;
};

/** Half-open range of UTF-16 offsets. */
export type Range = { readonly start: number; readonly end: number };

/** A hit as shown. `turn` of a rationale is the number of turns plus one: the verdict's place. */
export type Hit = {
  readonly key: TrialKey;
  readonly trial: string;
  readonly model: string;
  readonly outcome: Outcome;
  readonly turn: number;
  readonly kind: PassageKind;
  readonly score: number;
  /** A piece of the passage around the match, as the source has it (not yet safe to print). */
  readonly excerpt: string;
  /** Where in `excerpt` the match is. */
  readonly ranges: readonly Range[];
  /** How many matching trials have this very passage. */
  readonly sameIn: number;
};

export type SearchResult = {
  readonly terms: readonly Term[];
  /** The first trials, where the query asks for no passage of them; then there are no hits. */
  readonly rows?: readonly TrialRow[] | undefined;
  readonly hits: readonly Hit[];
  readonly trials: number;
  readonly passages: number;
  /** In how many passages it was looked how close the words stand; only if not in all of them. */
  readonly ranked?: number;
  /** Of what has been found so far: the share of the passages that was looked at, where their texts are read. */
  readonly looked?: number;
  readonly ms: number;
};
