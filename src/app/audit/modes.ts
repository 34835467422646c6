/** Keys while words are marked, a text is typed, in the overview, and at the end. */
import { copyOf } from '../../text/copy.ts';
import { keepDraft, markWords, open, withDraft, type ReviewTransition } from './answering.ts';
import { atTurn, hitBy, showPlace, turnsOf, wordBelow, wordsOf } from './reading.ts';
import { currentItem, READ, type Mode, type ReviewState } from './state.ts';

export function marking(
  state: ReviewState,
  { from, at }: { readonly from: number | undefined; readonly at: number },
  key: string,
): ReviewTransition {
  const last = wordsOf(state).length - 1;
  const to = (next: number): ReviewTransition => {
    const place = Math.max(0, Math.min(last, next));
    const moved: ReviewState = { ...state, mode: { type: 'mark', marking: { from, at: place } } };
    return [showPlace(moved, wordsOf(state)[place]?.start ?? 0)];
  };
  switch (key) {
    case 'l':
    case 'right':
      return to(at + 1);
    case 'h':
    case 'left':
      return to(at - 1);
    case 'j':
    case 'down':
      return to(wordBelow(state, at, 1));
    case 'k':
    case 'up':
      return to(wordBelow(state, at, -1));
    case 'enter':
    case 'v':
      return from === undefined
        ? [{ ...state, mode: { type: 'mark', marking: { from: at, at } } }]
        : markWords(state, from, at);
    case 'esc':
    case 'q':
      return [{ ...state, mode: READ }];
    default:
      return [state];
  }
}

export function typing(
  state: ReviewState,
  { what, text }: Extract<Mode, { type: 'text' }>,
  key: string,
): ReviewTransition {
  const isDone = key === 'ctrl+d' || key === 'esc' || (key === 'enter' && what !== 'note');
  if (!isDone) {
    const typed = key === 'enter' ? '\n' : key === 'space' ? ' ' : [...key].length === 1 ? key : '';
    const next = key === 'backspace' ? [...text].slice(0, -1).join('') : text + typed;
    return [{ ...state, mode: { type: 'text', what, text: next } }];
  }
  const read: ReviewState = { ...state, mode: READ };
  // A comment is kept however it is left; the others are given up by Esc.
  if (what === 'note') return keepDraft(withDraft(read, { note: text.trim() }));
  if (key === 'esc') return [read];
  if (what === 'find') return [hitBy({ ...read, find: text }, 1)];
  if (what === 'skip') {
    const item = currentItem(state)?.drawn.item ?? 0;
    const reason = text.trim() === '' ? {} : { reason: text.trim() };
    return [read, { type: 'keep', record: { type: 'skip', item, ...reason } }];
  }
  const step = Number(text);
  return [
    Number.isInteger(step) && step >= 1 && step <= turnsOf(state)
      ? atTurn(read, step, true)
      : { ...read, notice: `turns are 1 to ${turnsOf(state)}` },
  ];
}

export function inList(state: ReviewState, at: number, key: string, now: number): ReviewTransition {
  const last = state.items.length - 1;
  const to = (next: number): ReviewTransition => [
    { ...state, mode: { type: 'list', at: Math.max(0, Math.min(last, next)) } },
  ];
  const page = Math.max(1, state.size.rows - 4);
  if (key === 'j' || key === 'down') return to(at + 1);
  if (key === 'k' || key === 'up') return to(at - 1);
  if (key === 'pagedown' || key === 'space') return to(at + page);
  if (key === 'pageup') return to(at - page);
  if (key === 'g' || key === 'home') return to(0);
  if (key === 'G' || key === 'end') return to(last);
  if (key === 'enter') return [open(state, at, now)];
  return ['esc', 'q', 'O'].includes(key) ? [{ ...state, mode: READ }] : [state];
}

export function atEnd(state: ReviewState, at: number, key: string, now: number): ReviewTransition {
  if (key === 'j' || key === 'down')
    return [{ ...state, mode: { type: 'end', at: Math.min(2, at + 1) } }];
  if (key === 'k' || key === 'up')
    return [{ ...state, mode: { type: 'end', at: Math.max(0, at - 1) } }];
  if (key === 'y') return copied(state);
  if (key === 'q') return [state, { type: 'quit' }];
  if (key === 'O') return [{ ...state, mode: { type: 'list', at: state.at } }];
  if (key !== 'enter') return [state];
  if (at === 0) return [{ ...state, notice: 'closing…' }, { type: 'close' }];
  if (at === 2) return [state, { type: 'quit' }];
  const flagged = state.items.findIndex(({ drawn }) => state.flagged.has(drawn.item));
  return [open(state, Math.max(0, flagged), now)];
}

export function copied(state: ReviewState): ReviewTransition {
  const { text } = copyOf(state.head);
  return [
    { ...state, notice: 'copied the head of the file' },
    { type: 'copy', text },
  ];
}
