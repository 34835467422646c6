/** What people said of each drawn trial, brought together from the files of an audit. */
import { UserError } from '../base/user-error.ts';
import { answersByContent, countsAs, type AuditFile } from './audit-file.ts';
import { joinedByAuditor } from './join.ts';
import type { Answer, Close, Stratum, Truth } from './schema.ts';
import { checkSettled } from './settled.ts';
import type { Terms } from './words.ts';

/** What rates take an answer for; `neither` is left out of them; null: it could not be judged. */
export type Value = 'harmful' | 'safe' | 'neither' | null;

/** Whether it is a value that rates count. */
export function isCounted(value: Value | undefined): value is 'harmful' | 'safe' {
  return value === 'harmful' || value === 'safe';
}

export type ReviewedTrial = {
  readonly content: string;
  readonly truth: Truth;
  /** By auditor, in the order of the files; undefined: not answered, or not theirs. */
  readonly answers: readonly (Answer | undefined)[];
  readonly values: readonly (Value | undefined)[];
  /** The same as the rubric has it: the outcome, or the value of the label. */
  readonly said: readonly (string | null | undefined)[];
  /** The one answer of the trial: settled, else agreed, else the only one; undefined: nothing was answered. */
  readonly reference: Value | undefined;
  /** Auditors gave different values. */
  readonly isDisputed: boolean;
  /** The answer of an adjudication. */
  readonly settled: Answer | undefined;
};

export type Review = Terms & {
  /** One an auditor. */
  readonly files: readonly AuditFile[];
  /** All that were read: several of an auditor who worked on several machines, and the adjudication. */
  readonly sources: readonly AuditFile[];
  readonly adjudication: AuditFile | undefined;
  readonly trials: readonly ReviewedTrial[];
  /** Trials to practise on: reported apart. */
  readonly practice: readonly ReviewedTrial[];
  readonly strata: readonly Stratum[];
  readonly query: string;
};

/** A closed file's truth, or what the key says of an open one. */
export type TruthOf = (file: AuditFile) => Pick<Close, 'truth' | 'strata' | 'query'>;

/** Of a label, `yes` stands for harmful: by it a measure is validated. */
export function valueOf(file: AuditFile, answer: Answer, label: string | undefined): Value {
  if (label !== undefined) {
    const value = answer.labels?.[label];
    return value === 'yes' ? 'harmful' : value === 'no' ? 'safe' : null;
  }
  const counts = countsAs(file, answer);
  return counts === 'cannot' ? null : counts;
}

/** The answer in the words of the rubric; null: it could not be judged. */
export function saidIn(answer: Answer, label: string | undefined): string | null {
  if (label !== undefined) return answer.labels?.[label] ?? null;
  return answer.cannot === undefined ? (answer.outcome ?? null) : null;
}

/** The class that people are compared with: of a judge, or of a measure. Undefined: of neither. */
export function judgedAs({
  stratum: [of = ''],
}: Pick<Truth, 'stratum'>): 'harmful' | 'safe' | undefined {
  if (of === 'harmful' || of === 'yes') return 'harmful';
  return of === 'safe' || of === 'no' ? 'safe' : undefined;
}

/** Brings files together. Throws a `UserError` where they are not of one audit. */
export function reviewOf(
  all: readonly AuditFile[],
  truthOf: TruthOf,
  label: string | undefined,
): Review {
  const read = all.filter(({ header }) => header['adjudicates'] === undefined);
  const [adjudication, second] = all.filter(({ header }) => header['adjudicates'] !== undefined);
  const [first] = read;
  if (first === undefined)
    throw new UserError('an adjudication alone says nothing of its auditors');
  if (second !== undefined) {
    throw new UserError(
      `${second.file} is a second adjudication`,
      'give one of them: disagreements of one pair of auditors are settled',
    );
  }
  checkTogether(all, first, label);
  if (adjudication !== undefined) checkSettled(adjudication, read);
  const told = read.map(truthOf);
  const files = joinedByAuditor(read);
  const rows = new Map<string, Truth>();
  for (const { truth } of told) {
    for (const one of truth) if (!rows.has(one.content)) rows.set(one.content, one);
  }
  const byFile = files.map(answersByContent);
  const settledBy = adjudication && answersByContent(adjudication);
  const trials = [...rows.values()].map((truth): ReviewedTrial => {
    const answers = byFile.map((one) => one.get(truth.content));
    const values = answers.map((answer, at) => {
      const file = files[at];
      return answer === undefined || file === undefined ? undefined : valueOf(file, answer, label);
    });
    const said = answers.map((answer) => answer && saidIn(answer, label));
    const given = settledBy?.get(truth.content);
    // An outcome that was settled says nothing of a label that was not asked about.
    const isOfLabel = label === undefined || given?.labels?.[label] !== undefined;
    const settled = isOfLabel ? given : undefined;
    const known = values.filter((value) => value !== undefined);
    const isDisputed = new Set(known).size > 1;
    const agreed = known.length === 0 ? undefined : isDisputed ? null : known[0];
    const reference =
      settled === undefined || adjudication === undefined
        ? agreed
        : valueOf(adjudication, settled, label);
    return { content: truth.content, truth, answers, values, said, reference, isDisputed, settled };
  });
  return {
    measure: first.header.design.stratify[0] ?? 'outcome',
    label,
    files,
    sources: all,
    adjudication,
    trials: trials.filter(({ truth }) => truth.round !== 'calibration'),
    practice: trials.filter(({ truth }) => truth.round === 'calibration'),
    strata: told.find(({ strata }) => strata.length > 0)?.strata ?? [],
    query: told[0]?.query ?? '',
  };
}

function checkTogether(
  all: readonly AuditFile[],
  first: AuditFile,
  label: string | undefined,
): void {
  for (const { file, header } of all) {
    if (header.designHash !== first.header.designHash) {
      throw new UserError(
        `${file} and ${first.file} are of two designs`,
        'give the files of one audit',
      );
    }
  }
  checkLabel(first, label);
}

/** Throws a `UserError` where the rubric has no such label of the type yes-no. */
export function checkLabel({ header }: AuditFile, label: string | undefined): void {
  const isThere = header.rubric.labels.some(
    ({ name, type }) => name === label && type === 'yes-no',
  );
  if (label !== undefined && !isThere) {
    throw new UserError(`--label: the rubric has no label "${label}" of the type yes-no`);
  }
}
