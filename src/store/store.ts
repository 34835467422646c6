/**
 * The one interface to what was read: trials, passages, words. Every store passes the same tests
 * (`test/store/contract.ts`).
 *
 * Part of the contract is how a text is cut into words: as `text/words.ts` cuts it. The words of a plan
 * are of its making, and what a store finds is highlighted by it. A store whose index can tell words of
 * ASCII apart is given `textForIndex` of it.
 */
import type { TypedWord, WordCount } from '../query/expand.ts';
import type { Plan, Variant } from '../query/plan-types.ts';
import type { Facet, Group, RawHits, Sort, TrialRow, TrialKey } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import type { CollectionField } from '../trial/collection-fields.ts';
import type { Problem, Trial } from '../trial/types.ts';

/** Thrown for a store that another version wrote, or that is damaged: it is to be made anew. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore';
}

/** A file of the collection, as it is shown. */
export type Source = {
  readonly path: string;
  readonly name: string;
  readonly format: string;
  /** Why that format, in words. */
  readonly why: string;
  readonly size: number;
  readonly trials: number;
  readonly problems: number;
  /** The file is gone; its trials are kept and marked. */
  readonly missing: boolean;
};

/** What ingest records of a file, to decide at the next reading which part of it is new. */
export type ReadState = {
  /** Size and change times of the file, and of files beside it that matter. Empty: never trusted. */
  readonly stamp: string;
  /** Identity of the first and last bytes that were read. Empty where a file is not read on. */
  readonly fingerprint: string;
  /** How many bytes from the beginning `checksum` (CRC-32) covers. */
  readonly checkedBytes: number;
  readonly checksum: number;
  /** Raw bytes and lines already read. */
  readonly readBytes: number;
  readonly readLines: number;
  readonly complete: boolean;
};

/** A row of the ledger, which ingest alone reads and writes. */
export type LedgerEntry = Source & ReadState;

type Totals = {
  readonly trials: number;
  readonly passages: number;
  readonly problems: number;
  /** A line for a person, where something that the store keeps of the trials does not agree with them. */
  readonly doubt?: string | undefined;
};

/** A trial that is known by its file's table of contents alone: where it can be read whole. */
export type Outline = Pick<Source, 'path' | 'name' | 'size' | 'format'> & {
  readonly place: string;
};

/** What is there of a file that is read on: the places of all its trials, and of the whole ones. */
export type Held = { readonly places: ReadonlySet<string>; readonly whole: ReadonlySet<string> };

/** A point in the growth of a collection. Only a store makes marks, and compares them. */
export type Mark = { readonly [mark]: 'Mark' };
declare const mark: unique symbol;

/** Trials in order: those that match, sorted. */
export type TrialList = {
  readonly plan: Plan;
  readonly sort: Sort;
  /** Only trials that were added after this. */
  readonly since?: Mark | undefined;
};

/** All trials, as the sources have them. */
export const ALL_IN_ORDER: TrialList = {
  plan: { type: 'all' },
  sort: { field: 'order', descending: false },
};

/** A trial and where it is in a list. */
export type Anchor = { readonly key: TrialKey; readonly index: number };

export type PageOptions = {
  readonly offset: number;
  /** Undefined: all from there. */
  readonly limit?: number | undefined;
  /** Where this trial is elsewhere now, the page begins as much further down or up. */
  readonly anchor?: Anchor | undefined;
  /** Fields of the collection that the rows are to have too. */
  readonly fields?: readonly CollectionField[] | undefined;
};

export type Page = {
  readonly rows: readonly TrialRow[];
  /** Where the page begins. */
  readonly offset: number;
  /** Length of the list. */
  readonly total: number;
  /** The anchor, and where it is now; undefined where it is not in the list. */
  readonly anchor: Anchor | undefined;
  /** A list since this has only trials that were added after those of this one. */
  readonly mark: Mark;
};

