/** The Docket: the list of trials, its facets, the filter being typed. */
import type { TextInput } from '../../text-input.ts';

export type DocketScreen = {
  readonly type: 'docket';
  readonly pane: 'list' | 'facets';
  /** Row under the cursor and first row shown, in the filtered list. */
  readonly cursor: number;
  readonly top: number;
  /** Line under the cursor and first line shown, in the facet panel. */
  readonly facetCursor: number;
  readonly facetTop: number;
  /** The filter being typed, if it is. */
  readonly typing: TextInput | undefined;
};

export const docket = {
  initial: (): DocketScreen => ({
    type: 'docket',
    pane: 'list',
    cursor: 0,
    top: 0,
    facetCursor: 0,
    facetTop: 0,
    typing: undefined,
  }),
  contexts: {
    docket: { title: 'Docket', keys: 'work' },
    facets: { title: 'Docket · facets', keys: 'work' },
    filter: { title: 'Docket · typing a filter', keys: 'text' },
  },
  contextOf: ({ typing, pane }: DocketScreen) =>
    typing !== undefined ? 'filter' : pane === 'facets' ? 'facets' : 'docket',
} as const;
