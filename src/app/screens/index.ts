/**
 * The table of screens: what each does with the keys that are bound in its contexts, with what is
 * typed, with answers, and while reading goes on. The compiler holds it against the table of bindings:
 * a command that is bound in a context of a screen needs a handler there, and no other has one.
 */
import type { RequestName } from '../../collection/protocol.ts';
import type { ScreenCommand } from '../commands.ts';
import type { KeyContext } from '../key-contexts.ts';
import type { TimerName } from '../message.ts';
import { auditReportRow } from './audit-report/update.ts';
import { bookmarksRow } from './bookmarks/update.ts';
import { chaptersRow } from './chapters/update.ts';
import { claimsRow } from './claims/update.ts';
import { compareRow } from './compare/update.ts';
import { concordanceRow } from './concordance/update.ts';
import { disagreementsRow } from './disagreements/update.ts';
import { docketRow } from './docket/update.ts';
import { helpRow } from './help/update.ts';
import { notesRow } from './notes/update.ts';
import { paletteRow } from './palette/update.ts';
import { pickerRow } from './picker/update.ts';
import { presentRow } from './present/update.ts';
import { problemsRow } from './problems/update.ts';
import { promptRow } from './prompt/update.ts';
import { replayRow } from './replay/update.ts';
import type { Answers, AnyRow, Events, ScreenRow, Timers } from './screen.ts';
import { secondLookRow } from './second-look/update.ts';
import { searchRow } from './search/update.ts';
import type { FocusType } from './states.ts';
import { statsRow } from './stats/update.ts';

type Rows = { readonly [T in FocusType]: ScreenRow<T> };

/** Rows in which what has no binding cannot be: a spread would bring it along unseen. */
type Bound<R extends Rows> = {
  readonly [T in FocusType]: {
    readonly handlers: {
      readonly [C in keyof R[T]['handlers']]: {
        readonly [K in keyof R[T]['handlers'][C]]: K extends ScreenCommand<Extract<C, KeyContext>>
          ? unknown
          : never;
      };
    };
  };
};

/** The answers that no row takes, and the timers that none has. */
type Untaken<R extends Rows> =
  | Exclude<RequestName, KeysIn<R, 'answers'>>
  | Exclude<TimerName, 'notice' | KeysIn<R, 'timers'>>;
type KeysIn<R extends Rows, Part extends 'answers' | 'timers'> = {
  [T in FocusType]: R[T] extends { readonly [P in Part]: infer Of } ? keyof Of : never;
}[FocusType];

/** The table as it is, if the compiler finds nothing unbound in it and nothing missing. */
export function screenTable<const R extends Rows>(
  rows: R & Bound<R> & ([Untaken<R>] extends [never] ? unknown : { readonly missing: Untaken<R> }),
): R {
  return rows;
}

export const SCREENS = screenTable({
  docket: docketRow,
  replay: replayRow,
  search: searchRow,
  stats: statsRow,
  compare: compareRow,
  concordance: concordanceRow,
  picker: pickerRow,
  palette: paletteRow,
  help: helpRow,
  problems: problemsRow,
  secondLook: secondLookRow,
  claims: claimsRow,
  bookmarks: bookmarksRow,
  prompt: promptRow,
  present: presentRow,
  chapters: chaptersRow,
  notes: notesRow,
  'audit-report': auditReportRow,
  disagreements: disagreementsRow,
});

const ROWS: readonly (Events & { readonly handlers: unknown })[] = Object.values(SCREENS);

/** What a screen or the prompt does; that it takes what has the keys is for the caller to see to. */
export function rowOf(type: FocusType): AnyRow {
  return SCREENS[type] as unknown as AnyRow;
}

/** What each screen does when more has been read, in the order of the table. */
export const ON_LOAD = ROWS.flatMap(({ onLoad }) => onLoad ?? []);
/** What each screen does when a store has been opened. */
export const ON_OPENED = ROWS.flatMap(({ onOpened }) => onOpened ?? []);
/** What each screen does at another size. */
export const ON_RESIZE = ROWS.flatMap(({ onResize }) => onResize ?? []);
export const ANSWERS: Answers = Object.assign({}, ...ROWS.map(({ answers }) => answers));
export const TIMERS: Timers = Object.assign({}, ...ROWS.map(({ timers }) => timers));
