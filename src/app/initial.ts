/** The state the viewer starts in. */
import { NO_BOOKMARKS } from './bookmarks.ts';
import type { Size } from './message.ts';
import { presentScreen, type PresentStart } from './present.ts';
import type { Screen, Settings, State } from './state.ts';
import { withFilter } from './update.ts';

export type Start = {
  readonly size: Size;
  readonly settings: Settings;
  /** A filter to begin with. */
  readonly query?: string | undefined;
  readonly trial?: string | undefined;
  readonly turn?: number | undefined;
  /** A walkthrough to present. */
  readonly present?: PresentStart | undefined;
  /** Follow a stage elsewhere, as its speaker. */
  readonly notes?: boolean | undefined;
};

const NEW_NOTES: Screen = {
  type: 'notes',
  notes: undefined,
  isConnected: false,
  heardAt: 0,
  now: 0,
  top: 0,
};

export function initialState({ size, settings, query, trial, turn, present, notes }: Start): State {
  const state: State = {
    size,
    settings,
    screens: [
      {
        type: 'docket',
        pane: 'list',
        cursor: 0,
        top: 0,
        facetCursor: 0,
        facetTop: 0,
        typing: undefined,
      },
      ...(present === undefined ? [] : [presentScreen(present, true)]),
      ...(notes === true ? [NEW_NOTES] : []),
    ],
    filter: '',
    filterError: undefined,
    sort: { field: 'order', descending: false },
    list: {
      query: '',
      sort: { field: 'order', descending: false },
      total: 0,
      offset: 0,
      rows: [],
      patterns: [],
      known: false,
    },
    facets: [],
    marked: [],
    bookmarks: NO_BOOKMARKS,
    prompt: undefined,
    preview: undefined,
    problems: [],
    progress: undefined,
    opened: false,
    settled: false,
    notice: undefined,
    tickets: {},
    busy: {},
    stale: {},
    quitting: false,
    wanted: trial === undefined ? undefined : { trial, turn },
  };
  return query === undefined ? state : withFilter(state, query);
}
