/** What is to be redacted, and what came of it, as plain data that can cross threads. */

/** What `--redact` takes by name: addresses, people's names, secrets. */
export const REDACT_KINDS = ['emails', 'names', 'keys'] as const;
export type RedactKind = (typeof REDACT_KINDS)[number];
/** `listed`: what a file of rules names. */
export type ReplacedKind = RedactKind | 'listed';

/** A string, or a pattern of `#` (a digit), `?` (a character) and `*` (a run of letters and digits). */
export type Rule = {
  readonly find: string;
  readonly isPattern: boolean;
  /** What stands in its place. */
  readonly with: string;
};

/** Everything that was asked for. */
export type RedactSpec = {
  readonly kinds: readonly RedactKind[];
  readonly rules: readonly Rule[];
  /** People that no email's header names. */
  readonly names: readonly string[];
  /** Words that are never taken for a name. */
  readonly keep: readonly string[];
};

/** One string that was replaced, and how often. */
export type Replaced = {
  readonly kind: ReplacedKind;
  readonly pseudonym: string;
  readonly original: string;
  readonly count: number;
};

/** How many strings of each kind were replaced; kinds that were not looked for are left out. */
export type Tally = Readonly<Partial<Record<ReplacedKind, number>>>;
