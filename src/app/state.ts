/** The whole of what the viewer knows, as one value. Nothing derivable is stored. */
import type { Asks, Switches } from '../query/asks.ts';
import type { QueryError } from '../query/ast.ts';
import type { Facet, Group, SearchResult, Sort, TrialRow } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';
import type { MatchPattern } from '../text/patterns.ts';
import type { Trial } from '../trial/types.ts';
import type { Deck } from '../walkthrough/deck.ts';
import type { SpeakerNotes } from '../walkthrough/notes.ts';
import type { Position } from '../walkthrough/stage.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import type { Progress, Size, Slot } from './message.ts';
import type { Field } from './field.ts';
import type { Scan } from './scan.ts';
import type { Seek } from './seek.ts';

/** A loaded trial with what the viewer needs to draw it. */
export type LoadedTrial = {
  readonly key: number;
  readonly row: TrialRow;
  readonly trial: Trial;
  /** `contentHash` of the trial. */
  readonly hash: string;
  readonly signals: Readonly<Record<string, readonly MatchPattern[]>>;
};

/** A place in a trial: a turn, and a place in its shown text (negative: in its header lines). */
export type Anchor = { readonly turn: number; readonly offset: number };

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
  readonly typing: Field | undefined;
};

/** The trials that `[`, `]`, `n` and `N` walk: the Docket's list, or those of a search. */
export type Sequence =
  | { readonly type: 'filter' }
  | { readonly type: 'search'; readonly keys: readonly number[] };

export type Speed = 0.5 | 0.75 | 1 | 1.5 | 2 | 3 | 5;

export type ReplayScreen = {
  readonly type: 'replay';
  readonly key: number;
  readonly loaded: LoadedTrial | undefined;
  /** The step being read: a turn's number, or turns + 1 for the verdict. */
  readonly step: number;
  readonly anchor: Anchor;
  /** Earlier turns above, as one transcript; or one turn at a time. */
  readonly unfolded: boolean;
  readonly byTime: boolean;
  readonly details: boolean;
  readonly raw: boolean;
  readonly playing: boolean;
  /** While a film is on, playing or paused: the line that is being read. */
  readonly reading: Anchor | undefined;
  readonly speed: Speed;
  /** What to highlight: the filter's words, or the search's. */
  readonly patterns: readonly MatchPattern[];
  readonly sequence: Sequence;
  /** The match `n` and `N` stand on: a turn and where in its text the match begins. */
  readonly hit: { readonly turn: number; readonly start: number } | undefined;
  /** A hit that is still being looked for. */
  readonly seeking: Seek | undefined;
  /** What the rail marks, as far as it is known; undefined while there is no trial. */
  readonly scan: Scan | undefined;
  /** A quote that was jumped to: highlighted in its turn. */
  readonly quote: { readonly turn: number; readonly text: string } | undefined;
  /** Where to go when the trial has arrived. */
  readonly goal: Goal;
  /** Which neighbour was asked for last. */
  readonly heading: 1 | -1;
  /** Steps come back here with Backspace. */
  readonly back: readonly number[];
};
export type Goal =
  | { readonly type: 'start' }
  | { readonly type: 'turn'; readonly turn: number }
  | { readonly type: 'hit'; readonly turn: number }
  | { readonly type: 'first-hit' }
  | { readonly type: 'last-hit' };

export type SearchScreen = {
  readonly type: 'search';
  readonly pane: 'input' | 'results' | 'variants';
  readonly input: Field;
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
  /** Hit under the cursor, and first line shown. */
  readonly cursor: number;
  readonly top: number;
  readonly variantCursor: number;
};

export type StatsScreen = {
  readonly type: 'stats';
  readonly by: GroupField;
  readonly split: GroupField | undefined;
  readonly cross: boolean;
  readonly groups: readonly Group[] | undefined;
  readonly total: Group | undefined;
  readonly cursor: number;
  readonly column: number;
  readonly top: number;
};

export type PickerOption = {
  readonly value: string;
  readonly label: string;
  readonly counts?: Facet['values'][number]['counts'];
};
export type PickerScreen = {
  readonly type: 'picker';
  readonly title: string;
  /** What the choice is for. */
  readonly use:
    | { readonly type: 'filter'; readonly field: GroupField }
    | { readonly type: 'facet' }
    | { readonly type: 'sort' }
    | { readonly type: 'by' }
    | { readonly type: 'split' };
  readonly multiple: boolean;
  /** Undefined: the values of the field filtered by, as they are counted at the moment. */
  readonly options: readonly PickerOption[] | undefined;
  readonly chosen: readonly string[];
  readonly narrow: Field;
  readonly cursor: number;
};

export type HelpScreen = { readonly type: 'help'; readonly top: number };
export type PaletteScreen = {
  readonly type: 'palette';
  readonly input: Field;
  readonly cursor: number;
};
export type ProblemsScreen = { readonly type: 'problems'; readonly top: number };

