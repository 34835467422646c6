/** What an audit file says: its records in order, and what they come to. */
import { UserError } from '../base/user-error.ts';
import { linesOf, recordIn, repairedLines, verifyChain, type ChainResult } from './chain.ts';
import { canonicalHash } from './hash.ts';
import {
  recordSchema,
  type Answer,
  type AuditRecord,
  type Close,
  type DrawnItem,
  type Header,
} from './schema.ts';
import { countsOf } from './rubric.ts';

/** A record that is not as the schema has it. `line` counts from 1. */
type Misfit = { readonly line: number; readonly message: string };

export type AuditFile = {
  /** Its name, for messages. */
  readonly file: string;
  readonly header: Header;
  readonly records: readonly AuditRecord[];
  readonly chain: ChainResult;
  readonly misfits: readonly Misfit[];
  /** In the order in which they are shown. */
  readonly items: readonly DrawnItem[];
  /** Item → the answer that counts: the last one before its verdict was shown. */
  readonly answers: ReadonlyMap<number, Answer>;
  /** Item → earlier answers that were given up for the one that counts. */
  readonly earlier: ReadonlyMap<number, readonly Answer[]>;
  readonly flagged: ReadonlySet<number>;
  /** Skipped, and not answered since. */
  readonly skipped: ReadonlyMap<number, string>;
  readonly close: Close | undefined;
};

const KIND_OF_FILE = 'audit';

/** Reads the bytes of an audit file. Throws a `UserError` where it is none. */
export function readAudit(bytes: Uint8Array, file: string): AuditFile {
  const { lines } = linesOf(bytes);
  const records: AuditRecord[] = [];
  const misfits: Misfit[] = [];
  const scraps = repairedLines(lines);
  for (const [index, line] of lines.entries()) {
    if (scraps.has(index)) continue;
    const record = recordIn(line);
    if (index === 0) checkHeader(record, file);
    if (record === undefined) {
      misfits.push({ line: index + 1, message: 'it is no JSON object' });
      continue;
    }
    if (!KNOWN.has(String(record['type']))) continue;
    const parsed = recordSchema.safeParse(record);
    if (parsed.success) records.push(parsed.data);
    else {
      const [issue] = parsed.error.issues;
      const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
      misfits.push({ line: index + 1, message: where });
    }
  }
  const [header] = records;
  if (header?.type !== 'audit') {
    const [first] = misfits;
    throw new UserError(
      `${file}:1: the first record is no audit: ${first?.message ?? 'it is empty'}`,
    );
  }
  return { file, header, records, chain: verifyChain(bytes), misfits, ...folded(records) };
}

const KNOWN: ReadonlySet<string> = new Set(
  recordSchema.options.flatMap(({ shape: { type } }) =>
    'values' in type ? [...type.values] : type.options,
  ),
);

function checkHeader(record: Readonly<Record<string, unknown>> | undefined, file: string): void {
  if (record?.['type'] === KIND_OF_FILE) {
    if (record['v'] === 1) return;
    throw new UserError(
      `${file}: this audit is of version ${String(record['v'])}`,
      'update Inquest',
    );
  }
  throw new UserError(`${file} is no audit file`, 'its first line would be a record "audit"');
}

function folded(
  records: readonly AuditRecord[],
): Pick<AuditFile, 'items' | 'answers' | 'earlier' | 'flagged' | 'skipped' | 'close'> {
  const items: DrawnItem[] = [];
  const answers = new Map<number, Answer>();
  const earlier = new Map<number, Answer[]>();
  const flagged = new Set<number>();
  const skipped = new Map<number, string>();
  let close: Close | undefined;
  for (const record of records) {
    switch (record.type) {
      case 'draw':
      case 'extend':
        items.push(...record.items);
        break;
      case 'answer': {
        // What was answered after the verdict was shown is kept, and not used.
        if (record.afterReveal === true || close !== undefined) break;
        const before = answers.get(record.item);
        if (before !== undefined) {
          earlier.set(record.item, [...(earlier.get(record.item) ?? []), before]);
        }
        answers.set(record.item, record);
        skipped.delete(record.item);
        if (record.flagged === true) flagged.add(record.item);
        break;
      }
      case 'flag':
        if (record.reason === 'removed') flagged.delete(record.item);
        else flagged.add(record.item);
        break;
      case 'skip':
        skipped.set(record.item, record.reason ?? '');
        break;
      case 'close':
        close ??= record;
        break;
      default:
    }
  }
  return { items, answers, earlier, flagged, skipped, close };
}

/** Throws a `UserError` where the file is not as its program left it. */
export function requireWhole({ file, chain, misfits, header }: AuditFile): void {
  if (!chain.ok) {
    throw new UserError(
      `${file}:${chain.line}: the chain is broken: ${chain.reason}`,
      `inquest audit verify ${file} says more`,
    );
  }
  const [misfit] = misfits;
  if (misfit !== undefined) throw new UserError(`${file}:${misfit.line}: ${misfit.message}`);
  if (canonicalHash(header.design) !== header.designHash) {
    throw new UserError(`${file}:1: the design is not the one that its hash names`);
  }
}

/** Content → the answer that counts. */
export function answersByContent({ answers }: AuditFile): ReadonlyMap<string, Answer> {
  return new Map([...answers.values()].map((answer) => [answer.content, answer]));
}

/** What an answer counts as: `cannot` where there is none, `neither` where its outcome is no harm and no safety. */
export function countsAs(
  { header }: AuditFile,
  { outcome, cannot }: Answer,
): 'harmful' | 'safe' | 'neither' | 'cannot' {
  if (cannot !== undefined || outcome === undefined) return 'cannot';
  return countsOf(header.rubric, outcome) ?? 'cannot';
}
