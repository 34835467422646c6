/** The figures of an audit: the judge against people, and people among each other. */
import { mcnemar } from '../stats/exact.ts';
import type { Interval } from '../stats/wilson.ts';
import { agreementIndices, cohenKappa, gwetAC1, type Kappa } from './agreement.ts';
import { alphaInterval, bootstrapSeed, krippendorffAlpha } from './alpha.ts';
import { stratumText } from './frame.ts';
import { recordsOf } from './records-of.ts';
import {
  judgeAgainstHuman,
  populationRate,
  rateBounds,
  type JudgeFigures,
  type StratumWithGaps,
} from './judge.ts';
import { judgedAs, type Review, type ReviewedTrial, type Value } from './reference.ts';
import { countsOf } from './rubric.ts';

/** Strata with what was found in them: of the judge's two classes, and of other outcomes. */
type Counted = {
  readonly harmful: readonly CountedStratum[];
  readonly safe: readonly CountedStratum[];
  readonly others: readonly (readonly CountedStratum[])[];
};
type CountedStratum = StratumWithGaps & {
  readonly name: string;
  /** Its values; the first is the class. */
  readonly stratum: readonly string[];
};

export type JudgeReport = JudgeFigures & {
  readonly counts: {
    /** All trials that the sample was drawn from, other outcomes included, how many were drawn, and answered. */
    readonly frame: number;
    readonly drawn: number;
    readonly given: number;
    /** Of here on, trials of the judge's two classes. */
    readonly population: number;
    readonly judgedHarmful: number;
    readonly answered: number;
    readonly cannot: number;
    /** How many of these are so since auditors differ. */
    readonly disputed: number;
    /** Trials with an answer that rates leave out. */
    readonly neither: number;
    /** Answered trials of each class, and harmful ones among them. */
    readonly harmful: { readonly n: number; readonly x: number };
    readonly safe: { readonly n: number; readonly x: number };
  };
  /** The harmful share as the judge has it. */
  readonly judged: number | null;
  /** Over all outcomes that were sampled, if there are others than harmful and safe. */
  readonly overall: ReturnType<typeof populationRate>;
  /** All that could not be judged taken for safe, and for harmful. */
  readonly bounds: ReturnType<typeof rateBounds>;
  /** Names of strata without an answer, and how many trials they are. */
  readonly empty: readonly { readonly stratum: string; readonly N: number }[];
};

/** Sizes of strata, by the JSON of their values. */
export type Sizes = ReadonlyMap<string, number>;

export function judgeReport(sizes: Sizes, trials: readonly ReviewedTrial[]): JudgeReport {
  const { harmful, safe, others } = countedOf(sizes, trials);
  const sum = (strata: readonly CountedStratum[], of: (one: CountedStratum) => number): number =>
    strata.reduce((total, one) => total + of(one), 0);
  const judged = [...harmful, ...safe];
  const all = [...judged, ...others.flat()];
  const [n1, n0] = [sum(harmful, ({ N }) => N), sum(safe, ({ N }) => N)];
  const groups = [harmful, safe, ...others].filter((strata) => strata.length > 0);
  return {
    ...judgeAgainstHuman({ harmful, safe }),
    counts: {
      frame: sum(all, ({ N }) => N),
      drawn: trials.length,
      given: trials.filter(({ reference }) => reference !== undefined).length,
      population: n1 + n0,
      judgedHarmful: n1,
      answered: sum(judged, ({ n }) => n),
      cannot: sum(judged, ({ c }) => c),
      disputed: trials.filter(({ reference, isDisputed, settled }) => {
        return reference === null && isDisputed && settled === undefined;
      }).length,
      neither: trials.filter(({ reference }) => reference === 'neither').length,
      harmful: { n: sum(harmful, ({ n }) => n), x: sum(harmful, ({ x }) => x) },
      safe: { n: sum(safe, ({ n }) => n), x: sum(safe, ({ x }) => x) },
    },
    judged: n1 + n0 === 0 ? null : n1 / (n1 + n0),
    overall: others.length === 0 ? null : populationRate(groups),
    bounds: rateBounds([harmful, safe].filter((strata) => strata.length > 0)),
    empty: all.filter(({ n }) => n === 0).map(({ name, N }) => ({ stratum: name, N })),
  };
}

function countedOf(sizes: Sizes, trials: readonly ReviewedTrial[]): Counted {
  const byStratum = Map.groupBy(trials, ({ truth }) => stratumText(truth.stratum));
  const strata = [...sizes].map(([name, N]): CountedStratum => {
    const count = (...values: readonly Value[]): number =>
      (byStratum.get(name) ?? []).filter(({ reference }) => values.some((one) => one === reference))
        .length;
    return {
      name,
      stratum: JSON.parse(name) as readonly string[],
      N,
      n: count('harmful', 'safe'),
      x: count('harmful'),
      c: count(null),
    };
  });
  const byClass = Map.groupBy(strata, (one) => judgedAs(one));
  const others = Map.groupBy(byClass.get(undefined) ?? [], ({ stratum: [of] }) => of);
  return {
    harmful: byClass.get('harmful') ?? [],
    safe: byClass.get('safe') ?? [],
    others: [...others.values()],
  };
}

