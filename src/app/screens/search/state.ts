/** The Search: the query as it is typed, its results, the variants of its words. */
import type { Switches } from '../../../query/query-input.ts';
import type { QueryError } from '../../../query/ast.ts';
import type { SearchResult } from '../../../query/results.ts';
import type { MatchPattern } from '../../../text/patterns.ts';
import type { Completion } from '../prompt/state.ts';
import type { Browsing } from '../../history.ts';
import { inputOf, type TextInput } from '../../text-input.ts';

export type SearchScreen = {
  readonly type: 'search';
  readonly pane: 'input' | 'results' | 'variants';
  readonly input: TextInput;
  /** The query is of last time: letters take its place. */
  readonly isOld: boolean;
  /** The earlier query that is shown. */
  readonly browsing: Browsing;
  /** What Tab put there last. */
  readonly completion: Completion | undefined;
  readonly switches: Switches;
  /** The last good result; stays while a query is wrong or running. */
  readonly result: SearchResult | undefined;
  readonly patterns: readonly MatchPattern[];
  readonly error: QueryError | undefined;
  readonly running: boolean;
  /** What is shown is of the very query that runs: the cursor stays on its hit. */
  readonly repeating: boolean;
  /** The result is what had been found so far. */
  readonly isPartial: boolean;
  /** The hit that the cursor is to be on as soon as there are results. */
  readonly held: { readonly trial: string; readonly turn: number } | undefined;
  /** Hit under the cursor, and first line shown. */
  readonly cursor: number;
  readonly top: number;
  readonly variantCursor: number;
  /** How many hits are asked for; the counts are of all. */
  readonly limit: number;
};

/** Hits asked for at once: at the last of them, as many more. */
export const MOST_HITS = 400;

export const search = {
  initial: (text: string): SearchScreen => ({
    type: 'search',
    pane: 'input',
    input: inputOf(text),
    isOld: false,
    browsing: undefined,
    completion: undefined,
    switches: {},
    result: undefined,
    patterns: [],
    error: undefined,
    running: false,
    repeating: false,
    isPartial: false,
    held: undefined,
    cursor: 0,
    top: 0,
    variantCursor: 0,
    limit: MOST_HITS,
  }),
  contexts: {
    'search-input': { title: 'Search · typing', keys: 'text' },
    'search-results': { title: 'Search · results', keys: 'work' },
    'search-variants': { title: 'Search · variants', keys: 'work' },
  },
  contextOf: ({ pane }: SearchScreen) => `search-${pane}` as const,
} as const;
