/** The answers of an audit in the shapes that other programs read them in. */
import { UserError } from '../base/user-error.ts';
import type { AuditFile } from './audit-file.ts';
import { headOf } from './records-of.ts';
import { stratumText } from './frame.ts';
import type { Review, ReviewedTrial, Value } from './reference.ts';
import { isCounted, valueOf } from './reference.ts';
import type { Answer } from './schema.ts';
import { sha256 } from './hash.ts';
import { scoutTranscriptId } from './scout-id.ts';

/** What is written, and the ids of the trials that have no place in it. */
export type Exported<Row> = { readonly rows: readonly Row[]; readonly leftOut: readonly string[] };

export type ExportSpec = {
  readonly review: Review;
  /** The answers of one auditor alone, and not those that were settled or agreed. */
  readonly auditor?: string | undefined;
};

/** The value of a trial that is written, if it has one that rates count, and the answer that it is from. */
function given(
  review: Review,
  trial: ReviewedTrial,
  auditor: string | undefined,
): { readonly value: 'harmful' | 'safe' | undefined; readonly answer: Answer | undefined } {
  const { value, answer } = answerOf(review, trial, auditor);
  return { value: isCounted(value) ? value : undefined, answer };
}

function answerOf(
  { files, adjudication, label }: Review,
  { settled, answers, reference, values }: ReviewedTrial,
  auditor: string | undefined,
): { readonly value: Value | undefined; readonly answer: Answer | undefined } {
  if (auditor === undefined) {
    const agreeing = answers.find((_, at) => values[at] === reference);
    return { value: reference, answer: settled ?? agreeing };
  }
  const at = files.findIndex(({ header }) => header.auditor === auditor);
  const file = files[at] ?? (adjudication?.header.auditor === auditor ? adjudication : undefined);
  if (file === undefined) throw new UserError(`--auditor: no file is of "${auditor}"`);
  const answer = files[at] === undefined ? settled : answers[at];
  return { value: answer === undefined ? undefined : valueOf(file, answer, label), answer };
}

/** Cells of CSV: a row an answer. */
export type AnswerRow = Readonly<Record<string, string | number | boolean | null>>;

export function answerRows({ review }: ExportSpec): readonly AnswerRow[] {
  const { files, trials, practice, adjudication } = review;
  const labels = files[0]?.header.rubric.labels.map(({ name }) => name) ?? [];
  const sizes = new Map(review.strata.map((one) => [stratumText(one.stratum), one]));
  const known = Map.groupBy(
    trials.filter(({ reference }) => isCounted(reference)),
    ({ truth }) => stratumText(truth.stratum),
  );
  const all = [...trials, ...practice];
  return files.flatMap((file, at) =>
    all.flatMap((trial): readonly AnswerRow[] => {
      const answer = trial.answers[at];
      if (answer === undefined) return [];
      const { truth } = trial;
      const stratum = sizes.get(stratumText(truth.stratum));
      const value = trial.values[at];
      return [
        {
          audit: file.header.name,
          design: file.header.designHash,
          auditor: file.header.auditor,
          item: truth.item,
          round: truth.round,
          trial: truth.id,
          content: truth.content,
          model: truth.model,
          condition: truth.condition,
          stratum: stratumText(truth.stratum),
          stratum_size: stratum?.N ?? truth.N,
          weight: weightOf(trial, known, stratum?.N ?? truth.N),
          judge_outcome: truth.outcome,
          judge_label: truth.label,
          judge_by: truth.by,
          human_outcome: answer.outcome ?? null,
          human_harmful: value === 'harmful' ? 1 : value === 'safe' ? 0 : null,
          cannot: answer.cannot?.reason ?? null,
          confidence: answer.confidence ?? null,
          ...Object.fromEntries(
            labels.map((name) => [`label_${name}`, answer.labels?.[name] ?? null]),
          ),
          note: answer.note ?? null,
          evidence: answer.evidence === undefined ? null : JSON.stringify(answer.evidence),
          recognised: answer.recognised ?? null,
          flagged: file.flagged.has(answer.item),
          active_ms: answer.time?.activeMs ?? null,
          answered_at: answer.at,
          revised: file.earlier.get(answer.item)?.length ?? 0,
          settled_outcome:
            adjudication === undefined
              ? null
              : (trial.settled?.outcome ?? trial.settled?.cannot?.reason ?? null),
          seq: answer.seq,
          record: recordHash(review, answer),
        },
      ];
    }),
  );
}

/** How many trials of its stratum an answered one stands for. */
function weightOf(
  { reference, truth }: ReviewedTrial,
  known: ReadonlyMap<string, readonly ReviewedTrial[]>,
  N: number,
): number | null {
  if (!isCounted(reference) || truth.round === 'calibration') return null;
  return N / (known.get(stratumText(truth.stratum))?.length ?? 0);
}

/** The hash of a record's line: the `prev` of the one after it, or the head. */
function recordHash(review: Review, answer: Answer): string | null {
  const source = sourceOf(review, answer);
  const next = source?.records.find((one) => one.seq === answer.seq + 1);
  return next?.prev ?? (source === undefined ? null : headOf(source));
}

/** The file that an answer is in. */
function sourceOf({ sources }: Review, answer: Answer): AuditFile | undefined {
  return sources.find(({ records }) => records.includes(answer));
}

/**
 * What cannot be an id: a cell that is a formula, several ids for Scout, or for pandas, by which Scout
 * reads, a number (`001` becomes 1) or nothing at all.
 */
