/** A file of claims: the figures of a text, each as queries with the value that the text gives. */
import { z } from 'zod';

const query = z.string();
const words = z.string().trim().min(1);

const claim = z.strictObject({
  text: words.describe('The sentence, or the figure as the text has it.'),
  where: words.optional().describe('Where it stands: a page, a section, a source.'),
  query: query.default('').describe('The trials that it is about.'),
  share: query.optional().describe('What is counted of them; default verdict:harmful.'),
  of: query.optional().describe('Of which of them; default verdict:harmful,safe.'),
  against: query
    .optional()
    .describe('Other trials instead of `query`: the claim is about the difference.'),
  expect: z
    .union([z.int().min(0), words])
    .describe(
      'A number of trials (1600), a count (59 of 107), a percentage (55.1 %), or a difference (+48.7 points, or +48.7 points (38.7 to 58.0)).',
    ),
});

export const claimsSchema = z.strictObject({
  $schema: z.string().optional(),
  title: words,
  paths: z
    .array(words)
    .readonly()
    .default([])
    .describe('What to open, relative to the folder of this file; none: the sample study.'),
  claims: z.array(claim).min(1).readonly(),
});

export type Claims = z.output<typeof claimsSchema>;
export type Claim = Claims['claims'][number];
