/** A query as it comes from a person: its text, and what was switched by hand. */

/** Variants switched by hand: `term text/word` → on or off. */
export type Switches = Readonly<Record<string, boolean>>;

/** A query as typed, with what was switched. `in` limits words as `in:` in the text does. */
export type QueryInput = {
  readonly text: string;
  readonly in?: readonly string[] | undefined;
  readonly switches?: Switches | undefined;
};
