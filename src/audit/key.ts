/**
 * The key file of an audit: what the auditor must not see before the end. Its first line says how the
 * sample was drawn; then comes a line a trial of the frame, with its verdict.
 */
import { z } from 'zod';
import { UserError } from '../base/user-error.ts';
import { linesOf, recordIn } from './chain.ts';
import { sha256 } from './hash.ts';
import { stratumSchema, truthSchema, type Truth } from './schema.ts';

/** Frames of more trials have only the drawn ones in the key. */
export const LARGEST_FRAME = 100_000;

const headSchema = z.looseObject({
  type: z.literal('audit-key'),
  v: z.literal(1),
  name: z.string(),
  query: z.string(),
  paths: z.array(z.string()).readonly().describe('Relative to the folder of the key.'),
  reading: z
    .looseObject({
      map: z.string().optional(),
      verdict: z.string().optional(),
      format: z.string().optional(),
    })
    .describe('Options that the collection was read with.'),
  allocation: z.string(),
  min: z.int().min(0),
  strata: z.array(stratumSchema).readonly(),
  trials: z.int().min(0).describe('Trials of the frame.'),
  models: z.array(z.string()).readonly().describe('Names that are covered.'),
  files: z.array(z.string()).readonly().optional().describe('SHA-256 of each file, sorted.'),
  unjudged: z.int().min(0).optional(),
});

const trialSchema = z.looseObject({
  type: z.literal('trial'),
  ...truthSchema.omit({ item: true, round: true, N: true, n: true }).shape,
});

export type KeyHead = z.output<typeof headSchema>;
export type KeyTrial = z.output<typeof trialSchema>;
export type KeyFile = {
  readonly file: string;
  /** SHA-256 of its bytes: in the design of every audit that was drawn with it. */
  readonly hash: string;
  readonly head: KeyHead;
  /** By key. */
  readonly trials: ReadonlyMap<string, KeyTrial>;
};

export function keyText(head: KeyHead, trials: readonly KeyTrial[]): string {
  return [head, ...trials].map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Reads the bytes of a key file. Throws a `UserError` where it is none. */
export function readKey(bytes: Uint8Array, file: string): KeyFile {
  const { lines, torn } = linesOf(bytes);
  const [first, ...rest] = lines;
  const head = headSchema.safeParse(first === undefined ? undefined : recordIn(first));
  if (!head.success) throw new UserError(`${file} is no key of an audit`);
  const trials = new Map<string, KeyTrial>();
  for (const [index, line] of rest.entries()) {
    const trial = trialSchema.safeParse(recordIn(line));
    if (!trial.success) throw new UserError(`${file}:${index + 2}: it is no trial of a key`);
    trials.set(trial.data.content, trial.data);
  }
  if (torn.length > 0) throw new UserError(`${file}: its last line is cut`);
  return { file, hash: sha256(bytes), head: head.data, trials };
}

/** What a trial of a key becomes in the record that closes an audit. */
export function truthOf(
  trial: KeyTrial,
  { item, round }: { readonly item: number; readonly round: Truth['round'] },
  { N, n }: { readonly N: number; readonly n: number },
): Truth {
  const truth: Record<string, unknown> & Truth = { ...trial, item, round, N, n };
  delete truth['type'];
  return truth;
}
