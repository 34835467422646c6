/** What a file with a session must be like. */
import { z } from 'zod';
import type { Session } from '../app/session-types.ts';

const screen = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stats'),
    by: z.string(),
    split: z.string().nullable(),
    cross: z.boolean(),
    cell: z.array(z.string().nullable()).nullable(),
    isPlace: z.boolean(),
    share: z
      .object({ name: z.string(), share: z.string(), of: z.string(), only: z.string() })
      .optional(),
    funnel: z
      .object({
        name: z.string(),
        stages: z.array(z.object({ name: z.string(), query: z.string() })),
        only: z.string(),
      })
      .optional(),
    sort: z.object({ column: z.string(), descending: z.boolean() }).optional(),
  }),
  z.object({
    type: z.literal('search'),
    text: z.string(),
    switches: z.record(z.string(), z.boolean()),
    hit: z.object({ trial: z.string(), turn: z.number() }).nullable(),
  }),
  z.object({
    type: z.literal('concordance'),
    text: z.string(),
    switches: z.record(z.string(), z.boolean()),
    by: z.string(),
    order: z.string(),
  }),
  z.object({ type: z.literal('replay'), trial: z.string() }),
  z.object({
    type: z.literal('compare'),
    left: z.string(),
    right: z.string(),
    isPair: z.boolean().optional(),
    at: z
      .object({
        left: z.number().optional(),
        right: z.number().optional(),
        line: z.int().nonnegative(),
        of: z.int().positive(),
      })
      .nullable(),
    onlyDifferences: z.boolean(),
    saidAndDid: z.boolean(),
  }),
]);

const lines = z.array(z.string());
const schema = z.object({
  version: z.literal(1),
  places: z.array(
    z.object({
      filter: z.string(),
      sort: z.object({ field: z.string(), descending: z.boolean() }),
      held: z.object({ id: z.string(), row: z.number() }).nullable(),
      screens: z.array(screen),
    }),
  ),
  left: z.array(
    z.object({
      id: z.string(),
      step: z.int().positive(),
      anchor: z.object({ turn: z.int().positive(), offset: z.number().nullable() }),
      unfolded: z.boolean(),
      byTime: z.boolean(),
    }),
  ),
  history: z.object({ filter: lines, search: lines }),
  marked: lines.optional(),
  columns: z
    .object({ chosen: lines.nullable(), wider: z.record(z.string(), z.number()) })
    .optional(),
});

/** The session in a text; undefined where it is none, or one of another version. */
export function parseSession(text: string): Session | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
