/** Which trials each auditor gets: the main sample over the strata, the overlap, the calibration. */
import { UserError } from '../base/user-error.ts';
import { allocate, allocateEqual } from './allocate.ts';
import { drawOrder, shownOrder } from './draw.ts';
import type { FrameRow } from './frame.ts';
import { compareBytes } from './hash.ts';
import type { DrawnItem } from './schema.ts';

export type SampleSpec = {
  readonly seed: string;
  readonly frame: readonly FrameRow[];
  readonly sample: number;
  /** `equal`, `proportional`, or counts: `harmful=40,safe=20`. */
  readonly allocation: string;
  /** Trials of each stratum at least, as far as it has so many. */
  readonly min: number;
  readonly auditors: readonly string[];
  /** How many go to all auditors; null: all. */
  readonly overlap: number | null;
  readonly calibration: number;
  readonly order: 'shared' | 'own';
  /** How it was extended since, in order. */
  readonly steps?: readonly Step[];
};

/** An extension: to a size, or by as many trials of each stratum as these keys are of it. */
export type Step = number | { readonly replaces: readonly string[] };

/** A stratum as it stands in a frame, with N trials of which n are drawn for the main sample. */
export type SampledStratum = { readonly stratum: string; readonly N: number; readonly n: number };

export type Place = { readonly key: string; readonly round: DrawnItem['round'] };

export type Sample = {
  readonly strata: readonly SampledStratum[];
  /** Auditor → trials in the order shown. */
  readonly places: ReadonlyMap<string, readonly Place[]>;
};

/** The first value of a stratum: the class that rates are estimated in. */
export function classOf(stratum: string): string {
  const [first] = JSON.parse(stratum) as readonly string[];
  return first ?? '';
}

/** How many of each stratum a sample will have, before any is drawn. Throws a `UserError` as `drawSample`. */
export function plannedStrata(
  spec: Pick<SampleSpec, 'allocation' | 'min' | 'sample' | 'frame'>,
): readonly SampledStratum[] {
  const counts = Map.groupBy(spec.frame, ({ stratum }) => stratum);
  const names = [...counts.keys()].sort(compareBytes);
  const sizes = names.map((name) => counts.get(name)?.length ?? 0);
  const none = names.map(() => 0);
  const drawn = allocated(spec, names, sizes, spec.sample, none);
  return names.map((stratum, at) => ({ stratum, N: sizes[at] ?? 0, n: drawn[at] ?? 0 }));
}

/** Draws. Throws a `UserError` where the numbers cannot be. */
export function drawSample(spec: SampleSpec): Sample {
  const { seed, frame, auditors, overlap, calibration, order } = spec;
  const ranked = drawOrder(seed, frame);
  const names = [...ranked.keys()].sort(compareBytes);
  const sizes = names.map((name) => ranked.get(name)?.length ?? 0);
  let order1 = ranked;
  const first = (counts: readonly number[]): readonly string[] =>
    names.flatMap((name, at) => (order1.get(name) ?? []).slice(0, counts[at] ?? 0));
  const none = names.map(() => 0);
  let drawn: readonly number[] = allocated(spec, names, sizes, spec.sample, none);
  const begun = first(drawn);
  const isShared = auditors.length > 1;
  const shared =
    overlap === null || !isShared
      ? begun
      : first(allocate({ sizes: drawn, n: overlap, atLeast: none }).sizes);
  const toAll = new Set(shared);
  /** Trials of one auditor alone, who take turns. */
  const rest = [...shownOrder(seed, begun)].filter((key) => !toAll.has(key));
  const left = sizes.map((size, at) => size - (drawn[at] ?? 0));
  const extra = allocate({ sizes: left, n: calibration, atLeast: none }).sizes;
  const practice = new Set(
    names.flatMap((name, at) => {
      const from = drawn[at] ?? 0;
      return (ranked.get(name) ?? []).slice(from, from + (extra[at] ?? 0));
    }),
  );
  // What was discussed in practice is passed over by what is drawn later.
  order1 = new Map(
    [...ranked].map(([name, keys]) => [name, keys.filter((key) => !practice.has(key))]),
  );
  const known = new Set(begun);
  const stratumOf = new Map(frame.map(({ key, stratum }) => [key, stratum]));
  for (const step of spec.steps ?? []) {
    drawn =
      typeof step === 'number'
        ? allocated(spec, names, sizes, step, drawn)
        : drawn.map((n, at) => {
            const gone = step.replaces.filter((key) => stratumOf.get(key) === names[at]);
            return Math.min(sizes[at] ?? 0, n + gone.length);
          });
    const added = shownOrder(
      seed,
      first(drawn).filter((key) => !known.has(key)),
    );
    for (const key of added) {
      known.add(key);
      if (overlap === null || !isShared) toAll.add(key);
      else rest.push(key);
    }
  }
  const warmUp = shownOrder(seed, [...practice]);
  const places = auditors.map((auditor, turn) => {
    const own = rest.filter((_, at) => at % auditors.length === turn);
    const keys = [...toAll, ...own];
    const shown = shownOrder(seed, keys, order === 'own' ? auditor : undefined);
    return [
      auditor,
      [
        ...warmUp.map((key): Place => ({ key, round: 'calibration' })),
        ...shown.map((key): Place => ({
          key,
          round: isShared && toAll.has(key) ? 'overlap' : 'main',
        })),
      ],
    ] as const;
  });
  return {
    strata: names.map((stratum, at) => ({ stratum, N: sizes[at] ?? 0, n: drawn[at] ?? 0 })),
    places: new Map(places),
  };
}

