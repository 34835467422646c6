/** The yes-or-no facts of a trial that are stored as bits of one number. */

/** Bits of `flags`, for `has:`, by the name that `has:` uses. */
export const FLAGS = {
  error: 1,
  email: 2,
  reasoning: 4,
  message: 8,
  action: 16,
  result: 32,
  note: 64,
  briefing: 128,
  draft: 256,
  withheld: 512,
  rationale: 1024,
  quotes: 2048,
  gates: 4096,
  disputed: 8192,
} as const;
