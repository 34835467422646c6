/** What people said of each drawn trial, brought together from the files of an audit. */
import { UserError } from '../base/user-error.ts';
import { countsAs, type AuditFile } from './audit-file.ts';
import type { Answer, Close, Stratum, Truth } from './schema.ts';

/** What a rate takes an answer for; null: it could not be judged, or is neither. */
export type Value = 'harmful' | 'safe' | null;

export type ReviewedTrial = {
  readonly content: string;
  readonly truth: Truth;
  /** By auditor, in the order of the files; undefined: not answered, or not theirs. */
  readonly answers: readonly (Answer | undefined)[];
  readonly values: readonly (Value | undefined)[];
  /** The one answer of the trial: settled, else agreed, else the only one; undefined: nothing was answered. */
  readonly reference: Value | undefined;
  /** Auditors gave different values. */
  readonly isDisputed: boolean;
  /** The answer of an adjudication. */
  readonly settled: Answer | undefined;
};

export type Review = {
  readonly files: readonly AuditFile[];
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
  return counts === 'harmful' || counts === 'safe' ? counts : null;
}

/** Brings files together. Throws a `UserError` where they are not of one audit. */
export function reviewOf(
  all: readonly AuditFile[],
  truthOf: TruthOf,
  label: string | undefined,
): Review {
  const files = all.filter(({ header }) => header['adjudicates'] === undefined);
  const [adjudication, second] = all.filter(({ header }) => header['adjudicates'] !== undefined);
  const [first] = files;
  if (first === undefined)
    throw new UserError('an adjudication alone says nothing of its auditors');
  if (second !== undefined) throw new UserError(`${second.file} is a second adjudication`);
  checkTogether(all, first, label);
  const told = files.map(truthOf);
  const rows = new Map<string, Truth>();
  for (const { truth } of told) {
    for (const one of truth) if (!rows.has(one.content)) rows.set(one.content, one);
  }
  const answersOf = (file: AuditFile): ReadonlyMap<string, Answer> =>
    new Map([...file.answers.values()].map((answer) => [answer.content, answer]));
  const given = files.map(answersOf);
  const settledBy = adjudication && answersOf(adjudication);
  const trials = [...rows.values()].map((truth): ReviewedTrial => {
    const answers = given.map((one) => one.get(truth.content));
    const values = answers.map((answer, at) => {
      const file = files[at];
      return answer === undefined || file === undefined ? undefined : valueOf(file, answer, label);
    });
    const settled = settledBy?.get(truth.content);
    const known = values.filter((value) => value !== undefined);
    const isDisputed = new Set(known).size > 1;
    const agreed = known.length === 0 ? undefined : isDisputed ? null : known[0];
    const reference =
      settled === undefined || adjudication === undefined
        ? agreed
        : valueOf(adjudication, settled, label);
    return { content: truth.content, truth, answers, values, reference, isDisputed, settled };
  });
  return {
    files,
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
  const auditors = all.map(({ header }) => header.auditor);
  const twice = all.find(
    ({ header }, at) =>
      auditors.indexOf(header.auditor) < at && header['adjudicates'] === undefined,
  );
  if (twice !== undefined) {
    throw new UserError(`${twice.file}: the answers of ${twice.header.auditor} are there already`);
  }
  if (
    label !== undefined &&
    !first.header.rubric.labels.some(({ name, type }) => name === label && type === 'yes-no')
  ) {
    throw new UserError(`--label: the rubric has no label "${label}" of the type yes-no`);
  }
}
