/**
 * What can be asked of an opened collection, and what is answered: the one protocol between the
 * viewer, the commands, and the thread that reads the store. Plain data, so that it can cross threads.
 */
import type { ComparedRow } from '../compare/align.ts';
import type { Concordance, LineOrder } from '../concordance/types.ts';
import type { QueryError } from '../query/ast.ts';
import type { Term } from '../query/plan-types.ts';
import type { QueryInput, Switches } from '../query/query-input.ts';
import type { Facet, SearchResult, Sort, TrialRow, TrialKey } from '../query/results.ts';
import type { MatchPattern } from '../text/patterns.ts';
import type { Mark } from '../store/store.ts';
import type { GroupField } from '../trial/catalogue.ts';
import type { CollectionField } from '../trial/collection-fields.ts';
import type { Problem, Trial, Turn } from '../trial/types.ts';
import type { TrialAnnotation } from './annotations.ts';
import type { CountingRequests } from './counting-requests.ts';
import type { Deck } from '../walkthrough/deck.ts';
import type { Walkthrough } from '../walkthrough/types.ts';

/** A trial, by its key in the opened store, or by its id, which is the same in every store of it. */
export type TrialRef = { readonly key: TrialKey } | { readonly id: string };

/** Each request by name: its parameters and its result. */
type Requests = CountingRequests & {
  /** A page of the matching trials in order, and how many there are. */
  list: {
    params: {
      readonly query: QueryInput;
      readonly sort: Sort;
      readonly offset: number;
      /** Undefined: all. */
      readonly limit?: number | undefined;
      /** Only trials that were added after this mark of an earlier page. */
      readonly since?: Mark | undefined;
      /**
       * A trial, by its id, and where it stood: if it stands elsewhere now, the page is taken as much
       * further down or up.
       */
      readonly anchor?: { readonly id: string; readonly index: number } | undefined;
      /** Fields of the collection that are columns. */
      readonly fields?: readonly CollectionField[] | undefined;
    };
    result: {
      readonly query: string;
      readonly sort: Sort;
      /** The anchor, and where it stands now; undefined where it is not in the list. */
      readonly anchor: { readonly id: string; readonly index: number } | undefined;
      readonly total: number;
      readonly offset: number;
      /** For a list of what is added after these. */
      readonly mark: Mark;
      readonly rows: readonly TrialRow[];
      readonly terms: readonly Term[];
      readonly patterns: readonly MatchPattern[];
    };
  };
  /**
   * Counts for the facets. Each field's counts ignore the filter's own conditions on that field,
   * so that a picker still shows the values one could add.
   */
  facets: {
    params: {
      readonly query: QueryInput;
      readonly fields: readonly GroupField[];
      /** Fields whose values in all trials are wanted too, whatever the filter. */
      readonly everywhere?: readonly GroupField[] | undefined;
    };
    result: {
      readonly query: string;
      readonly facets: readonly Facet[];
      readonly everywhere: readonly Facet[];
      /** How many of the matching trials are invented: that is always said. */
      readonly synthetic: number;
    };
  };
  /** The fields that trials bring along: scores and metadata. */
  fields: {
    params: Readonly<Record<string, never>>;
    result: { readonly fields: readonly CollectionField[] };
  };
  trial: {
    params: { readonly key: TrialKey };
    result: {
      readonly key: TrialKey;
      readonly row: TrialRow;
      readonly trial: Trial;
      /** `contentHash` of the trial: walkthroughs find it again by this. */
      readonly hash: string;
      /** Signal name → what to look for; the viewer marks the turns that have it. */
      readonly signals: Readonly<Record<string, readonly MatchPattern[]>>;
      readonly notes: readonly TrialAnnotation[];
    };
  };
  /** What people have noted on a trial, the oldest first. */
  notes: {
    params: { readonly key: TrialKey };
    result: { readonly key: TrialKey; readonly notes: readonly TrialAnnotation[] };
  };
  /** The trials on which people have noted something, by id. */
  noted: {
    params: Readonly<Record<string, never>>;
    result: { readonly ids: readonly string[] };
  };
  /**
   * What the Docket shows of a trial: its final message, if there is one, cut where nobody reads on;
   * and the trial itself, unless it is large, so that opening it needs no waiting.
   */
  preview: {
    params: { readonly key: TrialKey };
    result: {
      readonly key: TrialKey;
      readonly final: { readonly step: number; readonly turn: Turn } | undefined;
      readonly loaded: Requests['trial']['result'] | undefined;
    };
  };
  /**
   * Two trials in rows by role. Without a right one it is one of another model in the same condition.
   * With `move` it is the next or the one before, by model, or both are, by sample.
   */
  compare: {
    params: {
      readonly left: TrialRef;
      readonly right?: TrialRef | undefined;
      readonly move?: { readonly by: 'model' | 'sample'; readonly step: 1 | -1 };
    };
    result: {
      readonly left: { readonly row: TrialRow; readonly synthetic: boolean };
      readonly right: { readonly row: TrialRow; readonly synthetic: boolean };
      readonly rows: readonly ComparedRow[];
      /** What the left one said in private beside what it sent. */
      readonly said: readonly ComparedRow[];
      /** Where the right one is among those that the left one can be compared with; -1: not there. */
      readonly others: { readonly index: number; readonly count: number };
    };
  };
  /** Where words are said: occurrences in context, and trials that say them in private, in what was sent, or both. */
  concordance: {
    params: {
      /** Which trials. */
      readonly query: QueryInput;
      /** What a turn says: words, or `signal:NAME` for those of a signal. */
      readonly text: string;
      readonly switches?: Switches | undefined;
      readonly by: readonly GroupField[];
      /** How many lines are given at most; everything is counted. */
      readonly limit: number;
      readonly order?: LineOrder | undefined;
    };
    result: Concordance & { readonly patterns: readonly MatchPattern[] };
  };
  /** The trial with this id, or the only one whose id ends with it. */
  find: { params: { readonly id: string }; result: { readonly key: TrialKey } };
  /** Those of some ids that no trial has. */
  missing: {
    params: { readonly ids: readonly string[] };
    result: { readonly ids: readonly string[] };
  };
  /** Where a trial stands in a sorted, filtered list (-1: not in it), and its neighbours' keys. */
  place: {
    params: { readonly query: QueryInput; readonly sort: Sort; readonly key: TrialKey };
    result: {
      readonly index: number;
      readonly total: number;
      readonly previous: TrialKey | null;
      readonly next: TrialKey | null;
    };
  };
  search: {
    params: {
      readonly query: QueryInput;
      /** Only in trials that match this query too; its words need not be in the same turn. */
      readonly filter?: QueryInput | undefined;
      readonly limit?: number | undefined;
    };
    result: SearchResult & { readonly patterns: readonly MatchPattern[] };
  };
  /** What the words of a query match, with their variants. */
  words: {
    params: { readonly query: QueryInput };
    result: { readonly query: string; readonly patterns: readonly MatchPattern[] };
  };
  /** A walkthrough with everything that it shows. */
  deck: { params: { readonly walkthrough: Walkthrough }; result: Deck };
  problems: {
    params: { readonly limit: number };
    result: { readonly problems: readonly Problem[] };
  };
};

export type RequestName = keyof Requests;
export type Params<N extends RequestName> = Requests[N]['params'];
export type Result<N extends RequestName> = Requests[N]['result'];

/** A request as data: `{name: 'list', params: {…}}`. */
export type Request = {
  [N in RequestName]: { readonly name: N; readonly params: Params<N> };
}[RequestName];

/** Why there is no result. */
export type Refusal =
  /** A mistake in the query, with its place. */
  | { readonly type: 'query'; readonly error: QueryError }
  | {
      readonly type: 'failure';
      /** One line for a person. */
      readonly message: string;
      /** Where it is a mistake of our own. */
      readonly error?: Error | undefined;
      /** The store is damaged, and must be made anew. */
      readonly isDamaged?: boolean | undefined;
    };

/** An answer. Parts come before it: what a search has found so far. */
export type Answer<N extends RequestName> =
  | { readonly status: 'answered'; readonly result: Result<N> }
  | { readonly status: 'part'; readonly result: Result<N> }
  | Refused;
export type Refused = { readonly status: 'refused'; readonly reason: Refusal };

export type { LoadEvent, Progress } from './load-event.ts';
