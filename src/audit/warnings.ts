/** What a reader of a report has to know beside its figures. */
import { plural } from '../stats/bars.ts';
import { recordsOf } from './records-of.ts';
import type { GroupReport, JudgeReport, RatersReport } from './report.ts';
import type { Review } from './reference.ts';
import { wordsOf } from './words.ts';

export type Warning = { readonly code: string; readonly text: string };

export type WarningInput = {
  readonly review: Review;
  readonly judge: JudgeReport;
  readonly raters: RatersReport | undefined;
  readonly groups: readonly GroupReport[];
  /** The figures without the trials that were recognised; undefined: none was. */
  readonly unrecognised: JudgeReport | undefined;
  /** Trials judged anew since the draw; undefined: it was not looked at. */
  readonly rejudged: number | undefined;
  /** The design or the head is known from elsewhere, or the files are signed. */
  readonly isAnchored: boolean;
};

/** Codes and texts, in the order of the codes. */
export function warningsOf(input: WarningInput): readonly Warning[] {
  return [...ofPeople(input), ...ofProcess(input), ...ofGroups(input)].sort(
    (one, other) => Number(one.code.slice(1)) - Number(other.code.slice(1)),
  );
}

const NO_KAPPA: Readonly<Record<string, string>> = {
  'no-trials': 'no trial has a value of both',
  'one-rater-one-class': 'one auditor gave one answer throughout',
  'both-raters-one-class': 'both auditors gave the same answer throughout',
  'each-rater-one-class': 'each auditor gave one answer throughout',
};

function ofPeople({ review, judge, raters, unrecognised }: WarningInput): readonly Warning[] {
  const found: Warning[] = [];
  const add = (code: string, text: string): number => found.push({ code, text });
  const words = wordsOf(review);
  if (review.files.length === 1 && review.adjudication === undefined) {
    add('W1', `One person is the reference: agreement with ${words.judge} is not accuracy.`);
  }
  if (raters?.kappa.reason != null) {
    add('W2', `κ is undefined: ${NO_KAPPA[raters.kappa.reason] ?? raters.kappa.reason}.`);
  }
  if (judge.empty.length > 0) {
    const N = judge.empty.reduce((sum, one) => sum + one.N, 0);
    const names = judge.empty.map(({ stratum }) => stratum).join(', ');
    add(
      'W3',
      `${names}: no answer in ${plural(judge.empty.length, 'stratum', 'strata')}, ${N} of the trials. The figures leave them out.`,
    );
  }
  const open = (raters?.disagreements ?? 0) - (raters?.settled ?? 0);
  if (open > 0)
    add(
      'W4',
      `${plural(open, 'disagreement')} not adjudicated: the figures use agreed trials only.`,
    );
  const { safe, cannot, disputed } = judge.counts;
  if (safe.n > 0 && safe.x < 5) {
    add('W5', `Recall rests on ${safe.x} of ${safe.n} reviewed trials ${words.negative}.`);
  }
  const { lowest, highest } = judge.bounds;
  const rate = judge.prevalence;
  if (cannot > 0 && rate != null && rate.estimate !== null && lowest !== null && highest !== null) {
    if (lowest.estimate < rate.low || highest.estimate > rate.high) {
      add(
        'W6',
        `${plural(cannot, 'trial')} nobody could judge${disputed > 0 ? ', or agree on' : ''}: all ${words.safe} or all ${words.harmful}, the rate is ${percent(lowest.estimate)} or ${percent(highest.estimate)}.`,
      );
    }
  }
  if (unrecognised !== undefined) {
    const r = review.trials.filter(({ answers }) =>
      answers.some((one) => one?.recognised !== undefined),
    ).length;
    const without = [
      ['precision', unrecognised.precision.estimate],
      ['missed', unrecognised.missRate.estimate],
    ].map(([name, value]) => `${String(name)} ${value === null ? '–' : percent(Number(value))}`);
    add('W9', `${plural(r, 'trial')} recognised; without them: ${without.join(', ')}.`);
  }
  return found;
}

function ofProcess({ review, rejudged, isAnchored }: WarningInput): readonly Warning[] {
  const found: Warning[] = [];
  const { files, trials } = review;
  const add = (code: string, text: string): number => found.push({ code, text });
  const reveals = files.reduce((sum, file) => sum + recordsOf(file, 'reveal').length, 0);
  if (reveals > 0)
    add(
      'W7',
      `Verdicts were revealed during the audit, ${plural(reveals, 'time')}: later answers may have learnt from them.`,
    );
  const extensions = Math.max(...files.map((file) => recordsOf(file, 'extend').length));
  const looks = files.reduce((sum, file) => sum + recordsOf(file, 'look').length, 0);
  if (extensions > 0 || looks > 0) {
    add(
      'W8',
      `Extended ${plural(extensions, 'time')} after ${plural(looks, 'look')}: intervals do not account for it.`,
    );
  }
  const drawers = files.filter(({ header }) => header.auditor === header.design.drawnBy);
  if (drawers.length > 0) {
    add(
      'W10',
      `${drawers.map(({ header }) => header.auditor).join(', ')} drew the sample and may have seen the base rates.`,
    );
  }
  if (rejudged !== undefined && rejudged > 0) {
    add(
      'W11',
      `${plural(rejudged, 'verdict')} changed since the draw: the figures are of those drawn.`,
    );
  }
  const conditions = new Set(trials.map(({ truth }) => truth.condition ?? ''));
  if (conditions.size > 1) {
    add('W12', `The sample mixes ${conditions.size} conditions: the rate is of this mixture.`);
  }
  if (!isAnchored)
    add('W13', 'No anchor and no signature: nothing shows when the files were written.');
  const hasty = files.flatMap(({ header, answers }) =>
    [...answers.values()]
      .filter(({ time }) => time !== undefined && time.activeMs < 10_000)
      .map(({ item }) => `${header.auditor} ${item}`),
  );
  if (hasty.length > 0) {
    const shown = hasty.slice(0, 10).join(', ');
    add(
      'W15',
      `${plural(hasty.length, 'answer')} in under 10 s: ${shown}${hasty.length > 10 ? ' …' : ''}.`,
    );
  }
  return found;
}

function ofGroups({ groups }: WarningInput): readonly Warning[] {
  const small = groups.filter(({ isCounted }) => isCounted).map(({ value }) => value);
  return [
    ...(small.length === 0
      ? []
      : [
          {
            code: 'W14',
            text: `Fewer than 10 reviewed trials of a class, so counts only: ${small.join(', ')}.`,
          },
        ]),
    ...(groups.length < 2
      ? []
      : [
          {
            code: 'W16',
            text: `Intervals are for each group; ${groups.length} groups were looked at.`,
          },
        ]),
  ];
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
