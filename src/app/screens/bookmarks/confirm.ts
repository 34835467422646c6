/** What is said of bookmarks: only what is on the disk is confirmed. */
import type { Message } from '../../message.ts';
import type { State } from '../../state.ts';
import { notify, type Transition } from '../../transition.ts';

/** Says that something was done as soon as it is on the disk, or why it is not. */
export function confirm(state: State, text: string): Transition {
  const { bookmarks } = state;
  const { changes, tried, unkept } = bookmarks;
  if (tried < changes) {
    return [{ ...state, notice: undefined, bookmarks: { ...bookmarks, toTell: text } }];
  }
  return unkept === undefined ? notify(state, text) : complain(state, unkept);
}

/** What became of the draft: the last change is confirmed, a failure is told. */
export function takeKept(
  state: State,
  { change, problem }: Extract<Message, { type: 'kept' }>,
): Transition {
  const { bookmarks } = state;
  const { toTell } = bookmarks;
  const isLast = change >= bookmarks.changes;
  const isNews = problem !== undefined && problem !== bookmarks.unkept;
  const next: State = {
    ...state,
    bookmarks: {
      ...bookmarks,
      tried: Math.max(change, bookmarks.tried),
      unkept: problem,
      ...(isLast ? { toTell: undefined } : {}),
    },
  };
  if (isLast && toTell !== undefined) return confirm(next, toTell);
  return isNews ? complain(next, problem) : [next];
}

function complain(state: State, problem: string): Transition {
  return notify(state, `Bookmarks are lost if the program dies: ${problem}`, 'error');
}
