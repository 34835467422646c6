/**
 * A search gives its first hits before all are found: those among some passages, then among many more, then of all.
 * Each time is a question of its own, of one moment, so that every answer is exact for what it looked at; what is looked
 * at again is a small part of all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHits } from '../../query/results.ts';
import { besideHits, passageCondition } from '../conditions.ts';
import type { HitOptions } from '../store.ts';
import type { Bucket } from './collections.ts';
import type { KnownWords } from './known.ts';
import { wordsOfChoice } from './turn-conditions.ts';

/** Passages that are looked at first, of all buckets together, at most. */
const CHUNK = 20_000;
/** Hits that a first part would have, if words were spread evenly. */
const HITS = 400;
/** How many times as many are looked at the next time. */
const GROWTH = 16;
/**
 * Words of so few passages, as a share of a first part, are looked for in all at once. Without a limit: with one the
 * planner, which takes every word for a frequent one, reads the table until it has them.
 */
const FEW = 0.1;
/** Into so many runs a part is spread: words may be those of a few files alone. */
const RUNS = 128;
/** How often it is looked whether a part is due, in milliseconds. */
const LOOK_MS = 20;

/** Passages of a bucket that have numbers from `from` to before `to`. */
export type Run = { readonly bucket: number; readonly from: number; readonly to: number };

/** Of each hit, only the first few of the trials that share it. `runs`: only these passages; undefined: all. */
export type Part = { readonly runs: readonly Run[] | undefined };

type PartOptions = Pick<HitOptions, 'isDue' | 'onPart' | 'signal'> & {
  /** Passages that are looked at first. */
  readonly chunk?: number | undefined;
  /** Gives how many passages have a word; is called where that is asked for. */
  readonly counts: () => Promise<(word: string) => number>;
};

/** `find` looks at a part of the passages, or at all. */
export async function findInParts(
  known: KnownWords,
  plan: Plan,
  { isDue = () => false, onPart, signal, chunk = CHUNK, counts }: PartOptions,
  find: (part: Part | undefined) => Promise<RawHits>,
): Promise<RawHits> {
  // Where trials depend on words of all their passages, a part would take as long as all.
  const hasParts = onPart !== undefined && besideHits(plan) !== undefined;
  const parts = hasParts ? partsOf(known.buckets, chunk, boundOf(known, plan, await counts())) : [];
  let found: RawHits | undefined;
  for (const part of parts) found = await meanwhile(find(part), found);
  return meanwhile(find(undefined), found);

  /** Gives what was found before as soon as that is due, while more is looked for. */
  async function meanwhile(next: Promise<RawHits>, before: RawHits | undefined): Promise<RawHits> {
    if (before === undefined || before.passages === 0) return next;
    const isGiven = await isDueBefore(next, isDue);
    if (isGiven && signal?.aborted !== true) await onPart?.(before);
    return next;
  }
}

/** `most`: at most so many passages are hits. */
function partsOf(buckets: readonly Bucket[], chunk: number, most: number): readonly Part[] {
  const all = buckets.reduce((sum, { passages }) => sum + passages, 0);
  if (2 * chunk >= all) return [];
  if (most <= FEW * chunk) return [{ runs: undefined }];
  const parts: Part[] = [];
  const even = most === Infinity ? chunk : (HITS * all) / most;
  const first = Math.min(chunk, Math.max(chunk / 10, even));
  for (let size = first; 2 * size < all; size *= GROWTH) {
    parts.push({ runs: buckets.flatMap((bucket) => runsOf(bucket, size / all)) });
  }
  return parts;

  /** A share of the passages of a bucket. Runs of a larger share begin where those of a smaller do. */
  function runsOf({ id, nextPassage }: Bucket, share: number): readonly Run[] {
    const count = Math.ceil(Math.min(RUNS, first) / buckets.length);
    const starts = Array.from({ length: count }, (_, at) => (at / count) * nextPassage);
    const length = (share / count) * nextPassage;
    return starts.map((from) => ({
      bucket: id,
      from: Math.floor(from),
      to: Math.floor(from + length),
    }));
  }
}

/** At most so many passages are hits, by the words that they have to have. */
function boundOf(known: KnownWords, plan: Plan, countOf: (word: string) => number): number {
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
  const most = passageCondition<number>(plan, {
    text: (node) => {
      if (node.type === 'regex') return Infinity;
      const words = node.places.map((place) => place.flatMap((one) => wordsOfChoice(known, one)));
      return Math.min(...words.map((some) => sum(some.map(countOf))));
    },
    turnField: () => Infinity,
    ofKind: () => Infinity,
    join: (parts, operator) => (operator === 'OR' ? sum(parts) : Math.min(...parts)),
    not: () => Infinity,
  });
  return most ?? 0;
}

/** Whether a part becomes due before the next answer is there. */
async function isDueBefore(next: Promise<unknown>, isDue: () => boolean): Promise<boolean> {
  const isThere = next.then(
    () => true,
    () => true,
  );
  for (;;) {
    if (isDue()) return true;
    if (await Promise.race([isThere, delay(LOOK_MS, false)])) return false;
  }
}
