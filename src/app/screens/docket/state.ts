/** The Docket: the list of trials, its facets. */
import type { ColumnField } from '../../../trial/catalogue.ts';
import type { Move } from '../../moves.ts';

/** A trial that the cursor is to be on, and in which row of the screen. */
export type Held = { readonly id: string; readonly row: number };

/** A filter that was in force, with the trial that the cursor was on. */
export type FilterStep = { readonly filter: string; readonly held: Held | undefined };

/** What of the columns of the list is not as usual. */
export type Columns = {
  /** Undefined: those of the catalogue. */
  readonly chosen: readonly ColumnField[] | undefined;
  /** Cells that were added to a column's own, or taken from them. */
  readonly wider: Readonly<Record<string, number>>;
  /** The column that keys act on. */
  readonly current: ColumnField | undefined;
};

export type DocketScreen = {
  readonly type: 'docket';
  readonly pane: 'list' | 'facets';
  /** Row under the cursor and first row shown, in the filtered list. */
  readonly cursor: number;
  readonly top: number;
  /** Line under the cursor and first line shown, in the facet panel. */
  readonly facetCursor: number;
  readonly facetTop: number;
  /** The trial that the cursor is to be on as soon as the list is there that was asked for. */
  readonly held: Held | undefined;
  /** Moves of the cursor that were made since that list was asked for: they are made in it too. */
  readonly ahead: readonly Move[];
  /** It was opened over another screen, and its rows have not come yet: those that are shown are not its own. */
  readonly isNew: boolean;
  /** Its row is opened as soon as the list is there: Enter was pressed before. */
  readonly opens: boolean;
};

export const docket = {
  initial: (): DocketScreen => ({
    type: 'docket',
    pane: 'list',
    cursor: 0,
    top: 0,
    facetCursor: 0,
    facetTop: 0,
    held: undefined,
    ahead: [],
    isNew: false,
    opens: false,
  }),
  contexts: {
    docket: { title: 'Docket', keys: 'work' },
    facets: { title: 'Docket · facets', keys: 'work' },
  },
  contextOf: ({ pane }: DocketScreen) => (pane === 'facets' ? 'facets' : 'docket'),
} as const;
