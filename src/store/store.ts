/** The one interface to what was read: trials, passages, words. Every store passes the same tests. */
import type { WordCount } from '../query/expand.ts';
import type { Plan } from '../query/plan-types.ts';
import type { Facet, Group, RawHits, Sort, TrialRow } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import type { Problem, Trial } from '../trial/types.ts';
import type { Parcel } from './sqlite/encoded-trials.ts';

/** A file that was read, and how far. */
export type SourceRecord = {
  readonly path: string;
  readonly name: string;
  readonly format: string;
  /** Why that format, in words. */
  readonly why: string;
  readonly size: number;
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
  readonly trials: number;
  readonly problems: number;
  /** The file is gone; its trials are kept and marked. */
  readonly missing: boolean;
};

export type Totals = {
  readonly trials: number;
  readonly passages: number;
  readonly problems: number;
};

/** A trial that is known by its file's table of contents alone: where it can be read whole. */
export type Outline = Pick<SourceRecord, 'path' | 'name' | 'size' | 'format'> & {
  readonly place: string;
};

/** What is there of a file that is read on: the places of all its trials, and of the whole ones. */
export type Held = { readonly places: ReadonlySet<string>; readonly whole: ReadonlySet<string> };

export type HitOptions = {
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
  readonly sources: () => Promise<readonly SourceRecord[]>;
  readonly problems: (limit?: number) => Promise<readonly Problem[]>;
  /** Keys of all matching trials, sorted. */
  readonly keys: (plan: Plan, sort: Sort) => Promise<Uint32Array>;
  readonly rows: (keys: readonly number[]) => Promise<readonly TrialRow[]>;
  /** A trial; one that is not read yet has no turns. */
  readonly trial: (key: number) => Promise<Trial | undefined>;
  /** Undefined for a trial that is there whole. */
  readonly outline: (key: number) => Promise<Outline | undefined>;
  readonly keyOf: (id: string) => Promise<number | undefined>;
  /** Counts of every value of each field, over the matching trials. */
  readonly facets: (plan: Plan, fields: readonly GroupField[]) => Promise<readonly Facet[]>;
  readonly groups: (plan: Plan, by: readonly GroupField[]) => Promise<readonly Group[]>;
  /** Distinct words of all passages, any order. */
  readonly words: () => Promise<readonly WordCount[]>;
  /**
   * Passages that match the text of the plan, in trials that match the rest of it and the filter.
   * Best first; the totals are of all, whatever the limit.
   */
  readonly hits: (plan: Plan, limit: number, options?: HitOptions) => Promise<RawHits>;
  /** The searchable text of passages: headers, a blank line, the text. */
  readonly passages: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** Names a query for `signal:` and for facets by signal. Replaces earlier definitions. */
  readonly defineSignals: (signals: ReadonlyMap<string, Plan>) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Writing side, used by ingest alone. Calls between `begin` and `commit` are one transaction. */
export type StoreWriter = {
  readonly begin: () => void;
  readonly commit: () => void;
  readonly sources: () => readonly SourceRecord[];
  /** Adds or replaces what is known of a file; returns its number. */
  readonly putSource: (source: SourceRecord) => number;
  /** Forgets the trials and problems of a file. */
  readonly clearSource: (path: string) => void;
  /**
   * Forgets the problems of a file that is read on. A trial whose place had a problem counts as not
   * whole: it is read again, and its problem told again.
   */
  readonly reopenSource: (path: string) => Held;
  /** Forgets a file, with its trials and problems. */
  readonly removeSource: (path: string) => void;
  /**
   * Puts the files, and so their trials, into this order; files that are not among them come last.
   * Numbers that `putSource` gave are void after it.
   */
  readonly orderSources: (paths: readonly string[]) => void;
  /**
   * Adds the trials of a parcel; one that has the place of another of its file replaces that, and
   * keeps its key and its id. An id is made unique in the collection (`id #2`) where another has
   * it; the ids they got are returned, so that the caller can report it.
   */
  readonly addParcel: (source: number, parcel: Parcel) => readonly string[];
  /**
   * Numbers repeated ids anew, so that ids depend only on what is in the collection and in which
   * order: the first trial of an id keeps it, and nothing is called as another trial's own id.
   * Returns how many trials are called by another id than their own. Each counts as a problem.
   */
  readonly settleIds: () => number;
  readonly addProblem: (source: number, problem: Problem) => void;
  /** Forgets the problems at a place of a file; returns how many there were. */
  readonly removeProblems: (source: number, place: string) => number;
  /** Replaces the problems that belong to no file that was read. */
  readonly setLooseProblems: (problems: readonly Problem[]) => void;
  /** To be called when everything is read: makes asking for the words fast. */
  readonly summarise: () => void;
  readonly close: () => void;
};
