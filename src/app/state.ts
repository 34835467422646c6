/** The whole of what the viewer knows, as one value. Nothing derivable is stored. */
import type { Progress, Result } from '../collection/protocol.ts';
import type { AuditedShares } from '../concordance/types.ts';
import type { QueryError } from '../query/ast.ts';
import type { Preset } from '../query/presets.ts';
import type { Facet, Sort, TrialRow } from '../query/results.ts';
import type { CollectionField } from '../trial/collection-fields.ts';
import type { MatchPattern } from '../text/patterns.ts';
import type { ColumnField, GroupField } from '../trial/catalogue.ts';
import type { Size, TimerName } from './message.ts';
import type { History, LeftTrial, Session } from './session-types.ts';
import type { CompareScreen } from './screens/compare/state.ts';
import type { Bookmarks } from './screens/bookmarks/state.ts';
import type { Columns, DocketScreen, FilterStep } from './screens/docket/state.ts';
import type { Prompt } from './screens/prompt/state.ts';
import type { Screen, ScreenType } from './screens/states.ts';

export type Notice = {
  readonly text: string;
  readonly tone: 'info' | 'warning' | 'error';
  /** The screen that it is about. */
  readonly on: ScreenType;
};

/** The filtered list: how long it is, and the rows around the viewport. The header names its query. */
type ListState = {
  /** What it was asked for with. */
  readonly query: string;
  readonly sort: Sort;
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly TrialRow[];
  readonly patterns: readonly MatchPattern[];
  /** False until the first answer. */
  readonly known: boolean;
};

/** Counts of the facets, and the filter that they are of. */
type FacetsState = {
  readonly query: string;
  readonly facets: readonly Facet[];
  /** How many of the trials under the filter are synthetic. */
  readonly synthetic: number;
};

/** Filters that were in force before, and those that were undone, the latest last. */
type FilterSteps = { readonly past: readonly FilterStep[]; readonly future: readonly FilterStep[] };
export const NO_STEPS: FilterSteps = { past: [], future: [] };

/** A list of trials with the screens over it (`places.ts`). */
export type Place = Pick<
  State,
  'screens' | 'filter' | 'filterError' | 'filterSteps' | 'sort' | 'list' | 'facets' | 'preview'
>;

/** Screens that are taken up again where they were left. */
export const LASTING = [
  'search',
  'stats',
  'bookmarks',
  'problems',
  'concordance',
  'compare',
  'secondLook',
  'audit-report',
  'disagreements',
] as const satisfies readonly ScreenType[];

/** Screens that were left, as they were. */
export type Closed = {
  readonly [T in (typeof LASTING)[number]]?: Extract<Screen, { type: T }>;
};

type ValuesOfFields = Readonly<Partial<Record<GroupField, readonly string[]>>>;

export type Settings = {
  readonly sample: boolean;
  /** Pseudonyms stand for what is hidden. */
  readonly redacted?: boolean | undefined;
  /** What was opened, for the header. */
  readonly title: string;
  readonly wordsPerMinute: number;
  /** Whether the mouse is on at the start. */
  readonly mouse?: boolean | undefined;
  /** Extra or replaced keys by command. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly signals: readonly string[];
  /** Shares and comparisons by name; undefined: the built-in ones. */
  readonly presets?: Readonly<Record<string, Preset>> | undefined;
  /** What audits found of the shares that the Stats count. */
  readonly audited?: readonly AuditedShares[] | undefined;
  /** Who notes something on trials; undefined: nothing is noted here. */
  readonly author?: string | undefined;
  /** Columns of the list, by the config. */
  readonly columns?: readonly ColumnField[] | undefined;
  /** The rule of `--verdict`. */
  readonly verdict?: string | undefined;
};

export type State = {
  readonly size: Size;
  readonly settings: Settings;
  /** The last one is on top and has the keys. Never empty; the first is the Docket. */
  readonly screens: readonly [DocketScreen, ...Screen[]];
  /** The filter in force, as typed, and what is wrong with the one typed last. */
  readonly filter: string;
  readonly filterError: QueryError | undefined;
  readonly filterSteps: FilterSteps;
  readonly sort: Sort;
  readonly columns: Columns;
  readonly list: ListState;
  readonly facets: FacetsState;
  /** The rule that makes the verdicts; undefined: they are those of the files. */
  readonly verdictRule: string | undefined;
  /** What the trials bring along beside the fields of all collections: scores, metadata. */
  readonly fields: readonly CollectionField[];
  /** The values that all trials have, of the fields that were asked for. */
  readonly values: ValuesOfFields;
  /** Lists with the screens over them that the present ones were opened from, the nearest last. */
  readonly places: readonly Place[];
  /** Opened again, these go on from where they were left. */
  readonly closed: Closed;
  /** Where trials were left, the latest last. */
  readonly left: readonly LeftTrial[];
  /** Ids of trials, which mean the same in another index of the files. */
  readonly marked: readonly string[];
  /** Ids of the trials on which people have noted something. */
  readonly noted: ReadonlySet<string>;
  readonly bookmarks: Bookmarks;
  /** Has the keys while it is there. */
  readonly prompt: Prompt | undefined;
  /** Lines that were typed before, the latest last. */
  readonly history: History;
  readonly preview: Result<'preview'> | undefined;
  readonly problems: Result<'problems'>['problems'];
  readonly progress: Progress | undefined;
  /** True once the ingest has opened a database that can be asked. */
  readonly opened: boolean;
  /** Everything has been read once; more may come where files are followed. */
  readonly settled: boolean;
  readonly notice: Notice | undefined;
  /** The terminal reports the mouse; off, it selects text itself. */
  readonly mouse: boolean;
  /** The last request that failed, until the next one is answered. One line. */
  readonly trouble: string | undefined;
  /** The current timerId of each timer: the ends of earlier ones are ignored. */
  readonly timerIds: Readonly<Partial<Record<TimerName, number>>>;
  /** Where the last opening was left, if one can still go on there. */
  readonly offered: Session | undefined;
  readonly quitting: boolean;
  /** A trial to open as soon as it is there. `instead`: in the replay that is open. */
  readonly wanted:
    | {
        readonly trial: string;
        readonly turn: number | undefined;
        readonly instead?: boolean;
        /** What stood over it. */
        readonly over?: CompareScreen | undefined;
      }
    | undefined;
};
