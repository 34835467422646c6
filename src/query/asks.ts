/** Everything a viewer or a command can ask of an opened collection, and the answers' shapes. */
import type { MatchPattern } from '../text/patterns.ts';
import type { Problem, Trial, Turn } from '../trial/types.ts';
import type { Deck } from '../walkthrough/deck.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import type { QueryError } from './ast.ts';
import type { Term } from './plan-types.ts';
import type { Facet, Group, SearchResult, Sort, TrialRow } from './results.ts';
import type { GroupField } from '../trial/catalogue.ts';

/** Variants switched by hand: `term text/word` → on or off. */
export type Switches = Readonly<Record<string, boolean>>;

/** A query as typed, with what was switched. `in` limits words as `in:` in the text does. */
export type QueryInput = {
  readonly text: string;
  readonly in?: readonly string[] | undefined;
  readonly switches?: Switches | undefined;
};

/** Each ask by name: what it takes and what it gives. */
export type Asks = {
  /** A page of the matching trials in order, and how many there are. */
  list: {
    take: {
      readonly query: QueryInput;
      readonly sort: Sort;
      readonly offset: number;
      /** Undefined: all. */
      readonly limit?: number | undefined;
      /** Only trials that came after the one with this key. */
      readonly after?: number | undefined;
      /**
       * A trial and where it stood: if it stands elsewhere now, the page is taken as much further
       * down or up.
       */
      readonly hold?: { readonly key: number; readonly index: number } | undefined;
    };
    give: {
      readonly query: string;
      readonly sort: Sort;
      /** How far the trial that was to be held has moved down. */
      readonly moved: number;
      readonly total: number;
      readonly offset: number;
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
    take: { readonly query: QueryInput; readonly fields: readonly GroupField[] };
    give: { readonly facets: readonly Facet[] };
  };
  trial: {
    take: { readonly key: number };
    give: {
      readonly key: number;
      readonly row: TrialRow;
      readonly trial: Trial;
      /** `contentHash` of the trial: walkthroughs find it again by this. */
      readonly hash: string;
      /** Signal name → what to look for; the viewer marks the turns that have it. */
      readonly signals: Readonly<Record<string, readonly MatchPattern[]>>;
    };
  };
  /**
   * What the Docket shows of a trial: its final message, if there is one, cut where nobody reads on;
   * and the trial itself, unless it is large, so that opening it needs no waiting.
   */
  preview: {
    take: { readonly key: number };
    give: {
      readonly key: number;
      readonly final: { readonly step: number; readonly turn: Turn } | undefined;
      readonly loaded: Asks['trial']['give'] | undefined;
    };
  };
  /** The trial with this id, or the only one whose id ends with it. */
  find: { take: { readonly id: string }; give: { readonly key: number } };
  /** Where a trial stands in a sorted, filtered list (-1: not in it), and its neighbours' keys. */
  place: {
    take: { readonly query: QueryInput; readonly sort: Sort; readonly key: number };
    give: {
      readonly index: number;
      readonly total: number;
      readonly previous: number | null;
      readonly next: number | null;
    };
  };
  search: {
    take: {
      readonly query: QueryInput;
      /** Only in trials that match this query too; its words need not be in the same turn. */
      readonly filter?: QueryInput | undefined;
      readonly limit?: number | undefined;
    };
    give: SearchResult & { readonly patterns: readonly MatchPattern[] };
  };
  stats: {
    take: { readonly query: QueryInput; readonly by: readonly GroupField[] };
    give: { readonly groups: readonly Group[]; readonly total: Group };
  };
  /** A walkthrough with everything that it shows. */
  deck: { take: { readonly walkthrough: Walkthrough }; give: Deck };
  problems: { take: { readonly limit: number }; give: { readonly problems: readonly Problem[] } };
};

export type AskName = keyof Asks;
/** An ask as data: `{name: 'list', take: {…}}`. */
export type Ask = { [N in AskName]: { readonly name: N; readonly take: Asks[N]['take'] } }[AskName];

/** An answer, a mistake in the query with its place, or a failure in one line. */
export type Answer<N extends AskName> =
  | { readonly ok: true; readonly give: Asks[N]['give'] }
  | { readonly ok: false; readonly queryError: QueryError }
  | {
      readonly ok: false;
      readonly failure: string;
      /** Where it is a mistake of our own. */
      readonly error?: Error | undefined;
      /** The index turned out to be damaged: it is to be made anew. */
      readonly isDamaged?: boolean | undefined;
    };
