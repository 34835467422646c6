/** Filling in an answer, and giving it. */
import { REASONS } from '../../audit/adjudicate.ts';
import { evidenceAt } from '../../audit/evidence.ts';
import { labelValues } from '../../audit/rubric.ts';
import type { Answer, Evidence } from '../../audit/schema.ts';
import type { KeptRecord, ReviewEffect } from './message.ts';
import { atTurn, wordInView, wordsOf } from './reading.ts';
import {
  currentItem,
  draftOf,
  nextOpen,
  TOP_ROW,
  type Draft,
  type ReviewState,
  type Spent,
} from './state.ts';

export type ReviewTransition = readonly [ReviewState, ...ReviewEffect[]];

/** A pause is no work beyond this. Milliseconds. */
const LONGEST_GAP = 120_000;

export function withDraft(state: ReviewState, change: Partial<Draft>): ReviewState {
  const item = currentItem(state)?.drawn.item ?? 0;
  const draft = { ...draftOf(state, item), ...change };
  return { ...state, drafts: new Map(state.drafts).set(item, draft) };
}

export function current(state: ReviewState): Draft {
  return draftOf(state, currentItem(state)?.drawn.item ?? 0);
}

/** A digit: an outcome by its place; the one after the last asks why it cannot be judged. */
export function chooseOutcome(state: ReviewState, place: number): ReviewState {
  const { outcomes } = state.rubric;
  if (place === outcomes.length + 1) return { ...state, mode: { type: 'cannot' } };
  const why = REASONS[place - outcomes.length - 2];
  if (why !== undefined && currentItem(state)?.sides !== undefined)
    return withDraft(state, { why });
  const outcome = outcomes[place - 1]?.value;
  if (outcome === undefined) return { ...state, notice: `there is no answer ${place}` };
  return withDraft(state, { outcome, cannot: undefined });
}

export function changeConfidence(state: ReviewState, by: 1 | -1): ReviewState {
  if (state.rubric.confidence === 'off') {
    return { ...state, notice: 'this rubric does not ask how sure you are' };
  }
  const before = current(state).confidence;
  const confidence = before === undefined ? 2 : Math.max(1, Math.min(3, before + by));
  return withDraft(state, { confidence });
}

/** A digit in the labels: a value, and on to the next label. */
export function chooseLabel(state: ReviewState, at: number, place: number): ReviewState {
  const label = state.rubric.labels[at];
  const value = label === undefined ? undefined : labelValues(label)[place - 1];
  if (label === undefined || value === undefined) return state;
  const next = withDraft(state, { labels: { ...current(state).labels, [label.name]: value } });
  const isLast = at + 1 >= state.rubric.labels.length;
  return { ...next, mode: isLast ? { type: 'read' } : { type: 'labels', at: at + 1 } };
}

export function startMarking(state: ReviewState): ReviewState {
  if (state.raw || wordsOf(state).length === 0) {
    return { ...state, notice: 'there are no words to mark here' };
  }
  return { ...state, mode: { type: 'mark', marking: { from: undefined, at: wordInView(state) } } };
}

/** Keeps the words from `from` to `at` as evidence. */
export function markWords(state: ReviewState, from: number, at: number): ReviewTransition {
  const words = wordsOf(state);
  const first = words[Math.min(from, at)];
  const last = words[Math.max(from, at)];
  const item = currentItem(state);
  if (first === undefined || last === undefined || item === undefined) return [state];
  const text = item.review.blind.turns[state.step - 1]?.text ?? '';
  // What is shown differs from the text where characters that cannot be seen are told by marks.
  const isSame =
    text.slice(first.start, first.end) === first.text &&
    text.slice(last.start, last.end) === last.text;
  if (!isSame) {
    return [
      {
        ...state,
        mode: { type: 'read' },
        notice: 'this text has characters that cannot be seen: V marks the whole turn',
      },
    ];
  }
  return addEvidence(state, evidenceAt(item.review, state.step, first.start, last.end));
}

export function markTurn(state: ReviewState): ReviewTransition {
  const item = currentItem(state);
  const text = item?.review.blind.turns[state.step - 1]?.text ?? '';
  return item === undefined
    ? [state]
    : addEvidence(state, evidenceAt(item.review, state.step, 0, text.length));
}

function addEvidence(state: ReviewState, evidence: Evidence | undefined): ReviewTransition {
  const read: ReviewState = { ...state, mode: { type: 'read' } };
  if (evidence === undefined) return [{ ...read, notice: 'there are no words to mark here' }];
  return keepDraft(withDraft(read, { evidence: [...current(state).evidence, evidence] }));
}

export function removeEvidence(state: ReviewState): ReviewTransition {
  const { evidence } = current(state);
  if (evidence.length === 0) return [{ ...state, notice: 'nothing is marked' }];
  return keepDraft(withDraft(state, { evidence: evidence.slice(0, -1) }));
}

/** Notes and quotes are kept before the answer: they are the work that would be missed. */
export function keepDraft(state: ReviewState): ReviewTransition {
  const item = currentItem(state)?.drawn.item ?? 0;
  const { note, evidence } = current(state);
  return [state, { type: 'keep', record: { type: 'draft', item, note, evidence: [...evidence] } }];
}

