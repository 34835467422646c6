/** The one function that changes a review: pure, total over every message. */
import {
  changeConfidence,
  chooseLabel,
  chooseOutcome,
  current,
  give,
  goOn,
  markTurn,
  open,
  removeEvidence,
  spentUpTo,
  startMarking,
  takeKept,
  withDraft,
  type ReviewTransition,
} from './answering.ts';
import { reviewCommand, type ReviewCommand } from './keys.ts';
import type { ReviewMessage } from './message.ts';
import {
  atTurn,
  hitBy,
  isMoreBelow,
  reviewLayout,
  scrolled,
  toFinal,
  toKind,
  toSide,
  turnsOf,
} from './reading.ts';
import { atEnd, copied, inList, marking, typing } from './modes.ts';
import { currentItem, nextOpen, READ, type ReviewState } from './state.ts';

export function updateReview(state: ReviewState, message: ReviewMessage): ReviewTransition {
  switch (message.type) {
    case 'key':
      return keyPressed(timed({ ...state, notice: '' }, message.now), message.key, message.now);
    case 'paste':
      return state.mode.type === 'text'
        ? [{ ...state, mode: { ...state.mode, text: state.mode.text + message.text } }]
        : [state];
    case 'resize':
      return [{ ...state, size: message.size }];
    case 'kept':
      return [takeKept(state, message.record, message)];
    case 'failed':
      return [{ ...state, isSaving: false, notice: message.text }];
    case 'closed':
      return [{ ...state, head: message.head, mode: { type: 'closed', head: message.head } }];
    default:
      return message satisfies never;
  }
}

/** Time at work goes on with every key. */
function timed(state: ReviewState, now: number): ReviewState {
  const item = currentItem(state)?.drawn.item;
  const isReading = !['list', 'end', 'closed'].includes(state.mode.type);
  if (item === undefined || !isReading) return { ...state, lastKey: now };
  return { ...state, spent: new Map(state.spent).set(item, spentUpTo(state, now)), lastKey: now };
}

function keyPressed(state: ReviewState, key: string, now: number): ReviewTransition {
  const { mode } = state;
  if (key === 'ctrl+c') return [state, { type: 'quit' }];
  switch (mode.type) {
    case 'read': {
      const command = reviewCommand(key);
      return command === undefined ? [state] : run(state, command, key, now);
    }
    case 'mark':
      return marking(state, mode.marking, key);
    case 'labels':
      if (['esc', 'enter', 'L', 'q'].includes(key)) return [{ ...state, mode: READ }];
      if (key === 'j' || key === 'down' || key === 'tab') {
        return [
          { ...state, mode: { type: 'labels', at: (mode.at + 1) % state.rubric.labels.length } },
        ];
      }
      return [/^[1-9]$/.test(key) ? chooseLabel(state, mode.at, Number(key)) : state];
    case 'cannot': {
      const reason = /^[1-9]$/.test(key) ? state.rubric.cannot[Number(key) - 1] : undefined;
      if (reason === undefined)
        return [['esc', 'q'].includes(key) ? { ...state, mode: READ } : state];
      return [{ ...withDraft(state, { outcome: undefined, cannot: reason }), mode: READ }];
    }
    case 'recognised': {
      const what = ['model', 'trial', 'verdict'][Number(key) - 1];
      if (key === '0') return [{ ...withDraft(state, { recognised: undefined }), mode: READ }];
      if (what === undefined)
        return [['esc', 'q'].includes(key) ? { ...state, mode: READ } : state];
      return [{ ...withDraft(state, { recognised: what }), mode: READ }];
    }
    case 'text':
      return typing(state, mode, key);
    case 'list':
      return inList(state, mode.at, key, now);
    case 'page':
      if (key === 'j' || key === 'down')
        return [{ ...state, mode: { ...mode, top: mode.top + 1 } }];
      if (key === 'k' || key === 'up')
        return [{ ...state, mode: { ...mode, top: Math.max(0, mode.top - 1) } }];
      return [{ ...state, mode: READ }];
    case 'end':
      return atEnd(state, mode.at, key, now);
    case 'revealed':
      return [goOn({ ...state, lastKey: now }, '')];
    case 'closed':
      if (key === 'y') return copied(state);
      return key === 'q' || key === 'enter' || key === 'esc' ? [state, { type: 'quit' }] : [state];
    default:
      return mode satisfies never;
  }
}

