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

/** An estimate for all trials, with its 95 % interval, from 0 to 1. */
type Estimate = { readonly estimate: number; readonly low: number; readonly high: number };

export type ValidationRow = {
  /** A value of the field grouped by, or `all`. */
  readonly name: string;
  readonly population: number;
  /** How many of them people have answered. */
  readonly reviewed: number;
  /** How many say it in words, and which share that is. */
  readonly counted: number;
  readonly share: number | null;
  /** The share that people would find; null where too few were reviewed. */
  readonly corrected: Estimate | null;
  /** Of those that say it in words, how many are meant so; and of the others. */
  readonly precision: Estimate | null;
  readonly missed: Estimate | null;
};

/** What an audit found of the words as a measure: people read a sample of the trials, blind to them. */
export type Validation = {
  readonly audit: string;
  /** The head of its chain of records. */
  readonly head: string;
  /** What was compared with people: `signal:ethics`. */
  readonly measure: string;
  readonly label: string | null;
  /** The trials that it was drawn from. */
  readonly query: string;
  readonly rows: readonly ValidationRow[];
  readonly warnings: readonly string[];
};

/** What audits found of a measure: by a field, and of all. */
export type AuditedShares = {
  readonly by: 'model' | 'condition' | undefined;
  readonly validation: Validation;
};

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
  /** Undefined where no audit was given. */
  readonly validation?: Validation | undefined;
};
