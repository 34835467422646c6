/** What an export tells of itself: who made it, from what, when. */
export type Origin = {
  /** The program and its version. */
  readonly program: string;
  /** Files that were read, as the user named them. */
  readonly files: readonly string[];
  /** When, in ISO 8601. Only where the environment says so: the same data exports the same. */
  readonly when?: string | undefined;
  /** What was redacted, in a line. */
  readonly redacted?: string | undefined;
};
