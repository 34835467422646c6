/** The table of drawings: what each screen is drawn with. */
import { createElement, type ReactNode } from 'react';
import type { Screen, ScreenType } from '../../app/screens/states.ts';
import type { State } from '../../app/state.ts';
import { AuditReport } from './audit-report.tsx';
import { Bookmarks } from './bookmarks.tsx';
import { Chapters } from './chapters.tsx';
import { Claims } from './claims.tsx';
import { Compare } from './compare.tsx';
import { Concordance } from './concordance.tsx';
import { Disagreements } from './disagreements.tsx';
import { Docket } from './docket.tsx';
import { Help } from './help.tsx';
import { Notes } from './notes.tsx';
import { Palette } from './palette.tsx';
import { Picker } from './picker.tsx';
import { Present } from './present.tsx';
import { Problems } from './problems.tsx';
import { Replay } from './replay.tsx';
import { SecondLook } from './second-look.tsx';
import { Search } from './search.tsx';
import { Stats } from './stats.tsx';

type Props<S> = { readonly state: State; readonly screen: S };
type Drawings = {
  readonly [T in ScreenType]: (props: Props<Extract<Screen, { type: T }>>) => ReactNode;
};

const DRAWINGS: Drawings = {
  docket: Docket,
  replay: Replay,
  search: Search,
  stats: Stats,
  compare: Compare,
  concordance: Concordance,
  picker: Picker,
  palette: Palette,
  help: Help,
  problems: Problems,
  secondLook: SecondLook,
  claims: Claims,
  bookmarks: Bookmarks,
  present: Present,
  chapters: Chapters,
  notes: Notes,
  'audit-report': AuditReport,
  disagreements: Disagreements,
};

/** A screen as what draws it. */
export function drawn(state: State, screen: Screen): ReactNode {
  // The row of a screen's type takes that screen, which the compiler cannot see through the union.
  const drawing = DRAWINGS[screen.type] as (props: Props<Screen>) => ReactNode;
  return createElement(drawing, { state, screen });
}
