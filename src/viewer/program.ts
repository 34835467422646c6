/** Holds the viewer's state, feeds messages through `update`, and hands effects to be carried out. */
import type { Effect, Message } from '../app/message.ts';
import type { State } from '../app/state.ts';
import { update } from '../app/update.ts';
import type { Program } from '../ui/app.tsx';
import { remember } from './recent-messages.ts';

export type Perform = (effect: Effect) => void;

/**
 * A program: messages go in one at a time, in order, also those sent while one is handled. `record`
 * takes each before it is handled.
 */
export function createProgram(
  initial: State,
  perform: Perform,
  record?: (message: Message) => void,
): Program {
  let state = initial;
  const listeners = new Set<() => void>();
  const queue: Message[] = [];
  let handling = false;

  function send(message: Message): void {
    queue.push(message);
    if (handling) return;
    handling = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        remember(next.type);
        record?.(next);
        const [changed, ...effects] = update(state, next);
        const isNew = changed !== state;
        state = changed;
        if (isNew) for (const listener of listeners) listener();
        for (const effect of effects) perform(effect);
      }
    } finally {
      handling = false;
    }
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
  };
}