function run(
  state: ReviewState,
  command: ReviewCommand,
  key: string,
  now: number,
): ReviewTransition {
  const page = Math.max(1, reviewLayout(state).rows - 1);
  switch (command) {
    case 'nextTurn':
    case 'previousTurn': {
      const step = state.step + (command === 'nextTurn' ? 1 : -1);
      if (step < 1) return [{ ...state, notice: 'this is the first turn' }];
      if (step > turnsOf(state)) return [{ ...state, notice: 'this is the last turn' }];
      return [atTurn(state, step)];
    }
    case 'readOn':
      if (isMoreBelow(state)) return [scrolled(state, page)];
      return state.step < turnsOf(state)
        ? [atTurn(state, state.step + 1)]
        : [{ ...state, notice: 'this is the end of the trial' }];
    case 'down':
      return [scrolled(state, 1)];
    case 'up':
      return [scrolled(state, -1)];
    case 'pageDown':
      return [scrolled(state, page)];
    case 'pageUp':
      return [scrolled(state, -page)];
    case 'first':
      return [atTurn(state, 1, true)];
    case 'last':
      return [atTurn(state, turnsOf(state), true)];
    case 'nextEmail':
      return [toKind(state, 'email')];
    case 'nextReasoning':
      return [toKind(state, 'reasoning')];
    case 'nextAction':
      return [toKind(state, 'action')];
    case 'finalMessage':
      return [toFinal(state)];
    case 'sideA':
      return [toSide(state, 0)];
    case 'sideB':
      return [toSide(state, 1)];
    case 'jumpBack': {
      const step = state.back.at(-1);
      return [
        step === undefined ? state : { ...atTurn(state, step), back: state.back.slice(0, -1) },
      ];
    }
    case 'nextHit':
      return [hitBy(state, 1)];
    case 'previousHit':
      return [hitBy(state, -1)];
    case 'raw':
      return [{ ...atTurn(state, state.step), raw: !state.raw }];
    case 'goToTurn':
    case 'find':
    case 'note':
    case 'skip': {
      const what = command === 'goToTurn' ? 'turn' : command;
      const text = what === 'note' ? current(state).note : '';
      return [{ ...state, mode: { type: 'text', what, text } }];
    }
    case 'leave':
      return [state, { type: 'quit' }];
    default:
      return answer(state, command, key, now);
  }
}

type AnswerCommand = Extract<
  ReviewCommand,
  | 'outcome'
  | 'surer'
  | 'lessSure'
  | 'mark'
  | 'markTurn'
  | 'unmark'
  | 'labels'
  | 'give'
  | 'flag'
  | 'recognised'
  | 'previousItem'
  | 'nextItem'
  | 'rubric'
  | 'overview'
  | 'help'
>;

function answer(
  state: ReviewState,
  command: AnswerCommand,
  key: string,
  now: number,
): ReviewTransition {
  const item = currentItem(state)?.drawn.item ?? 0;
  switch (command) {
    case 'outcome':
      return [chooseOutcome(state, Number(key))];
    case 'surer':
      return [changeConfidence(state, 1)];
    case 'lessSure':
      return [changeConfidence(state, -1)];
    case 'mark':
      return [startMarking(state)];
    case 'markTurn':
      return markTurn(state);
    case 'unmark':
      return removeEvidence(state);
    case 'labels':
      return [
        state.rubric.labels.length === 0
          ? { ...state, notice: 'this rubric has no labels' }
          : { ...state, mode: { type: 'labels', at: 0 } },
      ];
    case 'give':
      return give(state, now);
    case 'flag': {
      const reason = state.flagged.has(item) ? { reason: 'removed' } : {};
      return [state, { type: 'keep', record: { type: 'flag', item, ...reason } }];
    }
    case 'recognised':
      return [{ ...state, mode: { type: 'recognised' } }];
    case 'previousItem':
      return [open(state, Math.max(0, state.at - 1), now)];
    case 'nextItem': {
      const at = nextOpen(state.items, state.answers, state.skipped, state.at);
      return [at === undefined ? { ...state, mode: { type: 'end', at: 0 } } : open(state, at, now)];
    }
    case 'rubric':
      return [{ ...state, mode: { type: 'page', of: 'rubric', top: 0 } }];
    case 'overview':
      return [{ ...state, mode: { type: 'list', at: state.at } }];
    case 'help':
      return [{ ...state, mode: { type: 'page', of: 'keys', top: 0 } }];
    default:
      return command satisfies never;
  }
}