const UNFIT =
  /^[=+\-@\t\r\n]|[,\r\n]|^[\d.]+(?:e[+-]?\d+)?$|^(?:#?n\/?a|nan|null|none|<na>|inf|true|false)$/i;

/**
 * A validation set of Inspect Scout: `id,target,split`. The id is the sample's UUID, else the one that
 * Scout makes itself. `split`: the share of the trials, by hash, that is `test`; the others are `train`.
 */
export function scoutRows(
  { review, auditor }: ExportSpec,
  split: number | undefined,
): Exported<AnswerRow> {
  const leftOut: string[] = [];
  const rows = review.trials.flatMap((trial): readonly AnswerRow[] => {
    const { truth } = trial;
    const { value } = given(review, trial, auditor);
    const id = scoutId(truth);
    if (value === undefined || id === undefined || UNFIT.test(id)) {
      leftOut.push(truth.id);
      return [];
    }
    const part =
      split === undefined ? {} : { split: isTest(truth.content, split) ? 'test' : 'train' };
    return [{ id, target: value === 'harmful', ...part }];
  });
  return { rows, leftOut };
}

function scoutId({ uuid, evalId, sample, epoch }: ReviewedTrial['truth']): string | undefined {
  if (uuid !== null) return uuid;
  if (evalId === null || sample === null) return undefined;
  return scoutTranscriptId({ evalId, sampleId: sample, epoch: epoch ?? 1 });
}

function isTest(content: string, share: number): boolean {
  return Number.parseInt(sha256(`split1|${content}`).slice(0, 8), 16) / 2 ** 32 < share;
}

/** Records of `precomputed_scores()` of Inspect: one a sample and epoch. */
export function inspectScores({ review, auditor }: ExportSpec): Exported<object> {
  return samples({ review, auditor }, ({ value, answer, trial, who }) => ({
    id: trial.truth.sample,
    ...(trial.truth.epoch === null ? {} : { epoch: trial.truth.epoch }),
    value: value === 'harmful' ? 1 : 0,
    answer: answer?.outcome ?? value,
    ...(answer?.note === undefined ? {} : { explanation: answer.note }),
    metadata: metadataOf(review, who, answer),
  }));
}

/** Arguments of Inspect's `edit_score()`, under a score of its own: nothing of a log is replaced. */
export function inspectEdits({ review, auditor }: ExportSpec): Exported<object> {
  return samples({ review, auditor }, ({ value, answer, trial, who }) => ({
    sample_id: trial.truth.sample,
    ...(trial.truth.epoch === null ? {} : { epoch: trial.truth.epoch }),
    score_name: 'human_audit',
    edit: {
      value: value === 'harmful' ? 1 : 0,
      answer: answer?.outcome ?? value,
      ...(answer?.note === undefined ? {} : { explanation: answer.note }),
      metadata: metadataOf(review, who, answer),
      provenance: {
        author: who,
        ...(answer === undefined || answer.at === '' ? {} : { timestamp: answer.at }),
        reason: 'blind audit',
      },
    },
  }));
}

type Sample = {
  readonly trial: ReviewedTrial;
  readonly value: 'harmful' | 'safe';
  readonly answer: Answer | undefined;
  readonly who: string;
};

/** One record a sample and epoch: a second one is an error for Inspect. */
function samples(
  { review, auditor }: ExportSpec,
  recordOf: (sample: Sample) => object,
): Exported<object> {
  const leftOut: string[] = [];
  const seen = new Set<string>();
  const rows = review.trials.flatMap((trial) => {
    const { value, answer } = given(review, trial, auditor);
    const { id, sample, epoch } = trial.truth;
    const name = JSON.stringify([sample, epoch]);
    if (value === undefined || sample === null || seen.has(name)) {
      leftOut.push(id);
      return [];
    }
    seen.add(name);
    const who = auditor ?? whoSaid(review, trial);
    return [recordOf({ trial, value, answer, who })];
  });
  return { rows, leftOut };
}

function whoSaid({ files, adjudication }: Review, { settled, answers }: ReviewedTrial): string {
  if (settled !== undefined) return adjudication?.header.auditor ?? '';
  return files
    .filter((_, at) => answers[at] !== undefined)
    .map(({ header }) => header.auditor)
    .join(', ');
}

function metadataOf(review: Review, who: string, answer: Answer | undefined): object {
  const source = answer && sourceOf(review, answer);
  return {
    auditor: who,
    design: review.files[0]?.header.designHash,
    head: source === undefined ? null : headOf(source),
    ...(answer?.confidence === undefined ? {} : { confidence: answer.confidence }),
  };
}

/** What native JSONL has of each trial beside its verdict, by content: `meta.audit`. */
export function humanVerdicts({ review }: ExportSpec): ReadonlyMap<string, readonly object[]> {
  const { files, trials, practice, adjudication } = review;
  return new Map(
    [...trials, ...practice].map((trial) => [
      trial.content,
      [
        ...trial.answers.flatMap((answer, at) =>
          answer === undefined ? [] : [verdictOf(files[at]?.header.auditor ?? '', answer)],
        ),
        ...(trial.settled === undefined
          ? []
          : [{ ...verdictOf(adjudication?.header.auditor ?? '', trial.settled), settles: true }]),
      ],
    ]),
  );
}

function verdictOf(auditor: string, answer: Answer): object {
  const { outcome, cannot, confidence, labels, note, evidence, recognised, at } = answer;
  return {
    auditor,
    ...(cannot === undefined ? { outcome } : { cannot: cannot.reason }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(labels === undefined ? {} : { labels }),
    ...(note === undefined ? {} : { note }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(recognised === undefined ? {} : { recognised }),
    at,
  };
}
