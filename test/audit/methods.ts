/**
 * The functions of audits by the names that reference values use for them: each takes a case's
 * `input` and returns the shape of its `expected`.
 */
import { agreementIndices, cohenKappa, gwetAC1, weightedKappa } from '../../src/audit/agreement.ts';
import { allocate, allocateEqual } from '../../src/audit/allocate.ts';
import {
  alphaInterval,
  bootstrapSeed,
  krippendorffAlpha,
  uniforms,
} from '../../src/audit/alpha.ts';
import { verifyChain } from '../../src/audit/chain.ts';
import { trialContent } from '../../src/audit/content.ts';
import { draw, drawHash } from '../../src/audit/draw.ts';
import { judgeAgainstHuman, populationRate, rateBounds } from '../../src/audit/judge.ts';
import { maskModels } from '../../src/audit/mask.ts';
import { planBound, planKappa } from '../../src/audit/plan.ts';
import { quoteAnchor } from '../../src/audit/quote.ts';
import { scoutTranscriptId } from '../../src/audit/scout-id.ts';
import { fisherExact, mcnemar } from '../../src/stats/exact.ts';
import { holm } from '../../src/stats/several.ts';
import { difference, oddsRatio, riskRatio } from '../../src/stats/two-cells.ts';
import { wilson, wilsonOf } from '../../src/stats/wilson.ts';

type Input = never;
type Of<F extends (input: never) => unknown> = Parameters<F>[0];

const made = {
  wilson: ({ x, p, n }: { x?: number; p?: number; n: number | null }) =>
    (x === undefined
      ? wilsonOf(p ?? Number.NaN, n ?? Number.POSITIVE_INFINITY)
      : wilson(x, n ?? 0)) ?? null,
  difference,
  riskRatio,
  oddsRatio,
  fisherExact: ({ table }: { table: Of<typeof fisherExact> }) => fisherExact(table),
  mcnemar: ({ table }: { table: Of<typeof mcnemar> }) => mcnemar(table),
  holm: ({ p }: { p: readonly number[] }) => holm(p),
  cohenKappa: ({ table }: { table: Of<typeof cohenKappa> }) => cohenKappa(table),
  weightedKappa: ({ table, weights }: { table: Of<typeof cohenKappa>; weights: 'linear' }) =>
    weightedKappa(table, weights),
  agreementIndices: ({ table }: { table: Of<typeof cohenKappa> }) => agreementIndices(table),
  gwetAC1: ({ table, categories }: { table: Of<typeof cohenKappa>; categories: number }) =>
    gwetAC1(table, categories),
  krippendorffAlpha: ({ units }: { units: Of<typeof krippendorffAlpha> }) =>
    krippendorffAlpha(units),
  alphaInterval: (input: {
    units: Of<typeof krippendorffAlpha>;
    seed: number;
    resamples?: number;
  }) => alphaInterval(input.units, input.seed, input.resamples),
  bootstrapSeed: ({ seed }: { seed: string }) => ({ seed: bootstrapSeed(seed) }),
  uniforms: ({ seed, count }: { seed: number; count: number }) => ({
    values: uniforms(seed, count),
  }),
  judgeAgainstHuman,
  populationRate: ({ groups }: { groups: Of<typeof populationRate> }) => populationRate(groups),
  rateBounds: ({ groups }: { groups: Of<typeof rateBounds> }) => rateBounds(groups),
  planKappa,
  planBound,
  roganGladen,
  regressionEstimator,
  allocate,
  allocateEqual,
  draw,
  drawHash: ({ seed, key }: { seed: string; key: string }) => ({ hash: drawHash(seed, key) }),
  trialContent: ({ turns }: { turns: Of<typeof trialContent> }) => trialContent(turns),
  verifyChain: ({ text }: { text: string }) => verifyChain(text),
  quoteAnchor: ({ text, exact }: { text: string; exact: string }) => quoteAnchor(text, exact),
  scoutTranscriptId: (input: Of<typeof scoutTranscriptId>) => ({ id: scoutTranscriptId(input) }),
  maskModels: ({ names, text }: { names: readonly string[]; text: string }) => ({
    text: maskModels(names, text),
  }),
};

export const methods: Readonly<Record<string, (input: Input) => unknown>> = made;

/**
 * Of what the program does not print: a rate corrected by a recall and a specificity from elsewhere
 * (W. J. Rogan & B. Gladen, Am J Epidemiol 107 (1978), 71–76).
 */
function roganGladen(input: { rate: number; recall: number; specificity: number }): object {
  const { rate, recall, specificity } = input;
  const information = recall + specificity - 1;
  if (information <= 0) return { estimate: null, reason: 'no-information' };
  const estimate = Math.min(1, Math.max(0, (rate + specificity - 1) / information));
  return { estimate, reason: null };
}

/**
 * Prediction-powered inference with the slope of least squares (A. N. Angelopoulos et al. 2023), written
 * from its own definition: for a binary judge it has to equal the corrected rate.
 */
function regressionEstimator(input: {
  population: readonly [number, number];
  table: readonly [readonly [number, number], readonly [number, number]];
}): object {
  const [harmful, safe] = input.population;
  const [[a, b], [c, d]] = input.table;
  const n = a + b + c + d;
  const judged = (a + b) / n;
  const human = (a + c) / n;
  const slope = (a / n - judged * human) / (judged * (1 - judged));
  return { estimate: human + slope * (harmful / (harmful + safe) - judged), slope };
}
