/** Where auditors differ, and where they agree against the judge. */
import type { Review, ReviewedTrial, Value } from './reference.ts';

export type Difference = {
  readonly item: number;
  readonly id: string;
  readonly model: string;
  /** By auditor, in the order of the files: what they answered, as their rubric names it; null: nothing. */
  readonly said: readonly (string | null)[];
  readonly judge: string;
  /** What was settled; null: nothing was. */
  readonly settled: string | null;
  readonly why: string | null;
  readonly content: string;
  /** The first turn that an auditor marked as evidence. */
  readonly turn: number | undefined;
  /** Auditors differ, and nobody settled it. */
  readonly isOpen: boolean;
};

/** How often people said something together, by what the judge said. */
type DifferenceCounts = {
  readonly people: string;
  readonly harmful: number;
  readonly safe: number;
  readonly none: number;
};

export type Differences = {
  readonly auditors: readonly string[];
  readonly rows: readonly Difference[];
  readonly counts: readonly DifferenceCounts[];
  readonly trials: number;
  /** Trials that auditors disagree on, and those in which they agree against the judge. */
  readonly disputed: number;
  readonly against: number;
};

export function differencesOf(review: Review): Differences {
  const { trials, files } = review;
  const auditors = files.map(({ header }) => header.auditor);
  return {
    auditors,
    rows: trials
      .filter((trial) => trial.isDisputed || isAgainstJudge(trial))
      .map((trial) => differenceOf(auditors, trial)),
    counts: countsOf(auditors, trials),
    trials: trials.length,
    disputed: trials.filter(({ isDisputed }) => isDisputed).length,
    against: trials.filter((trial) => !trial.isDisputed && isAgainstJudge(trial)).length,
  };
}

function isAgainstJudge({ reference, truth }: ReviewedTrial): boolean {
  return (
    reference != null &&
    (truth.outcome === 'harmful' || truth.outcome === 'safe') &&
    reference !== truth.outcome
  );
}

function differenceOf(auditors: readonly string[], trial: ReviewedTrial): Difference {
  const { truth, values, answers, settled, reference, isDisputed } = trial;
  return {
    item: truth.item,
    id: truth.id,
    model: truth.model,
    said: auditors.map((_, at) => answers[at]?.outcome ?? word(values[at])),
    judge: truth.outcome,
    settled: settled === undefined ? null : word(reference),
    why: typeof settled?.['why'] === 'string' ? settled['why'] : null,
    content: truth.content,
    turn: answers.flatMap((one) => one?.evidence ?? [])[0]?.turn,
    isOpen: isDisputed && settled === undefined,
  };
}

function word(value: Value | undefined): string | null {
  return value === undefined ? null : (value ?? 'cannot judge');
}

function countsOf(
  auditors: readonly string[],
  trials: readonly ReviewedTrial[],
): readonly DifferenceCounts[] {
  return [...Map.groupBy(trials, (trial) => nameOf(auditors, trial))]
    .map(([people, all]): DifferenceCounts => {
      const by = (outcome: string): number =>
        all.filter(({ truth }) => truth.outcome === outcome).length;
      const [harmful, safe] = [by('harmful'), by('safe')];
      return { people, harmful, safe, none: all.length - harmful - safe };
    })
    .sort((one, other) => (one.people < other.people ? -1 : 1));
}

function nameOf(auditors: readonly string[], { values }: ReviewedTrial): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return 'not answered';
  if (new Set(known).size === 1) {
    const what = known[0] ?? 'cannot judge';
    return known.length === 1 ? what : `${known.length === 2 ? 'both' : 'all'} ${what}`;
  }
  const harmful = auditors.filter((_, at) => values[at] === 'harmful');
  return harmful.length === 0 ? 'safe or cannot judge' : `${harmful.join(', ')} harmful only`;
}
