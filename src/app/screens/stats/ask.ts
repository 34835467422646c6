/** Asking for the groups of the Stats. */
import { together } from '../../../query/together.ts';
import type { State } from '../../state.ts';
import { ask, type Transition } from '../../transition.ts';

/** Asks for the groups of the topmost stats screen, if there is one. */
export function askStats(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'stats');
  if (screen === undefined || !state.opened) return [state];
  const by = screen.split === undefined ? [screen.by] : [screen.by, screen.split];
  if (screen.funnel !== undefined) {
    const { stages, only: of } = screen.funnel;
    return ask(state, {
      name: 'funnel',
      params: { query: { text: state.filter }, of, stages, by },
    });
  }
  if (screen.share !== undefined) {
    const { share } = screen.share;
    const of = together(screen.share.only, screen.share.of);
    return ask(state, { name: 'shares', params: { query: { text: state.filter }, share, of, by } });
  }
  return ask(state, { name: 'stats', params: { query: { text: state.filter }, by } });
}
