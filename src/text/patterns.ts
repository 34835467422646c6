/** What to look for in a text, as plain data that can cross threads. `match.ts` finds it. */

/** A folded word (see `words.ts`), or every word that begins with it. */
export type WordPattern = { readonly word: string; readonly prefix?: boolean | undefined };

/** At consecutive words of a text, one of the alternatives of each place. One place: a word. */
export type MatchPattern = {
  readonly places: readonly (readonly WordPattern[])[];
  /** Turn kinds (or `rationale`) that it is limited to. */
  readonly in?: readonly string[] | undefined;
};
