/** A trial that is wanted by its id: asked for until it is there. */
import type { State } from '../../state.ts';
import { askIn, notify, topScreen, type Transition } from '../../transition.ts';
import type { Answering } from '../screen.ts';
import { goToTrial, openReplay } from './open.ts';

export function askWanted(state: State): Transition {
  if (state.wanted === undefined) return [state];
  return askIn(state, 'place', { name: 'find', take: { id: state.wanted.trial } });
}

/** The trial named on the command line may come with what is read next. */
export function askWantedLater(state: State): Transition {
  return state.busy.place === true ? [state] : askWanted(state);
}

export const wantedAnswer: Answering<'find'> = {
  take: (state, { key }) => {
    const { wanted } = state;
    if (wanted === undefined) return [state];
    const goal =
      wanted.turn === undefined
        ? { type: 'start' as const }
        : { type: 'turn' as const, turn: wanted.turn };
    const found = { ...state, wanted: undefined };
    return wanted.instead === true && topScreen(state).type === 'replay'
      ? goToTrial(found, key, goal)
      : openReplay(found, key, goal);
  },
  refused: (state, answer) => {
    // It may still be read; when everything has been, say that it is not there.
    if (state.wanted === undefined || state.progress?.phase !== 'done') return [state];
    const reason = 'failure' in answer ? answer.failure : answer.queryError.message;
    return notify({ ...state, wanted: undefined }, reason, 'error');
  },
};
