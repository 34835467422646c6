/** The figures of an audit: the judge against people, and people among each other. */
import { mcnemar } from '../stats/exact.ts';
import type { Interval } from '../stats/wilson.ts';
import { agreementIndices, cohenKappa, gwetAC1, type Kappa } from './agreement.ts';
import { alphaInterval, bootstrapSeed, krippendorffAlpha } from './alpha.ts';
import { recordsOf } from './records-of.ts';
import {
  judgeAgainstHuman,
  populationRate,
  rateBounds,
  type JudgeFigures,
  type StratumWithGaps,
} from './judge.ts';
import type { Review, ReviewedTrial, Value } from './reference.ts';

/** The judge's classes: of verdicts, and of a measure. */
const POSITIVE: ReadonlySet<string> = new Set(['harmful', 'yes']);
const NEGATIVE: ReadonlySet<string> = new Set(['safe', 'no']);

/** Strata with what was found in them: of the judge's two classes, and of other outcomes. */
type Counted = {
  readonly harmful: readonly CountedStratum[];
  readonly safe: readonly CountedStratum[];
  readonly others: readonly (readonly CountedStratum[])[];
};
type CountedStratum = StratumWithGaps & { readonly name: string };

export type JudgeReport = JudgeFigures & {
  readonly counts: {
    readonly population: number;
    readonly judgedHarmful: number;
    readonly drawn: number;
    readonly answered: number;
    readonly cannot: number;
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
  const all = [...harmful, ...safe, ...others.flat()];
  const [n1, n0] = [sum(harmful, ({ N }) => N), sum(safe, ({ N }) => N)];
  const groups = [harmful, safe, ...others].filter((strata) => strata.length > 0);
  return {
    ...judgeAgainstHuman({ harmful, safe }),
    counts: {
      population: n1 + n0,
      judgedHarmful: n1,
      drawn: trials.length,
      answered: sum(all, ({ n }) => n),
      cannot: sum(all, ({ c }) => c),
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
  const byStratum = Map.groupBy(trials, ({ truth }) => JSON.stringify(truth.stratum));
  const strata = [...sizes].map(([name, N]): CountedStratum & { readonly of: string } => {
    const answered = (byStratum.get(name) ?? []).filter(({ reference }) => reference !== undefined);
    const known = answered.filter(({ reference }) => reference !== null);
    const [of = ''] = JSON.parse(name) as readonly string[];
    return {
      name,
      of,
      N,
      n: known.length,
      x: known.filter(({ reference }) => reference === 'harmful').length,
      c: answered.length - known.length,
    };
  });
  const others = strata.filter(({ of }) => !POSITIVE.has(of) && !NEGATIVE.has(of));
  return {
    harmful: strata.filter(({ of }) => POSITIVE.has(of)),
    safe: strata.filter(({ of }) => NEGATIVE.has(of)),
    others: [...Map.groupBy(others, ({ of }) => of).values()],
  };
}

export type RatersReport = {
  readonly auditors: readonly string[];
  /** Trials that both of the first two gave a value. */
  readonly table: readonly (readonly [number, number])[];
  readonly kappa: Kappa;
  readonly indices: ReturnType<typeof agreementIndices>;
  readonly tendency: ReturnType<typeof mcnemar>;
  readonly ac1: ReturnType<typeof gwetAC1>;
  readonly alpha: ReturnType<typeof krippendorffAlpha> & { readonly interval: Interval | null };
  readonly disagreements: number;
  readonly settled: number;
};

const CLASSES: readonly Value[] = ['harmful', 'safe'];

/** Agreement of the auditors; undefined where there is one alone. */
export function ratersReport({ files, trials }: Review): RatersReport | undefined {
  if (files.length < 2) return undefined;
  const pairs = trials.filter(({ values: [a, b] }) => a != null && b != null);
  const count = (a: Value, b: Value): number =>
    pairs.filter(({ values }) => values[0] === a && values[1] === b).length;
  const table = CLASSES.map((a) => [count(a, 'harmful'), count(a, 'safe')] as const);
  const units = trials.map(({ values }) => values.map((value) => value ?? null));
  const alpha = krippendorffAlpha(units);
  const seed = bootstrapSeed(files[0]?.header.design.seed ?? '');
  const { low, high } =
    alpha.alpha === null ? { low: null, high: null } : alphaInterval(units, seed);
  const [[a, b] = [0, 0], [c, d] = [0, 0]] = table;
  const disputed = trials.filter(({ isDisputed }) => isDisputed);
  return {
    auditors: files.map(({ header }) => header.auditor),
    table,
    kappa: cohenKappa(table),
    indices: agreementIndices(table),
    tendency: mcnemar([
      [a, b],
      [c, d],
    ]),
    ac1: gwetAC1(table, 2),
    alpha: { ...alpha, interval: low === null || high === null ? null : { low, high } },
    disagreements: disputed.length,
    settled: disputed.filter(({ settled }) => settled !== undefined).length,
  };
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
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    sittings: files.reduce((sum, file) => sum + recordsOf(file, 'session').length, 0),
  };
}
