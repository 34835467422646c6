/** A trial that is wanted by its id: asked for until it is there. */
import type { State } from '../../state.ts';
import { ask, notify, push, sequence, topScreen, type Transition } from '../../transition.ts';
import type { Answering } from '../screen.ts';
import { askCompare } from '../compare/open.ts';
import { walkedOf } from '../search/ask.ts';
import { goToTrial, openReplay } from './open.ts';

export function askWanted(state: State): Transition {
  if (state.wanted === undefined) return [state];
  return ask(state, { name: 'find', params: { id: state.wanted.trial } });
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
    const below = topScreen(found);
    if (wanted.instead === true && below.type === 'replay') return goToTrial(found, key, goal);
    const { over } = wanted;
    return sequence(
      found,
      (one) => openReplay(one, key, goal, below.type === 'search' ? walkedOf(below) : {}),
      (one) => (over === undefined ? [one] : askCompare(push(one, over))),
    );
  },
  refused: (state, reason) => {
    // It may still be read; when everything has been, say that it is not there.
    if (state.wanted === undefined || state.progress?.phase !== 'done') return [state];
    const message = reason.type === 'failure' ? reason.message : reason.error.message;
    return notify({ ...state, wanted: undefined }, message, 'error');
  },
};
