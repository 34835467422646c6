/** Agreement of any number of raters, with gaps, and its bootstrap. */
import { mersenne } from 'pure-rand/generator/mersenne';
import type { Interval } from '../stats/wilson.ts';
import { sha256 } from './hash.ts';

/** What each rater says of one trial; null: a gap (no answer, cannot judge). */
export type Unit = readonly (string | number | null)[];

export type Alpha = {
  /** At most 1; 0 is what chance gives. */
  readonly alpha: number | null;
  /** Trials with at least two values, and the values in them. Others do not count. */
  readonly units: number;
  readonly values: number;
  readonly reason: 'no-trials' | 'one-class' | null;
};

/**
 * Krippendorff's α for nominal classes: 1 − Do/De, from the coincidences within each trial
 * (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011). Do = Σ D/n with a trial's
 * D = (m² − Σ m_c²)/(m − 1) of its m values; De = (n² − Σ n_c²)/(n(n − 1)). Undefined where all values
 * are of one class.
 */
export function krippendorffAlpha(units: readonly Unit[]): Alpha {
  return alphaOf(units.map(countUnit));
}

/**
 * The 95 % interval of α: percentiles (R's type 7, numpy's default) of α over trials drawn with
 * replacement (A. Zapf et al., BMC Med Res Methodol 16 (2016), 93). Draws in which α is undefined
 * are left out and counted; more than 5 % of them, or α = 1, and there is no interval. `seed`: of
 * `uniforms`, 0 to 2³² − 1; the u-th number of a draw takes trial ⌊u·n⌋.
 */
export function alphaInterval(
  units: readonly Unit[],
  seed: number,
  resamples = 2000,
): {
  readonly low: number | null;
  readonly high: number | null;
  readonly undefined: number;
  readonly resamples: number;
} {
  const counted = units.map(countUnit);
  const next = uniform(seed);
  const alphas: number[] = [];
  for (let draw = 0; draw < resamples; draw += 1) {
    const drawn = counted.map(() => counted[Math.floor(next() * counted.length)] ?? EMPTY);
    const { alpha } = alphaOf(drawn);
    if (alpha !== null) alphas.push(alpha);
  }
  const missing = resamples - alphas.length;
  const interval =
    alphaOf(counted).alpha === 1 || missing > 0.05 * resamples ? null : percentiles(alphas);
  return {
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    undefined: missing,
    resamples,
  };
}

/** The seed of the bootstrap: the first 8 hexadecimal digits of sha256("boot1|SEED"). */
export function bootstrapSeed(seed: string): number {
  return Number.parseInt(sha256(`boot1|${seed}`).slice(0, 8), 16);
}

/**
 * The first numbers of MT19937 as fractions of 53 bits, from 0 to under 1: the same as
 * `numpy.random.RandomState(seed).random_sample(count)`.
 */
export function uniforms(seed: number, count: number): readonly number[] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => next());
}

/** The next number at each call. */
function uniform(seed: number): () => number {
  const generator = mersenne(seed);
  return () => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
}

/** What a trial adds to α: its values by class, and its disagreement D. */
type Counted = {
  readonly size: number;
  readonly classes: ReadonlyMap<string | number, number>;
  readonly disagreement: number;
};
const EMPTY: Counted = { size: 0, classes: new Map(), disagreement: 0 };

function countUnit(unit: Unit): Counted {
  const values = unit.filter((value) => value !== null);
  const size = values.length;
  if (size < 2) return EMPTY;
  const classes = new Map<string | number, number>();
  for (const value of values) classes.set(value, (classes.get(value) ?? 0) + 1);
  return { size, classes, disagreement: (size ** 2 - squares(classes)) / (size - 1) };
}

function alphaOf(units: readonly Counted[]): Alpha {
  const classes = new Map<string | number, number>();
  let values = 0;
  let paired = 0;
  let disagreement = 0;
  for (const unit of units) {
    if (unit.size === 0) continue;
    paired += 1;
    values += unit.size;
    disagreement += unit.disagreement;
    for (const [name, count] of unit.classes) classes.set(name, (classes.get(name) ?? 0) + count);
  }
  const known = { units: paired, values };
  if (paired === 0) return { alpha: null, ...known, reason: 'no-trials' };
  if (classes.size === 1) return { alpha: null, ...known, reason: 'one-class' };
  const alpha = 1 - (disagreement * (values - 1)) / (values ** 2 - squares(classes));
  return { alpha, ...known, reason: null };
}

function squares(counts: ReadonlyMap<string | number, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count ** 2;
  return sum;
}

function percentiles(values: readonly number[]): Interval | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? 0;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: at(0.025), high: at(0.975) };
}
