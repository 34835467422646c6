/**
 * The shape of a `*.walkthrough.yaml` file as a Zod schema: it says what is wrong with a file, and
 * the published JSON Schema is made from it. Unknown keys are mistakes: a misspelt one would
 * silently do nothing.
 */
import { z } from 'zod';
import { GROUP_FIELDS } from '../trial/catalogue.ts';
import { REVEALS, SPOILERS } from './types.ts';

/** Taken as it is: what was written by the program has to come back the same. */
const words = z.string().min(1);

const turnNumber = z.int().min(1, 'turns are numbered from 1');
const turnRange = z
  .string()
  .regex(/^[1-9]\d*\s*-\s*[1-9]\d*$/, 'a turn is a number (7) or a range (3-5)')
  .refine((text) => {
    const [first = 0, last = 0] = text.split('-').map(Number);
    return first <= last;
  }, 'a range begins with its lower number');

const groupField = z.union(
  [
    z.enum(GROUP_FIELDS),
    z.templateLiteral(['score.', z.string()]),
    z.templateLiteral(['meta.', z.string()]),
  ],
  `a field is ${GROUP_FIELDS.join(', ')}, score.NAME or meta.PATH`,
);

const rates = z
  .strictObject({
    by: groupField.describe('The field whose values are the rows.'),
    split: groupField.optional().describe('A second field that divides each row.'),
    query: z.string().optional().describe('Only trials that match this query.'),
  })
  .describe('A table of harmful rates over the collection.');

const stop = z.strictObject({
  title: words.optional().describe('Name of the chapter.'),
  trial: z.string().optional().describe('The id of a trial of the collection.'),
  hash: z
    .string()
    .regex(/^sha256:(?:[0-9a-f]{64}|[0-9a-f]{16})$/, 'a hash is sha256: and 64 hexadecimal digits')
    .optional()
    .describe('What the trial said when the stop was made; finds it again under another id.'),
  turn: z
    .union([turnNumber, turnRange], 'a turn is a number from 1 (7) or a range (3-5)')
    .optional()
    .describe('The turn to show (7), or several, one after the other (3-5).'),
  quotes: z
    .array(words)
    .readonly()
    .optional()
    .describe('Passages of those turns, highlighted one after the other.'),
  text: words.optional().describe('Words for the audience.'),
  note: words.optional().describe('Words for the speaker alone.'),
  pause: z
    .union(
      [z.number().positive().max(3600), z.literal(true)],
      'a pause is a number of seconds, or true',
    )
    .optional()
    .describe('Auto-advance stays so many seconds more; true: until a key is pressed.'),
  reveal: z
    .union(
      [z.enum(REVEALS), z.array(z.enum(REVEALS)).readonly()],
      'reveal takes verdict, model, or a list of both',
    )
    .optional()
    .describe('What of the trial is revealed here: verdict, model, or a list of both.'),
  rates: rates.optional(),
});

/** A walkthrough file's data. */
export const walkthroughSchema = z.strictObject({
  $schema: z.string().optional(),
  title: words.describe('Title of the whole.'),
  subtitle: words.optional(),
  author: words.optional(),
  paths: z
    .array(words)
    .readonly()
    .optional()
    .describe("The collection: files, folders and globs, relative to this file's folder."),
  spoilers: z
    .enum(SPOILERS)
    .optional()
    .describe(
      'What is held back of a trial until a stop reveals it: hold (the default; model and verdict), verdict, none.',
    ),
  closing: words.optional().describe('Words of the last card.'),
  stops: z.array(stop).min(1, 'a walkthrough needs at least one stop').readonly(),
});

export type WalkthroughData = z.input<typeof walkthroughSchema>;
export type StopData = z.input<typeof stop>;