/** The bookmarks: a walkthrough in the making. */
export type Bookmarks = {
  /** Its title is empty until somebody gives one; its paths are known where it is saved. */
  readonly walkthrough: Walkthrough;
  /** Earlier forms of it, the newest last. */
  readonly undo: readonly Walkthrough[];
  /** All of it is in a file of the person's own. */
  readonly saved: boolean;
  /** The file it was saved in, or read from. */
  readonly file: string | undefined;
  /** Told that something is not saved: leaving again leaves. */
  readonly warned: boolean;
  /** How many changes there were, and up to which one the draft has been written, or tried to be. */
  readonly changes: number;
  readonly tried: number;
  /** Why the draft is on no disk, as of the last try. */
  readonly unkept: string | undefined;
  /** What is told as soon as the last change is on the disk. */
  readonly toTell: string | undefined;
};

/** The list of bookmarks. */
export type BookmarksScreen = {
  readonly type: 'bookmarks';
  readonly cursor: number;
  readonly top: number;
};

/** The stage: a walkthrough shown to an audience. */
export type PresentScreen = {
  readonly type: 'present';
  readonly walkthrough: Walkthrough;
  /** Undefined while the collection is read. */
  readonly deck: Deck | undefined;
  readonly position: Position;
  /** Number of the stop to begin at, from 1; undefined: the title. */
  readonly from: number | undefined;
  /** It goes on by itself, at a reading speed. */
  readonly playing: boolean;
  readonly speed: Speed;
  /** Texts come letter by letter, and how far the one on the stage has come (undefined: it is whole). */
  readonly typing: boolean;
  readonly typed: number | undefined;
  /** Times of the clock: when it began (undefined: not yet) and now. Milliseconds. */
  readonly startedAt: number | undefined;
  readonly now: number;
  /** Opened by the command: leaving it ends the program. */
  readonly isRoot: boolean;
};

/** The list of chapters, over the stage. */
export type ChaptersScreen = {
  readonly type: 'chapters';
  readonly cursor: number;
  readonly top: number;
};

/** The speaker's own terminal, which follows a stage elsewhere. */
export type NotesScreen = {
  readonly type: 'notes';
  /** What it says now; undefined until a stage is reached. */
  readonly notes: SpeakerNotes | undefined;
  readonly isConnected: boolean;
  /** When that was said, and now. Milliseconds of this terminal's clock. */
  readonly heardAt: number;
  readonly now: number;
  /** Lines of the note that are scrolled away. */
  readonly top: number;
};

/** A line being typed at the bottom of a screen. */
export type Prompt = {
  readonly label: string;
  readonly field: Field;
  /** What it is for. `stop` is a place in the list of bookmarks. */
  readonly use:
    | { readonly type: 'stop'; readonly part: 'title' | 'note' | 'text'; readonly stop: number }
    /** A new stop of words alone, at this place. */
    | { readonly type: 'new-stop'; readonly stop: number }
    | { readonly type: 'title' }
    /** The name of a file. `replace`: the one that may be replaced, as was asked. */
    | { readonly type: 'save'; readonly replace: string | undefined };
};

export type Screen =
  | DocketScreen
  | ReplayScreen
  | SearchScreen
  | StatsScreen
  | PickerScreen
  | HelpScreen
  | PaletteScreen
  | ProblemsScreen
  | BookmarksScreen
  | PresentScreen
  | ChaptersScreen
  | NotesScreen;
export type ScreenType = Screen['type'];

export type Notice = { readonly text: string; readonly tone: 'info' | 'warning' | 'error' };

/** The filtered list: how long it is, and the rows around the viewport. */
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

export type Settings = {
  readonly sample: boolean;
  /** Pseudonyms stand for what is hidden. */
  readonly redacted?: boolean | undefined;
  /** What was opened, for the header. */
  readonly title: string;
  readonly wordsPerMinute: number;
  /** Extra or replaced keys by command. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly signals: readonly string[];
};

export type State = {
  readonly size: Size;
  readonly settings: Settings;
  /** The last one is on top and has the keys. Never empty; the first is the Docket. */
  readonly screens: readonly [DocketScreen, ...Screen[]];
  /** The filter in force, as typed, and what is wrong with the one typed last. */
  readonly filter: string;
  readonly filterError: QueryError | undefined;
  readonly sort: Sort;
  readonly list: ListState;
  readonly facets: readonly Facet[];
  readonly marked: readonly number[];
  readonly bookmarks: Bookmarks;
  /** Has the keys while it is there. */
  readonly prompt: Prompt | undefined;
  readonly preview: Asks['preview']['give'] | undefined;
  readonly problems: Asks['problems']['give']['problems'];
  readonly progress: Progress | undefined;
  /** True once the ingest has opened a database that can be asked. */
  readonly opened: boolean;
  /** Everything has been read once; more may come where files are followed. */
  readonly settled: boolean;
  readonly notice: Notice | undefined;
  /** Current ticket of each slot and timer. */
  readonly tickets: Readonly<Record<string, number>>;
  /** Slots that must be asked again as soon as the running ask is answered. */
  readonly busy: Readonly<Partial<Record<Slot, boolean>>>;
  readonly stale: Readonly<Partial<Record<Slot, boolean>>>;
  readonly quitting: boolean;
  /** A trial to open as soon as it is there. `instead`: in the replay that is open. */
  readonly wanted:
    | {
        readonly trial: string;
        readonly turn: number | undefined;
        readonly instead?: boolean;
      }
    | undefined;
};
