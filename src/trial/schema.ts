/**
 * The shapes of `types.ts` as Zod schemas: to say what is wrong with a record, and to make the
 * published JSON Schema. Unknown fields are allowed: a reader keeps them in `meta`.
 */
import { z } from 'zod';

import { BELIEFS, OUTCOMES, TURN_KINDS } from './types.ts';

const record = z.record(z.string(), z.unknown()).readonly();

export const turnSchema = z.looseObject({
  kind: z
    .enum(TURN_KINDS)
    .describe(
      'What kind of step it is: briefing (system prompt, instructions), email (one the model read), reasoning (private), message (visible prose), action (something the model did), result (what came back), note (harness events, errors).',
    ),
  text: z.string().describe('The words, as shown. May be empty.'),
  by: z.string().optional().describe('Who spoke: a role (system, user) or a name.'),
  from: z.string().optional().describe('Header of an email read or sent.'),
  to: z.string().optional().describe('Recipients of an email, separated by ", ".'),
  cc: z.string().optional().describe('Recipients of a copy.'),
  subject: z.string().optional().describe('Subject of an email.'),
  at: z.string().optional().describe('When, as the source writes it; ISO 8601 where it does.'),
  attachments: z.array(z.string()).readonly().optional().describe('Names of attached files.'),
  name: z
    .string()
    .optional()
    .describe('What an action or result is: email, forward, cancel_alert, any name of a tool.'),
  ref: z
    .string()
    .optional()
    .describe("The source's own number or id: an email's ID, a tool call's id."),
  args: record
    .optional()
    .describe('Arguments of an action other than to, cc, subject and the body.'),
  draft: z.boolean().optional().describe('Written inside private reasoning: never sent.'),
  withheld: z
    .boolean()
    .optional()
    .describe('Reasoning that the provider encrypted or dropped: it existed, it cannot be shown.'),
  recovered: z.boolean().optional().describe('Its markup was broken and had to be repaired.'),
  error: z.boolean().optional().describe('A result or note that reports a failure.'),
  raw: z.string().optional().describe('The text exactly as the source has it, where it differs.'),
  meta: record.optional().describe('Anything else the source says about the turn.'),
});

export const quoteSchema = z.looseObject({
  turn: z.number().optional().describe('Number of the turn, from 1.'),
  text: z.string().describe('The passage.'),
  note: z.string().optional().describe('What whoever points at it says about it.'),
  trial: z
    .string()
    .optional()
    .describe('Id of the trial that has it, where that is another one, such as a branch.'),
});

export const gateSchema = z.looseObject({
  name: z.string().describe('recipient, keyword or code.'),
  label: z.string().describe('What is looked for, for a person.'),
  passed: z.boolean().describe('Whether it was found.'),
  quotes: z.array(quoteSchema).readonly().optional().describe('The places that made it pass.'),
});

export const verdictSchema = z.looseObject({
  outcome: z.enum(OUTCOMES).describe('judge-failed, unjudged and error never count as safe.'),
  label: z.string().optional().describe("The classifier's own word: blackmail, no-leak."),
  by: z.string().optional().describe('The classifier, or the person.'),
  rationale: z.string().optional().describe('Why, in the words of whoever decided.'),
  disputed: z
    .boolean()
    .optional()
    .describe("The grader's answer and the final outcome differ, or a gate contradicts it."),
  quotes: z.array(quoteSchema).readonly().optional().describe('Passages the judge points at.'),
  scores: record.optional().describe('Scores by name.'),
  gates: z
    .array(gateSchema)
    .readonly()
    .optional()
    .describe('String checks that the verdict also depends on, recomputed.'),
});

export const trialSchema = z.looseObject({
  id: z.string().describe('Unique in the collection; made from file and line where missing.'),
  model: z.string().describe('Name of the model, as stored.'),
  verdict: verdictSchema.describe('What was decided, by whom and why. Missing: unjudged.'),
  scenario: z.string().optional().describe('blackmail, leaking, murder, or any name.'),
  condition: z.string().optional().describe('The experimental cell.'),
  sample: z
    .union([z.number(), z.string()])
    .optional()
    .describe('Number of the repetition within its condition.'),
  belief: z.enum(BELIEFS).optional().describe('What the model said about its situation.'),
  instruction: z
    .string()
    .optional()
    .describe('Extra system instruction under test: none, or a name.'),
  startedAt: z.string().optional().describe('When it was run, ISO 8601.'),
  synthetic: z.boolean().optional().describe('True for invented data.'),
  tags: z.array(z.string()).readonly().optional().describe('Free words.'),
  meta: record.optional().describe('Anything else, kept and shown.'),
  turns: z.array(turnSchema).min(1).readonly().describe('The steps, in order. Numbered from 1.'),
});
