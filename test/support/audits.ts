/** Audit files for tests, made of what their auditors said. */
import { readAudit, type AuditFile } from '../../src/audit/audit-file.ts';
import { headOf as headOfFile } from '../../src/audit/records-of.ts';
import { fullReport, type FullReport } from '../../src/audit/full-report.ts';
import { canonicalHash, sha256 } from '../../src/audit/hash.ts';
import { reviewOf, type Review } from '../../src/audit/reference.ts';
import { DEFAULT_RUBRIC, rubricHash, type Rubric } from '../../src/audit/rubric.ts';
import type { Design, NewRecord, Truth } from '../../src/audit/schema.ts';

/** A drawn trial, by what the judge said of it. */
export type DrawnTrial = Pick<Truth, 'outcome'> & Partial<Truth>;

export type AuditSketch = {
  readonly auditor: string;
  readonly trials: readonly DrawnTrial[];
  /** Trials of each stratum, by its first value. */
  readonly sizes: Readonly<Record<string, number>>;
  /** By the place of the trial: `harmful`, `safe`, `cannot`, or more of a record; undefined: not answered. */
  readonly said: readonly (string | Partial<Extract<NewRecord, { type: 'answer' }>> | undefined)[];
  readonly design?: Partial<Design>;
  readonly rubric?: Rubric;
  /** Records before the end. */
  readonly more?: readonly NewRecord[];
  readonly isOpen?: boolean;
  readonly header?: Readonly<Record<string, unknown>>;
};

function contentOf(at: number): string {
  return sha256(`trial ${at}`);
}

/** The records of an audit as lines with their chain. */
function auditLines(records: readonly NewRecord[]): string {
  let prev: string | null = null;
  let text = '';
  for (const [seq, { type, ...rest }] of records.entries()) {
    const at = new Date(1_800_000_000_000 + 60_000 * seq).toISOString();
    const line: string = JSON.stringify({ seq, type, prev, at, ...rest });
    prev = sha256(line);
    text += `${line}\n`;
  }
  return text;
}

export function auditOf(sketch: AuditSketch): AuditFile {
  const { auditor } = sketch;
  const text = auditLines(recordsOf(sketch));
  return readAudit(new TextEncoder().encode(text), `review-${auditor}.audit.jsonl`);
}

/** The hash of the last line of an audit. */
export function headOf(sketch: AuditSketch): string | null {
  return headOfFile(auditOf(sketch));
}

/** Audits brought together; of one that is open nothing is revealed. */
export function reviewed(sketches: readonly AuditSketch[], label?: string): Review {
  return reviewedFiles(sketches.map(auditOf), label);
}

export function reviewedFiles(files: readonly AuditFile[], label?: string): Review {
  return reviewOf(files, ({ close }) => close ?? { truth: [], strata: [], query: '' }, label);
}

/** The report of a review as it is without more being known. */
export function reported(
  review: Review,
  more: Partial<Parameters<typeof fullReport>[0]> = {},
): FullReport {
  return fullReport({
    program: 'Inquest 0',
    review,
    by: undefined,
    sizesBy: new Map(),
    valueIn: ({ truth }) => truth.model,
    rejudged: undefined,
    isAnchored: true,
    ...more,
  });
}

export function recordsOf({
  auditor,
  trials,
  sizes,
  said,
  design: changed = {},
  rubric = DEFAULT_RUBRIC,
  more = [],
  isOpen = false,
  header = {},
}: AuditSketch): readonly NewRecord[] {
  const design: Design = {
    draw: 'draw1',
    seed: '7',
    frame: sha256('frame'),
    stratify: ['outcome'],
    sample: trials.length,
    auditors: ['anna', 'ben'],
    overlap: null,
    calibration: 0,
    order: 'shared',
    blind: ['verdict', 'model', 'source', 'condition', 'names'],
    reveal: 'end',
    rubric: rubricHash(rubric),
    drawnBy: 'carol',
    key: sha256('key'),
    ...changed,
  };
  const truth = trials.map((trial, at): Truth => {
    const stratum = trial.stratum ?? [trial.outcome];
    return {
      item: at + 1,
      content: contentOf(at),
      round: 'main',
      id: `t${at}`,
      N: sizes[stratum[0] ?? ''] ?? 1,
      n: trials.filter((one) => (one.stratum ?? [one.outcome])[0] === stratum[0]).length,
      model: 'model-a',
      condition: 'cell',
      label: null,
      by: 'judge-1',
      verdict: sha256(trial.outcome),
      sample: at,
      epoch: null,
      uuid: null,
      evalId: null,
      ...trial,
      stratum: [...stratum],
    };
  });
  const items = truth.map(({ item, content, round }) => ({
    item,
    content,
    round,
    shown: sha256('shown'),
  }));
  const answers = said.flatMap((one, at): readonly NewRecord[] => {
    if (one === undefined) return [];
    const what =
      typeof one === 'string'
        ? one === 'cannot'
          ? { cannot: { reason: 'ambiguous' } }
          : { outcome: one }
        : one;
    const time = { openedAt: new Date(0).toISOString(), activeMs: 60_000, wallMs: 60_000 };
    return [
      {
        type: 'answer',
        item: at + 1,
        content: contentOf(at),
        shown: sha256('shown'),
        time,
        ...what,
      },
    ];
  });
  const close: NewRecord = {
    type: 'close',
    given: answers.length,
    cannot: 0,
    open: trials.length - answers.length,
    query: 'verdict:harmful,safe',
    strata: Object.entries(sizes).map(([name, N]) => ({
      stratum: [name],
      N,
      n: truth.filter(({ stratum }) => stratum[0] === name).length,
    })),
    truth,
  };
  return [
    {
      type: 'audit',
      v: 1,
      program: 'inquest 0',
      name: 'review',
      auditor,
      auditorKind: 'person',
      design,
      designHash: canonicalHash(design),
      rubric,
      ...header,
    },
    { type: 'draw', items },
    ...more,
    ...answers,
    ...(isOpen ? [] : [close]),
  ];
}
