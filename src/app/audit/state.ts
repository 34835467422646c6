/** A review: trials that are judged blind, one after the other. Nothing of a verdict is in it. */
import type { ReviewTrial } from '../../audit/evidence.ts';
import type { Rubric } from '../../audit/rubric.ts';
import type { Answer, DrawnItem, Evidence } from '../../audit/schema.ts';
import type { Trial } from '../../trial/types.ts';
import type { Size } from '../message.ts';

/** A drawn trial with what is shown of it. */
export type ReviewItem = {
  readonly drawn: DrawnItem;
  readonly review: ReviewTrial;
  /** What is shown, as pages take it. */
  readonly trial: Trial;
  /** Answers of two auditors that are to be settled, without their names. */
  readonly sides?: readonly [Answer, Answer] | undefined;
};

/** An answer that is not given yet. */
export type Draft = {
  readonly outcome?: string | undefined;
  /** Why it cannot be judged. */
  readonly cannot?: string | undefined;
  readonly confidence?: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly note: string;
  readonly evidence: readonly Evidence[];
  /** What the auditor recognised. */
  readonly recognised?: string | undefined;
  /** Why the auditors differ. */
  readonly why?: string | undefined;
};

const NO_DRAFT: Draft = { labels: {}, note: '', evidence: [] };

/** Time spent on an item. Milliseconds; `openedAt` is of the first frame of it. */
export type Spent = {
  readonly openedAt: number;
  readonly activeMs: number;
  readonly wallMs: number;
};

/** Words that are being marked: the first, and the one at the cursor, by their numbers in the turn. */
type Marking = { readonly from: number | undefined; readonly at: number };

export type Mode =
  | { readonly type: 'read' }
  | { readonly type: 'mark'; readonly marking: Marking }
  | { readonly type: 'labels'; readonly at: number }
  | { readonly type: 'cannot' }
  | { readonly type: 'recognised' }
  /** A text is typed. */
  | {
      readonly type: 'text';
      readonly what: 'note' | 'skip' | 'find' | 'turn';
      readonly text: string;
    }
  | { readonly type: 'list'; readonly at: number }
  | { readonly type: 'page'; readonly of: 'rubric' | 'keys'; readonly top: number }
  /** All is answered. */
  | { readonly type: 'end'; readonly at: number }
  /** The verdict of an item, where the design shows it after each answer. */
  | { readonly type: 'revealed'; readonly text: string }
  | { readonly type: 'closed'; readonly head: string };

export const READ: Mode = { type: 'read' };

export type ReviewState = {
  readonly size: Size;
  readonly name: string;
  readonly auditor: string;
  readonly rubric: Rubric;
  readonly items: readonly ReviewItem[];
  readonly answers: ReadonlyMap<number, Answer>;
  readonly changed: number;
  readonly flagged: ReadonlySet<number>;
  readonly skipped: ReadonlyMap<number, string>;
  /** Items whose verdict was shown. */
  readonly revealed: ReadonlySet<number>;
  readonly drafts: ReadonlyMap<number, Draft>;
  readonly spent: ReadonlyMap<number, Spent>;
  /** Where in `items`. */
  readonly at: number;
  /** The turn that is read, and the row at the top of it. */
  readonly step: number;
  readonly row: number;
  readonly back: readonly number[];
  readonly raw: boolean;
  readonly find: string;
  readonly mode: Mode;
  readonly notice: string;
  /** An answer is on its way to the disk. */
  readonly isSaving: boolean;
  /** When the last key was pressed, and when this item came up; of the clock. Milliseconds. */
  readonly lastKey: number;
  readonly shownAt: number;
  /** The file's head, for the end. */
  readonly head: string;
  readonly sittings: number;
};

export type ReviewStart = Pick<
  ReviewState,
  | 'size'
  | 'name'
  | 'auditor'
  | 'rubric'
  | 'items'
  | 'answers'
  | 'changed'
  | 'flagged'
  | 'skipped'
  | 'revealed'
  | 'drafts'
  | 'head'
  | 'sittings'
> & { readonly now: number };

/** Where a page begins. */
export const TOP_ROW = Number.NEGATIVE_INFINITY;

export function startReview({ now, ...start }: ReviewStart): ReviewState {
  const first = nextOpen(start.items, start.answers, start.skipped, -1);
  const isDone = first === undefined;
  return {
    ...start,
    spent: new Map(),
    at: first ?? 0,
    step: 1,
    row: TOP_ROW,
    back: [],
    raw: false,
    find: '',
    mode: isDone ? { type: 'end', at: 0 } : { type: 'read' },
    notice: '',
    isSaving: false,
    lastKey: now,
    shownAt: now,
  };
}

/** The next item without an answer, round about from `at`; skipped ones come last. */
export function nextOpen(
  items: readonly ReviewItem[],
  answers: ReviewState['answers'],
  skipped: ReviewState['skipped'],
  at: number,
): number | undefined {
  const round = items.map((_, index) => (at + 1 + index + items.length) % items.length);
  const open = round.filter((index) => !answers.has(items[index]?.drawn.item ?? 0));
  return open.find((index) => !skipped.has(items[index]?.drawn.item ?? 0)) ?? open[0];
}

export function currentItem(state: ReviewState): ReviewItem | undefined {
  return state.items[state.at];
}

/** What is filled in for an item: a draft, else the answer that was given. */
export function draftOf({ drafts, answers }: ReviewState, item: number): Draft {
  const draft = drafts.get(item);
  if (draft !== undefined) return draft;
  const answer = answers.get(item);
  if (answer === undefined) return NO_DRAFT;
  return {
    outcome: answer.outcome,
    cannot: answer.cannot?.reason,
    confidence: answer.confidence,
    labels: answer.labels ?? {},
    note: answer.note ?? '',
    evidence: answer.evidence ?? [],
    recognised: answer.recognised,
    why: typeof answer['why'] === 'string' ? answer['why'] : undefined,
  };
}
