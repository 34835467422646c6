/** The Replay: a trial, the step of it that is read, and what goes on meanwhile. */
import type { TrialAnnotation } from '../../../collection/annotations.ts';
import type { TrialRow, TrialKey } from '../../../query/results.ts';
import type { Range } from '../../../text/long-text.ts';
import type { MatchPattern } from '../../../text/patterns.ts';
import type { Trial, TurnKind } from '../../../trial/types.ts';
import type { Speed } from '../../speed.ts';

/** A loaded trial with what the viewer needs to draw it. */
export type LoadedTrial = {
  readonly key: TrialKey;
  readonly row: TrialRow;
  readonly trial: Trial;
  /** `contentHash` of the trial. */
  readonly hash: string;
  readonly signals: Readonly<Record<string, readonly MatchPattern[]>>;
  /** What people have noted on it, the oldest first. */
  readonly notes?: readonly TrialAnnotation[];
};

/** A place in a trial: a turn, and a place in its shown text (negative: in its header lines). */
export type Anchor = { readonly turn: number; readonly offset: number };

/** The trials that `[`, `]`, `n` and `N` walk: the Docket's list, or those of a search. */
export type Sequence =
  | { readonly type: 'filter' }
  | { readonly type: 'search'; readonly keys: readonly TrialKey[] };

/** What the rail marks at a step: how many hits of the search it has, and which signals. */
export type StepMarks = { readonly hits: number; readonly signals: readonly string[] };

/** How far a trial has been scanned for what the rail marks. */
export type RailMarks = {
  /** By step, the first at 0. The last one counts on while its text is scanned. */
  readonly marks: readonly StepMarks[];
  /** The piece to scan next; undefined: all is known. */
  readonly next: { readonly step: number; readonly piece: number } | undefined;
};

/** A match that was gone to: a turn, where in its text the match begins, and what it is of (`matches.ts`). */
export type Hit = { readonly turn: number; readonly start: number; readonly of: string };

/** A search for the next hit, and where it goes on. */
export type HitSearch = {
  /** What is looked for: hits of the search (the default), or of any signal. */
  readonly what?: 'signal' | undefined;
  readonly by: 1 | -1;
  readonly step: number;
  /** Undefined: the first piece of the step, or going back the last. */
  readonly piece?: number | undefined;
  /** So many hits are passed over. */
  readonly skip?: number | undefined;
  /** Only what begins beyond this place, in the direction of the search. */
  readonly beyond?: number | undefined;
  /**
   * Where it ends without a hit: with the step, with the trial, or in another trial of the sequence.
   * `around`: goes on from the other end of the trial, in a `lap`.
   */
  readonly end: 'step' | 'trial' | 'sequence' | 'around' | 'lap';
};

/** What part of a trial a step is. */
export type Role = TurnKind | 'final' | 'verdict';

/** Where to go in a trial that has not arrived yet. */
export type Goal =
  | { readonly type: 'start' }
  | { readonly type: 'turn'; readonly turn: number }
  /** `nth`: after so many others in the turn, those of its headers among them. */
  | { readonly type: 'hit'; readonly turn: number; readonly nth?: number | undefined }
  | { readonly type: 'first-hit' }
  | { readonly type: 'last-hit' }
  /** The part that was read in the trial before. */
  | { readonly type: 'role'; readonly role: Role };

export type ReplayScreen = {
  readonly type: 'replay';
  readonly key: TrialKey;
  readonly loaded: LoadedTrial | undefined;
  /** The step being read: a turn's number, or turns + 1 for the verdict. */
  readonly step: number;
  readonly anchor: Anchor;
  /** Earlier turns above, as one transcript; or one turn at a time. */
  readonly unfolded: boolean;
  readonly byTime: boolean;
  readonly details: boolean;
  readonly raw: boolean;
  /** Markdown as it is written, instead of drawn. */
  readonly written: boolean;
  /** What people have noted on the trial. */
  readonly notes: readonly TrialAnnotation[];
  readonly playing: boolean;
  /** While a film is on, playing or paused: the line that is being read. */
  readonly reading: Anchor | undefined;
  readonly speed: Speed;
  /** What to highlight: the filter's words, or the search's. */
  readonly patterns: readonly MatchPattern[];
  readonly sequence: Sequence;
  /** Kinds of turns that are folded: a title each, and passed over. */
  readonly folded: readonly TurnKind[];
  /** The verdict stands beside the text, where there is room. */
  readonly beside: boolean;
  /**
   * Words of the step that are marked, as places in its text. `head`: the word that moves. `fixed`: the
   * one at which they begin, as soon as it is set.
   */
  readonly marking:
    | (Range & { readonly head: Range; readonly fixed: Range | undefined })
    | undefined;
  /** Words that are searched for in this trial alone: `n` and `N` stay in it. */
  readonly find: string | undefined;
  /** Where the trial stands in the list, from 0, as it was told last. */
  readonly place: number | undefined;
  /** The match that `n` and `N` go on from. */
  readonly hit: Hit | undefined;
  /** A hit that is still being looked for. */
  readonly seeking: HitSearch | undefined;
  /** What the rail marks, as far as it is known; undefined while there is no trial. */
  readonly scan: RailMarks | undefined;
  /** A quote that was jumped to: highlighted in its turn. */
  readonly quote: { readonly turn: number; readonly text: string } | undefined;
  /** Where to go when the trial has arrived. */
  readonly goal: Goal;
  /** More hits are asked for, to go on to a trial that has one; `had`: how many there were. */
  readonly awaited: { readonly goal: Goal; readonly had: number } | undefined;
  /** Which neighbour was asked for last. */
  readonly heading: 1 | -1;
  /** Steps come back here with Backspace. */
  readonly back: readonly number[];
  /** The lines at which steps were left, by step. */
  readonly lines: Readonly<Record<number, Anchor>>;
  /** The direction of the last step to a neighbouring turn. */
  readonly turned: 1 | -1 | undefined;
  /** A part that this trial does not have, and the step that is shown instead. */
  readonly kept: { readonly role: Role; readonly step: number } | undefined;
};

export const replay = {
  initial: (
    opened: Pick<ReplayScreen, 'key' | 'patterns' | 'sequence' | 'goal'>,
  ): ReplayScreen => ({
    type: 'replay',
    loaded: undefined,
    step: 1,
    anchor: { turn: 1, offset: 0 },
    unfolded: false,
    byTime: false,
    details: false,
    raw: false,
    written: false,
    notes: [],
    playing: false,
    reading: undefined,
    speed: 1,
    folded: [],
    beside: true,
    marking: undefined,
    find: undefined,
    place: undefined,
    hit: undefined,
    seeking: undefined,
    scan: undefined,
    quote: undefined,
    awaited: undefined,
    heading: 1,
    back: [],
    lines: {},
    turned: undefined,
    kept: undefined,
    ...opened,
  }),
  contexts: {
    replay: { title: 'Replay', keys: 'work' },
    marking: { title: 'Replay · marking words', keys: 'page' },
  },
  contextOf: ({ marking }: ReplayScreen) => (marking === undefined ? 'replay' : 'marking'),
} as const;
