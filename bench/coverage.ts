/**
 * How often the intervals of audits hold the truth: simulated, seeded, against the nominal 95 %.
 * `node bench/coverage.ts [--runs N]`; fails where a setting is under 0.90.
 */
import { parseArgs } from 'node:util';
import { cohenKappa } from '../src/audit/agreement.ts';
import { judgeAgainstHuman, type JudgeFigures } from '../src/audit/judge.ts';
import { createRandom } from './corpus.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' } } });
const RUNS = Number(values.runs);
const LEAST = 0.9;

type Random = () => number;
type Setting = { readonly name: string; readonly coverage: number };

/** Two raters with equal shares of harmful, and the κ between them. */
function kappaSettings(): readonly Setting[] {
  const made: Setting[] = [];
  for (const n of [40, 60, 100, 200]) {
    for (const prevalence of [0.5, 0.2, 0.1]) {
      for (const kappa of [0.4, 0.6, 0.8, 0.9]) {
        const name = `kappa n ${n}, prevalence ${prevalence}, kappa ${kappa}`;
        made.push({ name, coverage: kappaCoverage(n, prevalence, kappa, createRandom(n)) });
      }
    }
  }
  return made;
}

function kappaCoverage(n: number, prevalence: number, kappa: number, random: Random): number {
  const apart = prevalence * (1 - prevalence) * (1 - kappa);
  const both = prevalence - apart;
  let held = 0;
  let defined = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const cells: [[number, number], [number, number]] = [
      [0, 0],
      [0, 0],
    ];
    for (let at = 0; at < n; at += 1) {
      const u = random();
      if (u < both) cells[0][0] += 1;
      else if (u < both + apart) cells[0][1] += 1;
      else if (u < both + 2 * apart) cells[1][0] += 1;
      else cells[1][1] += 1;
    }
    const { interval } = cohenKappa(cells);
    if (interval === null) continue;
    defined += 1;
    if (interval.low <= kappa && kappa <= interval.high) held += 1;
  }
  return held / defined;
}

const FIGURES = ['prevalence', 'recall', 'specificity', 'f1', 'kappa'] as const;

/** A judge of some errors, and a simple sample without replacement of each of its classes. */
function judgeSettings(): readonly Setting[] {
  const made: Setting[] = [];
  for (const [N1, N0] of [
    [800, 800],
    [160, 1440],
    [1440, 160],
  ] as const) {
    for (const n of [20, 50, 100]) {
      for (const precision of [0.7, 0.9]) {
        for (const missRate of [0.02, 0.05, 0.2]) {
          const name = `judge ${N1}/${N0}, n ${n}, precision ${precision}, missed ${missRate}`;
          made.push(...judgeCoverage(name, [N1, N0], n, [precision, missRate]));
        }
      }
    }
  }
  return made;
}

function judgeCoverage(
  name: string,
  [N1, N0]: readonly [number, number],
  n: number,
  [precision, missRate]: readonly [number, number],
): readonly Setting[] {
  const random = createRandom(N1 + n);
  const [X1, X0] = [Math.round(N1 * precision), Math.round(N0 * missRate)];
  const figures = (n1: number, x1: number, n0: number, x0: number): JudgeFigures =>
    judgeAgainstHuman({ harmful: [{ N: N1, n: n1, x: x1 }], safe: [{ N: N0, n: n0, x: x0 }] });
  const truth = figures(N1, X1, N0, X0);
  const held = new Map(FIGURES.map((figure) => [figure, { held: 0, defined: 0 }]));
  for (let run = 0; run < RUNS; run += 1) {
    const made = figures(n, drawn(N1, X1, n, random), n, drawn(N0, X0, n, random));
    for (const [figure, count] of held) {
      const [one, real] = [made[figure], truth[figure]];
      if (one === null || one.estimate === null || real === null || real.estimate === null)
        continue;
      count.defined += 1;
      if (one.low <= real.estimate && real.estimate <= one.high) count.held += 1;
    }
  }
  return [...held].map(([figure, count]) => ({
    name: `${figure}, ${name}`,
    coverage: count.held / count.defined,
  }));
}

/** How many of X marked ones among N are in a draw of n. */
function drawn(N: number, X: number, n: number, random: Random): number {
  let marked = X;
  for (let at = 0; at < n; at += 1) {
    if (random() * (N - at) < marked) marked -= 1;
  }
  return X - marked;
}

const settings = [...kappaSettings(), ...judgeSettings()];
const groups = Map.groupBy(
  settings,
  ({ name }) => name.split(/[ ,]/)[0] + (name.startsWith('kappa n') ? ' of raters' : ''),
);
for (const [name, made] of groups) {
  const sorted = made.map(({ coverage }) => coverage).toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const low = sorted.filter((one) => one < 0.93).length;
  console.log(
    `${name}: ${made.length} settings, least ${sorted[0]?.toFixed(3)}, median ${middle.toFixed(3)}, under 0.93: ${low}`,
  );
}
const failed = settings.filter(({ coverage }) => !(coverage >= LEAST));
for (const { name, coverage } of failed) console.log(`MISS ${coverage.toFixed(3)} ${name}`);
process.exitCode = failed.length === 0 ? 0 : 1;
