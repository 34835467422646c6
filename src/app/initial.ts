/** The state the viewer starts in. */
import { START } from '../walkthrough/stage.ts';
import {
  auditReport,
  type AuditReportScreen,
  type AuditView,
} from './screens/audit-report/state.ts';
import { claims as claimsState, type ClaimsStart } from './screens/claims/state.ts';
import { NO_BOOKMARKS } from './screens/bookmarks/stops.ts';
import { emptyList } from './initial-list.ts';
import type { Size } from './message.ts';
import { withFilter } from './screens/docket/filter.ts';
import { disagreements, type DisagreementsScreen } from './screens/disagreements/state.ts';
import { docket } from './screens/docket/state.ts';
import { notes as notesState } from './screens/notes/state.ts';
import { present as presentState, type PresentStart } from './screens/present/state.ts';
import { NO_STEPS, type Settings, type State } from './state.ts';

/** What of an audit is opened. */
export type AuditStart = {
  readonly view: AuditView;
  readonly first: 'report' | 'disagreements';
};

export type Start = {
  readonly size: Size;
  readonly settings: Settings;
  /** A filter to begin with. */
  readonly query?: string | undefined;
  readonly trial?: string | undefined;
  readonly turn?: number | undefined;
  /** A walkthrough to present. */
  readonly present?: PresentStart | undefined;
  /** The report of an audit, or its disagreements. */
  readonly audit?: AuditStart | undefined;
  /** The claims of a file. */
  readonly claims?: ClaimsStart | undefined;
  /** Follow a stage elsewhere, as its speaker. */
  readonly notes?: boolean | undefined;
};

export function initialState({
  size,
  settings,
  query,
  trial,
  turn,
  present,
  audit,
  claims,
  notes,
}: Start): State {
  const state: State = {
    size,
    settings,
    screens: [
      docket.initial(),
      ...(present === undefined ? [] : [presentState.initial(present, START, true)]),
      ...(audit === undefined ? [] : [auditScreen(audit)]),
      ...(claims === undefined ? [] : [claimsState.initial(claims)]),
      ...(notes === true ? [notesState.initial()] : []),
    ],
    filter: '',
    filterError: undefined,
    filterSteps: NO_STEPS,
    sort: emptyList.sort,
    list: emptyList,
    facets: { query: '', facets: [], synthetic: 0 },
    values: {},
    places: [],
    closed: {},
    left: [],
    fields: [],
    verdictRule: settings.verdict,
    columns: { chosen: settings.columns, wider: {}, current: undefined },
    marked: [],
    noted: new Set(),
    bookmarks: NO_BOOKMARKS,
    prompt: undefined,
    history: { filter: [], search: [] },
    preview: undefined,
    problems: [],
    progress: undefined,
    opened: false,
    settled: false,
    notice: undefined,
    mouse: settings.mouse === true,
    trouble: undefined,
    timerIds: {},
    offered: undefined,
    quitting: false,
    wanted: trial === undefined ? undefined : { trial, turn },
  };
  return query === undefined ? state : withFilter(state, query);
}

function auditScreen({ view, first }: AuditStart): AuditReportScreen | DisagreementsScreen {
  return first === 'report' ? auditReport.initial(view, true) : disagreements.initial(view, true);
}
