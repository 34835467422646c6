/** The query language as data. `parse.ts` makes it, `plan.ts` expands it, a store runs it. */
import type { TrialField } from '../trial/catalogue.ts';

/** Half-open range of UTF-16 offsets in the query text. */
export type Span = { readonly start: number; readonly end: number };

/** Fields of one turn: together with words, they speak of the same turn. */
export const TURN_FIELDS = ['kind', 'from', 'to', 'subject', 'draft'] as const;
export type TurnField = (typeof TURN_FIELDS)[number];
/** Fields of what people have noted, which is no part of a collection. */
export const NOTE_FIELDS = ['note', 'noted', 'my'] as const;
export type NoteField = (typeof NOTE_FIELDS)[number];
/** Fields that a store knows. */
export type StoreField = TrialField | TurnField;
export type Field = StoreField | NoteField;

export function isNoteField(field: Field): field is NoteField {
  return (NOTE_FIELDS as readonly string[]).includes(field);
}

/** Whether a field speaks of one turn, not of the trial as a whole. */
export function isTurnField(field: Field): field is TurnField {
  return (TURN_FIELDS as readonly string[]).includes(field);
}

/** `grok*` is `{text: 'grok*', glob: true}`; matching ignores case. `*` stands for any run. */
export type Pattern = { readonly text: string; readonly glob: boolean };
/** The value that stands for none: `belief:"(none)"` are the trials that have no belief. */
export const NO_VALUE = '(none)';

export type Comparison = 'is' | '>' | '>=' | '<' | '<=';

/** A turn kind, or the judge's words. */
export type Scope = string;

export type Query =
  | { readonly type: 'all' }
  | { readonly type: 'and'; readonly parts: readonly Query[] }
  | { readonly type: 'or'; readonly parts: readonly Query[] }
  | { readonly type: 'not'; readonly part: Query }
  /** `{…}`: the trial has a turn such that the part holds of it. The part speaks of one turn. */
  | { readonly type: 'turn'; readonly part: Query; readonly at: Span }
  /** Within a `turn`: it is of one of these kinds. */
  | { readonly type: 'scope'; readonly in: readonly Scope[] }
  /** One word. `in` limits it to turn kinds (or `rationale`); undefined means every turn. */
  | {
      readonly type: 'word';
      readonly text: string;
      readonly mode: 'fuzzy' | 'exact' | 'prefix';
      readonly in?: readonly Scope[];
      readonly at: Span;
    }
  | {
      readonly type: 'phrase';
      readonly words: readonly string[];
      readonly mode: 'fuzzy' | 'exact';
      /** The last word is a beginning: `self-pres*`. */
      readonly prefix?: boolean;
      readonly in?: readonly Scope[];
      readonly at: Span;
    }
  /** `/…/`: some of the turn's text matches the regular expression. */
  | {
      readonly type: 'regex';
      readonly source: string;
      /** `i`, `s`, both, or none. */
      readonly flags: string;
      readonly in?: readonly Scope[] | undefined;
      readonly at: Span;
    }
  | {
      readonly type: 'field';
      readonly field: Field;
      readonly op: Comparison;
      /** Any of them. For comparisons: one, a number. */
      readonly values: readonly Pattern[];
      readonly at: Span;
    };

/** A mistake in a query, with the place for the caret. */
export type QueryError = { readonly message: string; readonly at: Span };
export type Parsed =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly error: QueryError };