/** What an answer still needs, in words, and the mode in which it is given. */
function missing(
  state: ReviewState,
): { readonly text: string; readonly mode: ReviewState['mode'] } | undefined {
  const { rubric } = state;
  const { outcome, cannot, confidence, labels, evidence, why } = current(state);
  const read = { type: 'read' } as const;
  if (outcome === undefined && cannot === undefined) {
    return { text: `no answer yet: 1 to ${rubric.outcomes.length + 1}`, mode: read };
  }
  if (currentItem(state)?.sides !== undefined) {
    return why === undefined
      ? { text: 'why do they differ? choose one of the last four', mode: read }
      : undefined;
  }
  if (cannot !== undefined) return undefined;
  const label = rubric.labels.findIndex(
    ({ name, required }) => required === true && labels[name] === undefined,
  );
  if (label >= 0) return { text: 'this label is needed', mode: { type: 'labels', at: label } };
  if (rubric.confidence === 'required' && confidence === undefined) {
    return { text: 'how sure are you? + and -', mode: read };
  }
  const needed = rubric.evidence[outcome ?? ''] ?? 0;
  if (evidence.length < needed) {
    return { text: `"${outcome ?? ''}" needs ${needed} evidence: v marks words`, mode: read };
  }
  return undefined;
}

export function give(state: ReviewState, now: number): ReviewTransition {
  const item = currentItem(state);
  if (item === undefined || state.isSaving) return [state];
  const lack = missing(state);
  if (lack !== undefined) return [{ ...state, notice: lack.text, mode: lack.mode }];
  const { drawn } = item;
  const { outcome, cannot, confidence, labels, note, evidence, recognised, why } = current(state);
  const before = state.answers.get(drawn.item);
  const spent = spentUpTo(state, now);
  const record: Extract<KeptRecord, { type: 'answer' }> = {
    type: 'answer',
    item: drawn.item,
    content: drawn.content,
    shown: drawn.shown,
    ...(cannot === undefined ? { outcome } : { cannot: { reason: cannot } }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
    ...(note === '' ? {} : { note }),
    ...(evidence.length === 0 ? {} : { evidence: [...evidence] }),
    ...(recognised === undefined ? {} : { recognised }),
    ...(why === undefined ? {} : { why }),
    ...(state.flagged.has(drawn.item) ? { flagged: true } : {}),
    time: { ...spent, openedAt: new Date(spent.openedAt).toISOString() },
    ...(before === undefined ? {} : { revises: before.seq }),
    ...(state.revealed.has(drawn.item) ? { afterReveal: true } : {}),
  };
  return [
    { ...state, isSaving: true, notice: 'saving…' },
    { type: 'keep', record },
  ];
}

/** The time that was spent on the item so far, with this visit. */
export function spentUpTo(state: ReviewState, now: number): Spent {
  const before = state.spent.get(currentItem(state)?.drawn.item ?? 0);
  return {
    openedAt: before?.openedAt ?? state.shownAt,
    activeMs: (before?.activeMs ?? 0) + Math.min(LONGEST_GAP, Math.max(0, now - state.lastKey)),
    wallMs: (before?.wallMs ?? 0) + Math.max(0, now - Math.max(state.shownAt, state.lastKey)),
  };
}

/** Opens an item by its place; the time at the one before is kept. */
export function open(state: ReviewState, at: number, now: number): ReviewState {
  return {
    ...atTurn({ ...state, at }, 1),
    back: [],
    raw: false,
    find: '',
    row: TOP_ROW,
    mode: { type: 'read' },
    shownAt: now,
    lastKey: now,
  };
}

/** A record is on the disk: it counts from now on. */
export function takeKept(
  state: ReviewState,
  record: KeptRecord,
  answer: { readonly head: string; readonly verdict?: string | undefined },
): ReviewState {
  const next = { ...state, head: answer.head };
  switch (record.type) {
    case 'draft':
      return next;
    case 'flag': {
      const flagged = new Set(state.flagged);
      if (record.reason === 'removed') flagged.delete(record.item);
      else flagged.add(record.item);
      return { ...next, flagged };
    }
    case 'skip': {
      const skipped = new Map(state.skipped).set(record.item, record.reason ?? '');
      return goOn({ ...next, skipped }, 'skipped: it comes again at the end');
    }
    case 'answer':
      return given(next, record, answer.verdict);
    default:
      return record satisfies never;
  }
}

function given(
  state: ReviewState,
  record: Extract<KeptRecord, { type: 'answer' }>,
  verdict: string | undefined,
): ReviewState {
  const kept: Answer = { ...record, seq: Number(record['seq'] ?? 0), prev: null, at: '' };
  const before = state.answers.get(record.item);
  const skipped = new Map(state.skipped);
  skipped.delete(record.item);
  const drafts = new Map(state.drafts);
  drafts.delete(record.item);
  const next: ReviewState = {
    ...state,
    // What is answered after its verdict was seen does not count.
    answers:
      record.afterReveal === true ? state.answers : new Map(state.answers).set(record.item, kept),
    changed: state.changed + (before === undefined ? 0 : 1),
    skipped,
    drafts,
    isSaving: false,
  };
  if (verdict === undefined) return goOn(next, 'given');
  return {
    ...next,
    revealed: new Set(state.revealed).add(record.item),
    notice: 'given',
    mode: { type: 'revealed', text: verdict },
  };
}

/** To the next open item, or the end. */
export function goOn(state: ReviewState, notice: string): ReviewState {
  const at = nextOpen(state.items, state.answers, state.skipped, state.at);
  if (at === undefined) return { ...state, notice, mode: { type: 'end', at: 0 } };
  return { ...open(state, at, state.lastKey), notice };
}
