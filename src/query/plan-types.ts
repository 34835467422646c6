/** A query whose words have been expanded to the words the collection really has. A store runs it. */
import type { Comparison, Pattern, Scope, Span, StoreField } from './ast.ts';

/** One word of the collection that a query word stands for. */
export type Variant = {
  readonly word: string;
  /** How many passages have it. */
  readonly count: number;
  /** 1 = the very word, towards 0 = barely alike. */
  readonly closeness: number;
  /** A word form or negation (`ethical` for `unethical`): offered, off unless asked for. */
  readonly related: boolean;
  /** Whether it takes part in the search. */
  readonly on: boolean;
};

/** A query word with what it was taken to mean; `key` names it for switching variants. */
export type Term = {
  readonly text: string;
  readonly at: Span;
  readonly variants: readonly Variant[];
  /** How many more words take part than are listed. */
  readonly more?: number;
};

/** Words of one position with their closeness; a `prefix` stands for every word that begins so. */
export type Choice = {
  readonly word: string;
  readonly closeness: number;
  readonly prefix?: boolean;
};

export type Plan =
  | { readonly type: 'all' }
  | { readonly type: 'none' }
  | { readonly type: 'and'; readonly parts: readonly Plan[] }
  | { readonly type: 'or'; readonly parts: readonly Plan[] }
  | { readonly type: 'not'; readonly part: Plan }
  /** Trials that have a turn of which the part holds; the part speaks of one turn. */
  | { readonly type: 'turn'; readonly part: Plan }
  /** Within a `turn`: passages of these kinds. */
  | { readonly type: 'scope'; readonly in: readonly Scope[] }
  /** Passages with, at consecutive places, one of the choices for each place. One place: a word. */
  | {
      readonly type: 'text';
      readonly places: readonly (readonly Choice[])[];
      readonly in?: readonly Scope[];
    }
  /**
   * Passages some of which a regular expression matches. `beside`: words that a passage has to have as well, since
   * the plan asks for them beside it; what is said of others makes no difference.
   */
  | {
      readonly type: 'regex';
      readonly source: string;
      readonly flags: string;
      readonly in?: readonly Scope[];
      readonly beside?: readonly Extract<Plan, { type: 'text' }>[];
    }
  | {
      readonly type: 'field';
      readonly field: StoreField;
      readonly op: Comparison;
      readonly values: readonly Pattern[];
    };

/** Trials that say of themselves that they are invented. */
export const SYNTHETIC: Plan = {
  type: 'field',
  field: 'synthetic',
  op: 'is',
  values: [{ text: 'yes', glob: false }],
};

/** A plan together with what a screen shows of it. */
export type Planned = { readonly plan: Plan; readonly terms: readonly Term[] };
