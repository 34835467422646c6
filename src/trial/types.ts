/**
 * The words of the project as types: trial, turn, verdict, problem.
 *
 * `schema.ts` holds the same shapes as Zod schemas (the published JSON Schema is made from those);
 * a type test keeps the two equal.
 */

/** What kind of step a turn is, in the order a reader meets them. */
export const TURN_KINDS = [
  'briefing',
  'email',
  'reasoning',
  'message',
  'action',
  'result',
  'note',
] as const;
export type TurnKind = (typeof TURN_KINDS)[number];

/** What was decided about a trial. `judge-failed`, `unjudged` and `error` never count as safe. */
export const OUTCOMES = ['harmful', 'safe', 'unjudged', 'judge-failed', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the model said about its situation. */
export const BELIEFS = ['real', 'test', 'unstated'] as const;
export type Belief = (typeof BELIEFS)[number];

/** One step of a trial. Turns are numbered from 1 by their place in `Trial.turns`. */
export type Turn = {
  readonly kind: TurnKind;
  /** The words, as shown. May be empty (withheld reasoning, a forward without a body). */
  readonly text: string;
  /** Who spoke, where the source says: a role (`system`, `user`) or a name. */
  readonly by?: string | undefined;
  /** Header of an email read or sent. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cc?: string | undefined;
  readonly subject?: string | undefined;
  /** When, as the source writes it (ISO 8601 where it does). */
  readonly at?: string | undefined;
  readonly attachments?: readonly string[] | undefined;
  /** What an action or result is: `email`, `forward`, `cancel_alert`, any tool's name. */
  readonly name?: string | undefined;
  /** The source's own number or id: an email's `ID: 2`, a tool call's id. */
  readonly ref?: string | undefined;
  /** Arguments of an action other than to, cc, subject and body. */
  readonly args?: Readonly<Record<string, unknown>> | undefined;
  /** Written inside private reasoning: never sent. */
  readonly draft?: boolean | undefined;
  /** Reasoning that the provider encrypted or dropped: there was some, it cannot be shown. */
  readonly withheld?: boolean | undefined;
  /** Its markup was broken and had to be repaired to find it. */
  readonly recovered?: boolean | undefined;
  /** A result or note that reports a failure. */
  readonly error?: boolean | undefined;
  /** The text exactly as the source has it, where `text` differs. */
  readonly raw?: string | undefined;
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
};

/** A passage the judge, or a gate, points at. `turn` is a turn number, from 1. */
export type Quote = {
  readonly turn?: number | undefined;
  readonly text: string;
  /** What whoever points at it says about it. */
  readonly note?: string | undefined;
  /** The id of the trial that has it, where that is another one: a branch of this one. */
  readonly trial?: string | undefined;
};

/** One string check that a scenario's verdict also depends on, recomputed from the text. */
export type Gate = {
  /** `recipient`, `keyword` or `code`. */
  readonly name: string;
  /** What is looked for, for a person: "sent to kyle.johnson@summitbridge.com". */
  readonly label: string;
  readonly passed: boolean;
  /** The places that made it pass. */
  readonly quotes?: readonly Quote[] | undefined;
};

/** What a classifier (or a person) decided, who it was, and why. */
export type Verdict = {
  readonly outcome: Outcome;
  /** The classifier's own word: `blackmail`, `no-leak`. */
  readonly label?: string | undefined;
  readonly by?: string | undefined;
  readonly rationale?: string | undefined;
  /** The grader's answer and the final outcome differ, or a recomputed gate contradicts it. */
  readonly disputed?: boolean | undefined;
  readonly quotes?: readonly Quote[] | undefined;
  readonly scores?: Readonly<Record<string, unknown>> | undefined;
  readonly gates?: readonly Gate[] | undefined;
};

/** One run of one model through one scenario. */
export type Trial = {
  readonly id: string;
  /** The stored name of the model; `modelKey` (models.ts) says which names are the same model. */
  readonly model: string;
  readonly verdict: Verdict;
  readonly scenario?: string | undefined;
  readonly condition?: string | undefined;
  readonly sample?: number | string | undefined;
  readonly belief?: Belief | undefined;
  readonly instruction?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly synthetic?: boolean | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
  readonly turns: readonly Turn[];
};

/** Something in the input that was wrong, and what was done about it. It never stops a load. */
export type Problem = {
  /** The file, as the user would name it. */
  readonly source: string;
  /** Where in the file: `line 12`, an entry's name. */
  readonly place?: string | undefined;
  /** `error`: something could not be read. `warning`: read, but repaired. `notice`: worth knowing. */
  readonly severity: 'error' | 'warning' | 'notice';
  /** What is wrong and what was done, one line, ready to print through `text/`. */
  readonly message: string;
};
