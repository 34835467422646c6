/** Asking for the groups of the Stats. */
import type { State } from '../../state.ts';
import { ask, type Transition } from '../../transition.ts';

/** Asks for the groups of the topmost stats screen, if there is one. */
export function askStats(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'stats');
  if (screen === undefined || !state.opened) return [state];
  const by = screen.split === undefined ? [screen.by] : [screen.by, screen.split];
  return ask(state, { name: 'stats', params: { query: { text: state.filter }, by } });
}
