/**
 * The records of an audit file as Zod schemas; the published JSON Schema is made from them. Fields and
 * types that are not known are kept and ignored.
 */
import { z } from 'zod';
import { OUTCOMES } from '../trial/types.ts';
import { BLIND_LEVELS, REVEALS } from './levels.ts';
import { rubricSchema } from './rubric.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a hash has 64 hexadecimal digits');
/** The content hash of a trial; of the second with equal content, `HASH#2`. */
const contentKey = z.string().regex(/^[0-9a-f]{64}(?:#[1-9]\d*)?$/, 'a key is a content hash');
const moment = z.iso.datetime({ precision: 3 });
const item = z.int().min(1);

const link = {
  seq: z.int().min(0),
  prev: digest.nullable().describe('SHA-256 of the line before, without its line end.'),
  at: moment,
};

const ROUNDS = ['main', 'overlap', 'calibration'] as const;

const designSchema = z.looseObject({
  draw: z.literal('draw1'),
  seed: z.string(),
  seedNote: z.string().optional(),
  frame: digest.describe('SHA-256 of the frame file: lines KEY⇥STRATUM, sorted by bytes.'),
  stratify: z.array(z.string()).readonly(),
  sample: z.int().min(1),
  auditors: z.array(z.string()).readonly(),
  overlap: z.int().min(0).nullable().describe('How many go to all auditors; null: all.'),
  calibration: z.int().min(0),
  order: z.enum(['shared', 'own']),
  blind: z.array(z.enum(BLIND_LEVELS)).readonly(),
  reveal: z.enum(REVEALS),
  rubric: digest,
  drawnBy: z.string(),
  key: digest.describe('SHA-256 of the key file.'),
});

const items = z
  .array(z.looseObject({ item, round: z.enum(ROUNDS), content: contentKey, shown: digest }))
  .readonly();

const evidenceSchema = z.looseObject({
  turn: z.int().min(1),
  start: z.int().min(0),
  end: z.int().min(0),
  exact: z.string(),
  prefix: z.string(),
  suffix: z.string(),
  textHash: digest,
});

const evidence = z.array(evidenceSchema).readonly();

const auditRecord = z.looseObject({
  type: z.literal('audit'),
  ...link,
  v: z.literal(1),
  program: z.string(),
  name: z.string(),
  auditor: z.string(),
  auditorKind: z.enum(['person', 'model']),
  design: designSchema,
  designHash: digest.describe('SHA-256 of the canonical JSON (RFC 8785) of the design.'),
  rubric: rubricSchema,
});
const drawRecord = z.looseObject({ type: z.literal('draw'), ...link, items });
const extendRecord = z.looseObject({
  type: z.literal('extend'),
  ...link,
  items,
  sample: z
    .int()
    .min(1)
    .optional()
    .describe('How many trials in all, where it is extended to a size.'),
  replaces: z
    .array(item)
    .readonly()
    .optional()
    .describe('Items that could not be read, for which others of their strata are drawn.'),
});
const answerRecord = z.looseObject({
  type: z.literal('answer'),
  ...link,
  item,
  content: contentKey,
  shown: digest,
  outcome: z.string().optional(),
  cannot: z.looseObject({ reason: z.string() }).optional(),
  confidence: z.int().min(1).max(3).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  note: z.string().optional(),
  evidence: evidence.optional(),
  recognised: z.string().optional(),
  flagged: z.boolean().optional(),
  time: z.looseObject({ openedAt: moment, activeMs: z.number(), wallMs: z.number() }).optional(),
  revises: z.int().min(1).optional(),
  afterReveal: z.boolean().optional(),
});
const draftRecord = z.looseObject({
  type: z.literal('draft'),
  ...link,
  item,
  note: z.string().optional(),
  evidence: evidence.optional(),
});
export const truthSchema = z.looseObject({
  item,
  content: contentKey,
  round: z.enum(ROUNDS),
  id: z.string(),
  stratum: z.array(z.string()).readonly(),
  N: z.int().min(1).describe('Trials of the stratum.'),
  n: z.int().min(0).describe('Trials drawn of it.'),
  model: z.string(),
  condition: z.string().nullable(),
  outcome: z.enum(OUTCOMES).describe("The judge's."),
  label: z.string().nullable(),
  by: z.string().nullable(),
  verdict: digest.describe('SHA-256 of the canonical JSON of the verdict.'),
  /** What other programs know the sample by. */
  sample: z.union([z.string(), z.number()]).nullable(),
  epoch: z.number().nullable(),
  uuid: z.string().nullable(),
  evalId: z.string().nullable(),
});
export const stratumSchema = z.looseObject({
  stratum: z.array(z.string()).readonly(),
  N: z.int().min(1),
  n: z.int().min(0),
});
const closeRecord = z.looseObject({
  type: z.literal('close'),
  ...link,
  given: z.int().min(0),
  cannot: z.int().min(0),
  open: z.int().min(0),
  query: z.string(),
  strata: z.array(stratumSchema).readonly(),
  truth: z.array(truthSchema).readonly(),
});

export const recordSchema = z.discriminatedUnion('type', [
  auditRecord,
  drawRecord,
  extendRecord,
  answerRecord,
  draftRecord,
  closeRecord,
  z.looseObject({
    type: z.literal('session'),
    ...link,
    program: z.string(),
    blind: z.int(),
    columns: z.int().optional(),
    rows: z.int().optional(),
  }),
  z.looseObject({ type: z.enum(['skip', 'flag']), ...link, item, reason: z.string().optional() }),
  z.looseObject({ type: z.literal('reveal'), ...link, what: z.string(), item: item.optional() }),
  z.looseObject({ type: z.literal('look'), ...link, answered: z.int().min(0) }),
  z.looseObject({ type: z.literal('repair'), ...link, bytes: z.int(), hash: digest }),
]);

export type AuditRecord = z.output<typeof recordSchema>;
export type Header = z.output<typeof auditRecord>;
export type Design = z.output<typeof designSchema>;
export type Answer = z.output<typeof answerRecord>;
export type Close = z.output<typeof closeRecord>;
export type DrawnItem = z.output<typeof items>[number];
export type Truth = z.output<typeof truthSchema>;
export type Stratum = z.output<typeof stratumSchema>;
export type Evidence = z.output<typeof evidenceSchema>;
/** What a record says, before it has its place in the chain. */
export type NewRecord = WithoutLink<AuditRecord>;
type WithoutLink<R> = R extends unknown
  ? { [K in keyof R as K extends 'seq' | 'prev' | 'at' ? never : K]: R[K] }
  : never;
