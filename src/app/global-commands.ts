/** What the commands do that mean the same on every screen. */
import type { GlobalCommand } from './commands.ts';
import { wantConcordance } from './screens/concordance/want.ts';
import { help } from './screens/help/state.ts';
import { palette } from './screens/palette/state.ts';
import { openSecondLook } from './screens/second-look/update.ts';
import { openSearch } from './screens/search/update.ts';
import { openStats } from './screens/stats/update.ts';
import type { State } from './state.ts';
import { notify, push, sequence, type Transition } from './transition.ts';
import { askToSave, openBookmarks } from './screens/bookmarks/actions.ts';

export const GLOBAL_COMMANDS: {
  readonly [K in GlobalCommand]: (state: State) => Transition;
} = {
  quit: (state) => [{ ...state, quitting: true }, { type: 'quit' }],
  suspend: (state) => [state, { type: 'suspend' }],
  redraw: (state) => [state, { type: 'redraw' }],
  mouse: (state) => {
    const mouse = !state.mouse;
    const text = mouse
      ? 'Mouse on; with Shift the terminal selects'
      : 'Mouse off: the terminal selects';
    return sequence(
      state,
      (one) => [
        { ...one, mouse },
        { type: 'mouse', isOn: mouse },
      ],
      (one) => notify(one, text),
    );
  },
  help: (state) => [push(state, help.initial())],
  palette: (state) => [push(state, palette.initial())],
  search: openSearch,
  stats: openStats,
  secondLook: openSecondLook,
  concordance: wantConcordance,
  bookmarks: openBookmarks,
  saveBookmarks: askToSave,
};
