/** A concordance: where words are said, and in how many trials in private, in what was sent, or in both. */
import type { Group, PassageKind, TrialKey } from '../query/results.ts';
import type { Outcome } from '../trial/types.ts';

/** The query of a set of trials for each place in which something can be said. */
export type Says = {
  readonly reasoning: string;
  /** A message or an action that was sent: no draft. */
  readonly message: string;
  readonly draft: string;
  /** Any of these three. */
  readonly any: string;
};

/** Which trials a cell counts, as queries: none of these overlap, and together they are all trials. */
export const CELLS = ['reasoningOnly', 'messageOnly', 'both', 'neither'] as const;
export type Cell = (typeof CELLS)[number];

/** Numbers of trials. The cells are of those whose reasoning can be read whole. */
export type Counts = { readonly [C in Cell]: number } & {
  readonly trials: number;
  /** Some of its reasoning is withheld: it cannot be known what it says. */
  readonly withheld: number;
  /** It has no reasoning. */
  readonly absent: number;
  /** What was sent says it, whatever is known of the reasoning. */
  readonly message: number;
  /** A draft says it. */
  readonly draft: number;
};

/** Which trials of a group are counted. */
export const OF_OUTCOME = ['all', 'harmful', 'safe'] as const;
export type OfOutcome = (typeof OF_OUTCOME)[number];

export type ConcordanceGroup = Pick<Group, 'values' | 'conditions'> & {
  readonly counts: { readonly [O in OfOutcome]: Counts };
};

/** A word or phrase of the query, and the forms that it was taken to mean. */
export type CountedForms = {
  /** As it stands in the query. */
  readonly text: string;
  /** What is counted, the most frequent first, with the trials that say it anywhere in `Says`. */
  readonly forms: readonly {
    readonly form: string;
    readonly trials: number;
    /** The variant's name in `Switches`; undefined where it cannot be switched. */
    readonly switch: string | undefined;
  }[];
  /** How many more forms are counted than are listed. */
  readonly more: number;
  /** What is not counted: negations, related words, and what was switched off. */
  readonly off: readonly { readonly form: string; readonly switch: string }[];
};

/** An occurrence with what stands around it: texts as the source has them, spaces and line breaks as one space. */
export type ConcordanceLine = {
  readonly key: TrialKey;
  readonly trial: string;
  readonly model: string;
  readonly outcome: Outcome;
  readonly turn: number;
  readonly kind: PassageKind;
  readonly draft: boolean;
  readonly before: string;
  readonly form: string;
  readonly after: string;
  /** How many matches come before it in the passage: headers, then text. */
  readonly nth: number;
  /** How many of the trials have this very passage; the line is of the first. */
  readonly sameIn: number;
};

export const LINE_ORDERS = ['trial', 'before', 'after'] as const;
/** By trial and turn, or by the words before or after the occurrence, the nearest first. */
export type LineOrder = (typeof LINE_ORDERS)[number];

export type Concordance = {
  /** Which trials. */
  readonly query: string;
  /** What is looked for, as it was asked for. */
  readonly asked: string;
  /** The same with the words of a signal in its place. */
  readonly counted: string;
  /**
   * The same with every form that was counted, as exact words: on other data it is the same measure.
   * Undefined where it would be longer than a query may be.
   */
  readonly exact: string | undefined;
  readonly says: Says;
  readonly forms: readonly CountedForms[];
  readonly groups: readonly ConcordanceGroup[];
  readonly total: ConcordanceGroup;
  readonly lines: readonly ConcordanceLine[];
  /** Passages that say it, of which the lines show the first. */
  readonly passages: number;
  /** Trials that say it anywhere in `Says`. */
  readonly trials: number;
  readonly synthetic: number;
  /** Why shares follow from how the trials or places were chosen: a sentence each. */
  readonly circular: readonly string[];
};
