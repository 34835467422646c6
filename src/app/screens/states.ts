/**
 * What each screen is: its state (`initial` makes it), and the contexts in which it takes keys. The
 * types of screens and contexts come from this table; what screens do with keys is in `index.ts`.
 */
import { auditReport } from './audit-report/state.ts';
import { bookmarks } from './bookmarks/state.ts';
import { chapters } from './chapters/state.ts';
import { claims } from './claims/state.ts';
import { compare } from './compare/state.ts';
import { concordance } from './concordance/state.ts';
import { disagreements } from './disagreements/state.ts';
import { docket } from './docket/state.ts';
import { help } from './help/state.ts';
import { notes } from './notes/state.ts';
import { palette } from './palette/state.ts';
import { picker } from './picker/state.ts';
import { present } from './present/state.ts';
import { problems } from './problems/state.ts';
import { prompt } from './prompt/state.ts';
import { replay } from './replay/state.ts';
import { secondLook } from './second-look/state.ts';
import { search } from './search/state.ts';
import { stats } from './stats/state.ts';

/** Where keys go. */
type Context = {
  readonly title: string;
  /** What keys are there: commands of a place of work or of a page that is looked at, or letters. */
  readonly keys: 'work' | 'page' | 'text';
};

export const STATES = {
  docket,
  replay,
  search,
  stats,
  compare,
  concordance,
  picker,
  palette,
  help,
  problems,
  secondLook,
  claims,
  bookmarks,
  prompt,
  present,
  chapters,
  notes,
  'audit-report': auditReport,
  disagreements,
} as const satisfies Record<
  string,
  {
    readonly initial: unknown;
    readonly contexts: Readonly<Record<string, Context>>;
    readonly contextOf: (focus: never) => string;
  }
>;
type States = typeof STATES;

/** What can have the keys: a screen, or the prompt. */
export type FocusType = keyof States;
export type FocusOf<T extends FocusType> = ReturnType<States[T]['initial']>;
export type ContextOf<T extends FocusType> = keyof States[T]['contexts'] & string;

export type ScreenType = Exclude<FocusType, 'prompt'>;
type ScreenOf<T extends ScreenType> = FocusOf<T>;
export type Screen = { [T in ScreenType]: ScreenOf<T> }[ScreenType];
