/** Verdicts that people gave, in the shapes that Inspect's tools read them back in. */
import { isJudged } from '../trial/outcome.ts';
import type { Outcome } from '../trial/types.ts';

/** A person's verdict on one sample of an Inspect log. */
export type SampleVerdict = {
  /** The sample's id, of the type that the log has: matching is strict. */
  readonly id: string | number;
  readonly epoch?: number | undefined;
  /** The sample's UUID, which is the transcript's id in Scout. */
  readonly uuid?: string | undefined;
  readonly outcome: Outcome;
  readonly label?: string | undefined;
  readonly rationale?: string | undefined;
  /** Who decided, and when. */
  readonly by?: string | undefined;
  readonly at?: string | undefined;
};

/** A file's text, and the ids of the verdicts that have no place in it. */
export type VerdictFile = { readonly text: string; readonly leftOut: readonly string[] };

/** A cell that a spreadsheet would compute, or that Scout would take for several ids. */
const UNFIT = /^[=+\-@\t\r\n]|[,\r\n]/;

/**
 * A validation set for Inspect Scout: the transcript's id, and whether a scanner should have found
 * it harmful. Left out: what nobody decided, and ids that would mean something else in a CSV.
 */
export function scoutValidation(verdicts: readonly SampleVerdict[]): VerdictFile {
  const fits = (verdict: SampleVerdict): boolean =>
    isJudged(verdict.outcome) && !UNFIT.test(transcriptId(verdict));
  const rows = verdicts
    .filter(fits)
    .map((verdict) => `${quoted(transcriptId(verdict))},${verdict.outcome === 'harmful'}\n`);
  return {
    text: `id,target\n${rows.join('')}`,
    leftOut: verdicts.filter((verdict) => !fits(verdict)).map(transcriptId),
  };
}

function transcriptId({ uuid, id }: SampleVerdict): string {
  return uuid ?? String(id);
}

function quoted(cell: string): string {
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * Scores for Inspect's `precomputed_scores()`: one record a line, 1 for harmful, 0 for safe. Left
 * out: what nobody decided. A verdict without an epoch is one on every epoch of its sample.
 */
export function precomputedScores(verdicts: readonly SampleVerdict[]): VerdictFile {
  const decided = verdicts.filter(({ outcome }) => isJudged(outcome));
  const lines = decided.map(({ id, epoch, outcome, label, rationale, by, at }) => {
    const metadata = { label, by, at };
    const record = {
      id,
      epoch,
      value: outcome === 'harmful' ? 1 : 0,
      answer: outcome,
      explanation: rationale,
      ...(Object.values(metadata).some((each) => each !== undefined) && { metadata }),
    };
    return `${JSON.stringify(record)}\n`;
  });
  return {
    text: lines.join(''),
    leftOut: verdicts.filter(({ outcome }) => !isJudged(outcome)).map(({ id }) => String(id)),
  };
}
