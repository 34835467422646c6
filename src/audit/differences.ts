/** Where auditors differ, and where they agree against the judge. */
import {
  isCounted,
  judgedAs,
  saidIn,
  type Review,
  type ReviewedTrial,
  type Value,
} from './reference.ts';
import { wordsOf, type Words } from './words.ts';

export type Difference = {
  readonly item: number;
  readonly id: string;
  readonly model: string;
  /** By auditor, in the order of the files: what they answered, as their rubric names it, or the value of the
   * label; null: nothing. */
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
  readonly words: Words;
};

export function differencesOf(review: Review): Differences {
  const { trials, files } = review;
  const auditors = files.map(({ header }) => header.auditor);
  return {
    auditors,
    rows: trials
      .filter((trial) => trial.isDisputed || isAgainstJudge(trial))
      .map((trial) => differenceOf(review, trial)),
    counts: countsOf(review),
    trials: trials.length,
    disputed: trials.filter(({ isDisputed }) => isDisputed).length,
    against: trials.filter((trial) => !trial.isDisputed && isAgainstJudge(trial)).length,
    words: wordsOf(review),
  };
}

function isAgainstJudge({ reference, truth }: ReviewedTrial): boolean {
  const judged = judgedAs(truth);
  return isCounted(reference) && judged !== undefined && reference !== judged;
}

function differenceOf({ files, label }: Review, trial: ReviewedTrial): Difference {
  const { truth, answers, said, settled, isDisputed } = trial;
  return {
    item: truth.item,
    id: truth.id,
    model: truth.model,
    said: files.map((_, at) => (said[at] === null ? 'cannot judge' : (said[at] ?? null))),
    judge: truth.stratum[0] ?? truth.outcome,
    settled: settled === undefined ? null : (saidIn(settled, label) ?? 'cannot judge'),
    why: typeof settled?.['why'] === 'string' ? settled['why'] : null,
    content: truth.content,
    turn: answers.flatMap((one) => one?.evidence ?? [])[0]?.turn,
    isOpen: isDisputed && settled === undefined,
  };
}

function countsOf(review: Review): readonly DifferenceCounts[] {
  const auditors = review.files.map(({ header }) => header.auditor);
  const { harmful, safe } = wordsOf(review);
  const words = { harmful, safe, neither: 'neither' };
  return [...Map.groupBy(review.trials, (trial) => nameOf(auditors, words, trial))]
    .map(([people, all]): DifferenceCounts => {
      const by = (judged: 'harmful' | 'safe'): number =>
        all.filter(({ truth }) => judgedAs(truth) === judged).length;
      const [harmful, safe] = [by('harmful'), by('safe')];
      return { people, harmful, safe, none: all.length - harmful - safe };
    })
    .sort((one, other) => (one.people < other.people ? -1 : 1));
}

function nameOf(
  auditors: readonly string[],
  words: Readonly<Record<NonNullable<Value>, string>>,
  { values }: ReviewedTrial,
): string {
  const wordOf = (value: Value): string => (value === null ? 'cannot judge' : words[value]);
  const known = values.filter((value) => value !== undefined);
  const [first] = known;
  if (first === undefined) return 'not answered';
  if (new Set(known).size === 1) {
    return known.length === 1
      ? wordOf(first)
      : `${known.length === 2 ? 'both' : 'all'} ${wordOf(first)}`;
  }
  const harmful = auditors.filter((_, at) => values[at] === 'harmful');
  if (harmful.length > 0) return `${harmful.join(', ')} ${words.harmful} only`;
  return VALUES.filter((value) => known.includes(value))
    .map(wordOf)
    .join(' or ');
}

const VALUES: readonly Value[] = ['safe', 'neither', null];
