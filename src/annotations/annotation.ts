/**
 * Notes, tags, quotes and verdicts of people on trials, apart from the evidence and from any audit.
 * Each record of the file stands alone: files of several people are merged by concatenation, and the
 * newest record of an id counts.
 */
import { z } from 'zod';

const ANNOTATION_KINDS = ['tag', 'note', 'quote', 'verdict'] as const;

export const annotationSchema = z.looseObject({
  id: z.uuid(),
  op: z.enum(['add', 'retract']),
  author: z.string(),
  at: z.iso.datetime({ precision: 3 }),
  kind: z.enum(ANNOTATION_KINDS),
  trial: z.string().describe('The id of the trial when it was written.'),
  content: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the content of the trial, as in an audit.'),
  model: z.string().describe('With `turns` it makes a trial quick to find under another id.'),
  turns: z.int().min(0),
  collection: z.string().optional().describe('The opened paths, as a hash.'),
  turn: z.int().min(1).optional(),
  text: z.string().optional().describe('The tag, the note, or the verdict.'),
  evidence: z
    .looseObject({
      start: z.int().min(0).describe('In code points of the text of the turn.'),
      end: z.int().min(0),
      exact: z.string(),
      prefix: z.string(),
      suffix: z.string(),
      textHash: z.string(),
    })
    .optional(),
});

/** Marks the line before it, which was cut short: `bytes` of it were kept. */
const repairSchema = z.looseObject({
  op: z.literal('repair'),
  at: z.iso.datetime({ precision: 3 }),
  bytes: z.int().min(1),
});

export type Annotation = z.output<typeof annotationSchema>;
export type AnnotationKind = Annotation['kind'];
export type Repair = z.output<typeof repairSchema>;

export type ReadAnnotations = {
  /** In the order of the file. */
  readonly records: readonly Annotation[];
  /** Numbers of lines that are no records, and that no repair names. */
  readonly odd: readonly number[];
  /** Bytes behind the last line end; 0 in a file that is whole. */
  readonly torn: number;
};

const LINE_END = 0x0a;

/** Reads a file of annotations. A line that cannot be read costs no other. */
export function readAnnotations(bytes: Uint8Array): ReadAnnotations {
  const records: Annotation[] = [];
  const odd: { readonly line: number; readonly bytes: number }[] = [];
  const end = bytes.lastIndexOf(LINE_END) + 1;
  const decoder = new TextDecoder();
  let line = 0;
  for (let at = 0; at < bytes.length;) {
    const stop = bytes.indexOf(LINE_END, at);
    const part = bytes.subarray(at, stop < 0 ? undefined : stop);
    at += part.length + 1;
    line += 1;
    const text = decoder.decode(part);
    if (text.trim() === '') continue;
    const data = dataIn(text);
    const record = annotationSchema.safeParse(data);
    if (record.success) records.push(record.data);
    else {
      const repair = repairSchema.safeParse(data);
      if (!repair.success) odd.push({ line, bytes: part.length });
      else if (odd.at(-1)?.bytes === repair.data.bytes) odd.pop();
    }
  }
  return { records, odd: odd.map((one) => one.line), torn: bytes.length - end };
}

function dataIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The line of a record, with its end. */
export function annotationLine(record: Annotation | Repair): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * What holds: of each id the newest record, unless that takes it back. The order of the records makes
 * no difference, so that files can be put together in any order. The oldest comes first.
 */
export function standing(records: readonly Annotation[]): readonly Annotation[] {
  const newest = new Map<string, Annotation>();
  for (const record of records) {
    const known = newest.get(record.id);
    if (known === undefined || isNewer(record, known)) newest.set(record.id, record);
  }
  return [...newest.values()]
    .filter(({ op }) => op === 'add')
    .toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

function isNewer(one: Annotation, other: Annotation): boolean {
  // Of two of the same moment one has to be chosen, and the same one in every file.
  const order =
    compare(one.at, other.at) ||
    compare(one.op, other.op) ||
    compare(JSON.stringify(one), JSON.stringify(other));
  return order > 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The time of a record that replaces another: later than that, whatever the clock says. */
export function laterThan(now: Date, before: string | undefined): string {
  const least = before === undefined ? 0 : Date.parse(before) + 1;
  return new Date(Math.max(now.getTime(), least)).toISOString();
}
