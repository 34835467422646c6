/** What to look for in a text, as plain data that can cross threads. `match.ts` finds it. */

import type { Regex } from './regex.ts';

/** A folded word (see `words.ts`), or every word that begins with it. */
export type WordPattern = { readonly word: string; readonly prefix?: boolean | undefined };

/** Turn kinds (or `rationale`) that a pattern is limited to. */
type Limited = { readonly in?: readonly string[] | undefined };

/** At consecutive words of a text, one of the alternatives of each place. One place: a word. */
export type WordsPattern = Limited & { readonly places: readonly (readonly WordPattern[])[] };

/** What a regular expression matches. */
type RegexPattern = Limited & { readonly regex: Regex };

export type MatchPattern = WordsPattern | RegexPattern;

/** Whether a pattern is looked for in a kind of turn; in the judge's words only where it is limited to them. */
export function isFor({ in: kinds }: MatchPattern, kind: string): boolean {
  return kinds === undefined ? kind !== 'rationale' : kinds.includes(kind);
}