export type RatersReport = {
  readonly auditors: readonly string[];
  /** Outcomes of the rubric, or values of a label: rows and columns of the table. */
  readonly classes: readonly string[];
  /** Trials that both of the first two could judge. */
  readonly table: readonly (readonly number[])[];
  readonly kappa: Kappa;
  /** Of what rates take the answers for: harmful, or safe. */
  readonly indices: ReturnType<typeof agreementIndices>;
  readonly tendency: ReturnType<typeof mcnemar> & {
    /** Trials that the first alone, and the second alone, calls harmful. */
    readonly first: number;
    readonly second: number;
  };
  readonly ac1: ReturnType<typeof gwetAC1>;
  readonly alpha: ReturnType<typeof krippendorffAlpha> & { readonly interval: Interval | null };
  readonly disagreements: number;
  readonly settled: number;
};

/** Agreement of the auditors, by the classes of the rubric; undefined where there is one alone. */
export function ratersReport(review: Review): RatersReport | undefined {
  const { files, trials } = review;
  if (files.length < 2) return undefined;
  const classes = classesOf(review);
  const table = tableOf(trials, classes, ({ said }) => said);
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = tableOf(
    trials,
    ['harmful', 'safe'],
    ({ values }) => values,
  );
  // A trial of one auditor alone cannot show whether two agree.
  const units = trials
    .filter(({ answers }) => answers.filter((one) => one !== undefined).length > 1)
    .map(({ said }) => said.map((one) => one ?? null));
  const alpha = krippendorffAlpha(units);
  const seed = bootstrapSeed(files[0]?.header.design.seed ?? '');
  const { low, high } =
    alpha.alpha === null ? { low: null, high: null } : alphaInterval(units, seed);
  const disputed = trials.filter(({ isDisputed }) => isDisputed);
  return {
    auditors: files.map(({ header }) => header.auditor),
    classes,
    table,
    kappa: cohenKappa(table),
    indices: agreementIndices([
      [a, b],
      [c, d],
    ]),
    tendency: {
      ...mcnemar([
        [a, b],
        [c, d],
      ]),
      first: b,
      second: c,
    },
    ac1: gwetAC1(table, classes.length),
    alpha: { ...alpha, interval: low === null || high === null ? null : { low, high } },
    disagreements: disputed.length,
    settled: disputed.filter(({ settled }) => settled !== undefined).length,
  };
}

/** Outcomes of the rubric, those that count as harmful first; of a label, yes and no. */
function classesOf({ files, label }: Review): readonly string[] {
  const rubric = files[0]?.header.rubric;
  if (label !== undefined || rubric === undefined) return ['yes', 'no'];
  const names = rubric.outcomes.map(({ value }) => value);
  const rank = (name: string): number =>
    ['harmful', 'safe', 'neither'].indexOf(countsOf(rubric, name) ?? '');
  return names.toSorted((one, other) => rank(one) - rank(other));
}

/** How often the first two auditors gave each pair of classes. */
function tableOf(
  trials: readonly ReviewedTrial[],
  classes: readonly string[],
  givenIn: (trial: ReviewedTrial) => readonly (string | null | undefined)[],
): readonly (readonly number[])[] {
  const counts = classes.map(() => classes.map(() => 0));
  for (const trial of trials) {
    const [row = -1, column = -1] = givenIn(trial).map((one) => classes.indexOf(one ?? ''));
    const cells = counts[row];
    if (cells !== undefined && column >= 0) cells[column] = (cells[column] ?? 0) + 1;
  }
  return counts;
}

export type GroupReport = {
  readonly value: string;
  readonly report: JudgeReport;
  readonly isCounted: boolean;
};

/** Trials that a class of a group needs for more than counts. */
const ENOUGH = 10;

/** A report a value of a field: figures where each class has enough trials, counts elsewhere. */
export function groupReports(
  groups: ReadonlyMap<string, Sizes>,
  trials: readonly ReviewedTrial[],
  valueIn: (trial: ReviewedTrial) => string,
): readonly GroupReport[] {
  return [...groups].map(([value, sizes]) => {
    const report = judgeReport(
      sizes,
      trials.filter((trial) => valueIn(trial) === value),
    );
    const { harmful, safe } = report.counts;
    return { value, report, isCounted: harmful.n < ENOUGH || safe.n < ENOUGH };
  });
}

export type TimeReport = {
  readonly activeMs: number;
  readonly medianMs: number;
  readonly sittings: number;
};

export function timeReport({ files }: Review): TimeReport {
  const times = files
    .flatMap(({ answers }) => [...answers.values()].flatMap(({ time }) => time?.activeMs ?? []))
    .sort((one, other) => one - other);
  return {
    activeMs: times.reduce((sum, one) => sum + one, 0),
    medianMs: medianOf(times),
    sittings: files.reduce((sum, file) => sum + recordsOf(file, 'session').length, 0),
  };
}

/** Of sorted numbers; 0 of none. */
function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