/** Where a trial is in a list. */
export type Neighbours = {
  /** -1: it is not in the list. */
  readonly index: number;
  readonly total: number;
  readonly previous: TrialKey | null;
  readonly next: TrialKey | null;
};

/** A trial as it is stored. */
export type StoredTrial = {
  readonly row: TrialRow;
  /** One that is not read yet has no turns. */
  readonly trial: Trial;
  /** Undefined for a trial that is there whole. */
  readonly outline: Outline | undefined;
};

/** Counts of every combination of values, and of all trials that match, at one moment. */
export type Groups = { readonly groups: readonly Group[]; readonly total: Group };

export type HitOptions = {
  /** How many hits are given; undefined: all. */
  readonly limit?: number | undefined;
  /** Only in trials that match this too. Its words are no hits. */
  readonly filter?: Plan | undefined;
  /** Rejects with the signal's reason soon after it was aborted. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Now and then, where `isDue` says so, takes what has been found so far: the best of that, with
   * its counts. The search goes on when it is done with it.
   */
  readonly isDue?: (() => boolean) | undefined;
  readonly onPart?: ((hits: RawHits) => Promise<void>) | undefined;
};

/** Reading side. Everything is a promise, so that a store may be across a network. */
export type Store = {
  /** Rises whenever new data can be seen; a cache keyed by it is safe. */
  readonly generation: () => Promise<number>;
  readonly totals: () => Promise<Totals>;
  /** A line where a part of the trials cannot be read, and is left out of every answer: no rate is of all then. */
  readonly missing?: () => Promise<string | undefined>;
  readonly sources: () => Promise<readonly Source[]>;
  readonly problems: (limit?: number) => Promise<readonly Problem[]>;
  /**
   * Does what of a plan takes long, so that asking for it is quick then: texts are read for regular
   * expressions. Rejects with the signal's reason soon after it was aborted.
   */
  readonly prepare: (plan: Plan, signal?: AbortSignal) => Promise<void>;
  /** A part of a list, by its place. Rows and counts are those of one moment. */
  readonly page: (list: TrialList, options: PageOptions) => Promise<Page>;
  readonly count: (plan: Plan) => Promise<number>;
  readonly neighbours: (list: TrialList, key: TrialKey) => Promise<Neighbours>;
  /** All trials of a list; what is added meanwhile may be missing. */
  readonly scan: (list: TrialList) => AsyncIterable<StoredTrial>;
  /** The trials with these keys, in this order; those that are gone are left out. */
  readonly trials: (keys: Iterable<TrialKey>) => AsyncIterable<StoredTrial>;
  readonly rows: (keys: readonly TrialKey[]) => Promise<readonly TrialRow[]>;
  /** A trial; one that is not read yet has no turns. */
  readonly trial: (key: TrialKey) => Promise<Trial | undefined>;
  /** Undefined for a trial that is there whole. */
  readonly outline: (key: TrialKey) => Promise<Outline | undefined>;
  readonly keyOf: (id: string) => Promise<TrialKey | undefined>;
  /** The fields that trials bring along, sorted: each that at least one trial has. */
  readonly fields: () => Promise<readonly CollectionField[]>;
  /** Counts of every value of each field, over the matching trials. */
  readonly facets: (plan: Plan, fields: readonly GroupField[]) => Promise<readonly Facet[]>;
  readonly groups: (plan: Plan, by: readonly GroupField[]) => Promise<Groups>;
  /**
   * The words of the collection that each word may stand for, in the order of the words: ranked by
   * `createExpander` (`query/expand.ts`), over all words or over enough of them.
   */
  readonly variants: (words: readonly TypedWord[]) => Promise<readonly (readonly Variant[])[]>;
  /** Distinct words of all passages, any order. There can be millions: nothing shown needs them all. */
  readonly words: () => Promise<readonly WordCount[]>;
  /**
   * Passages that match the text of the plan, in trials that match the rest of it and the filter.
   * Best first; the totals are of all, whatever the limit.
   */
  readonly hits: (plan: Plan, options?: HitOptions) => Promise<RawHits>;
  /** The searchable text of passages: headers, a blank line, the text. */
  readonly passages: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** Names a query for `signal:` and for facets by signal. Replaces earlier definitions. */
  readonly defineSignals: (signals: ReadonlyMap<string, Plan>) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What is known of a trial beside its content, when it is stored. */
export type TrialAbout = {
  /** Where in its file it is; a trial at the same place of the same file is replaced. */
  readonly place?: string | undefined;
  /** Where in its file it is, for people: `line 12`. */
  readonly at?: string | undefined;
  /** It is known by a table of contents alone, and has no passages. */
  readonly isOutline?: boolean | undefined;
};

/**
 * Trials in the form in which one store takes them; only that store knows what is inside. A batch can
 * be sent to another thread: `rows` as JSON, the buffers by transfer.
 */
export type EncodedBatch = {
  readonly rows: unknown;
  /** Each in memory of its own. */
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
  /** Bytes of text in it. */
  readonly size: number;
};

/**
 * Does the part of storing that needs no store, in any thread. It may leave out what an earlier batch
 * had, so that all its batches go into the same store, in the order in which they were finished.
 */
export type TrialEncoder = {
  readonly add: (trial: Trial, about?: TrialAbout) => void;
  /** Bytes of text in the batch so far. */
  readonly size: () => number;
  /** The batch; the next one begins. */
  readonly finish: () => EncodedBatch;
};

/**
 * Writing side, used by ingest alone. Calls between `begin` and `commit` are one transaction. A call
 * is made when the one before has resolved.
 */
export type StoreWriter = {
  readonly begin: () => Promise<void>;
  readonly commit: () => Promise<void>;
  /** All files, in their order. */
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
  /**
   * Adds or replaces what is known of a file; returns its number. Without a `ReadState` the file is
   * one that is never read on.
   */
  readonly putSource: (source: Source | LedgerEntry) => Promise<number>;
  /** Deletes the trials and problems of a file. */
  readonly clearSource: (path: string) => Promise<void>;
  /**
   * Deletes the problems of a file that is read on. A trial whose place had a problem counts as not
   * whole: it is read again, and its problem reported again.
   */
  readonly reopenSource: (path: string) => Promise<Held>;
  /** Deletes a file, with its trials and problems. */
  readonly removeSource: (path: string) => Promise<void>;
  /**
   * Puts the files, and so their trials, into this order; files that are not among them come last.
   * Numbers that `putSource` gave are void after it.
   */
  readonly orderSources: (paths: readonly string[]) => Promise<void>;
  /**
   * Adds trials; one that has the place of another of its file replaces that, and keeps its key and
   * its id. An id is made unique in the collection (`id #2`) where another trial has it; the ids they
   * got are returned, so that the caller can report it.
   */
  readonly addTrials: (source: number, batch: EncodedBatch) => Promise<readonly string[]>;
  /**
   * Numbers repeated ids anew, so that ids depend only on what is in the collection and in which
   * order: the first trial of an id keeps it, and no trial gets another trial's own id. Returns how
   * many trials have another id than their own. Each counts as a problem.
   */
  readonly settleIds: () => Promise<number>;
  readonly addProblems: (source: number, problems: readonly Problem[]) => Promise<void>;
  /** Deletes the problems at a place of a file; returns how many there were. */
  readonly removeProblems: (source: number, place: string) => Promise<number>;
  /** Replaces the problems that belong to no file that was read. */
  readonly setCollectionProblems: (problems: readonly Problem[]) => Promise<void>;
  /** To be called when everything is read: makes asking for the words fast. */
  readonly summarise: () => Promise<void>;
  /** Rolls back a transaction that was not committed. */
  readonly close: () => Promise<void>;
};