/** How many of each stratum: first between the classes, then by size within each. */
function allocated(
  { allocation, min }: Pick<SampleSpec, 'allocation' | 'min'>,
  names: readonly string[],
  sizes: readonly number[],
  n: number,
  drawn: readonly number[],
): number[] {
  const classes = [...new Set(names.map(classOf))];
  const members = classes.map((one) =>
    names.flatMap((name, at) => (classOf(name) === one ? [at] : [])),
  );
  const totals = members.map((all) => all.reduce((sum, at) => sum + (sizes[at] ?? 0), 0));
  const least = members.map((all) =>
    all.reduce((sum, at) => sum + Math.max(Math.min(min, sizes[at] ?? 0), drawn[at] ?? 0), 0),
  );
  const shares = sharesOf(allocation, classes, totals, least, n);
  const result = names.map(() => 0);
  for (const [index, all] of members.entries()) {
    const within = allocate({
      sizes: all.map((at) => sizes[at] ?? 0),
      n: shares[index] ?? 0,
      atLeast: all.map((at) => Math.max(min, drawn[at] ?? 0)),
    }).sizes;
    for (const [place, at] of all.entries()) result[at] = within[place] ?? 0;
  }
  return result;
}

function sharesOf(
  allocation: string,
  classes: readonly string[],
  totals: readonly number[],
  least: readonly number[],
  n: number,
): readonly number[] {
  if (allocation === 'proportional') return allocate({ sizes: totals, n, atLeast: least }).sizes;
  if (allocation === 'equal') {
    const even = allocateEqual({ sizes: totals, n }).sizes;
    return even.map((one, at) => Math.max(one, least[at] ?? 0));
  }
  const given = countsIn(allocation);
  for (const name of given.keys()) {
    if (!classes.includes(name)) {
      throw new UserError(`--allocate: no trial of the query is "${name}"`);
    }
  }
  const sum = [...given.values()].reduce((total, one) => total + one, 0);
  // Of a larger sample the same shares.
  const scaled = classes.map((one) => Math.round(((given.get(one) ?? 0) * n) / (sum || 1)));
  return scaled.map((one, at) => Math.min(totals[at] ?? 0, Math.max(one, least[at] ?? 0)));
}

/** `harmful=40,safe=20`. Throws a `UserError` for anything else. */
export function countsIn(allocation: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const part of allocation.split(',')) {
    const found = /^\s*([^=]+?)\s*=\s*(\d+)\s*$/.exec(part);
    if (found === null) {
      throw new UserError(
        `--allocate: "${part.trim()}" is no count`,
        'equal, proportional, or counts: harmful=40,safe=20',
      );
    }
    counts.set(found[1] ?? '', Number(found[2]));
  }
  return counts;
}
