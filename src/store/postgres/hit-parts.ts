/**
 * A search gives its first hits before all are found: those among the first trials of each bucket, then among many
 * more, then of all. By trials, since a passage that most of them share would have a first part join all trials. Each time is a question of its own, of one moment, so that every answer is exact for what
 * it looked at; what is looked at again is a small part of all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHits } from '../../query/results.ts';
import { besideHits } from '../conditions.ts';
import type { HitOptions } from '../store.ts';
import type { Known } from './known.ts';

/** Trials that are looked at first, of all buckets together. */
const CHUNK = 5000;
/** How many times as many are looked at the next time. */
const GROWTH = 16;
/** How often it is looked whether a part is due, in milliseconds. */
const LOOK_MS = 20;

type PartOptions = Pick<HitOptions, 'isDue' | 'onPart' | 'signal'> & {
  /** Trials that are looked at first. */
  readonly chunk?: number | undefined;
};

/** `find` looks at the trials of each bucket up to a key, or at all. */
export async function findInParts(
  { buckets }: Known,
  plan: Plan,
  { isDue = () => false, onPart, signal, chunk = CHUNK }: PartOptions,
  find: (upTo: number | undefined) => Promise<RawHits>,
): Promise<RawHits> {
  // Where trials depend on words of all their passages, a part would take as long as all.
  const hasParts = onPart !== undefined && besideHits(plan) !== undefined;
  const most = Math.max(0, ...buckets.map(({ trials }) => trials));
  const ends = hasParts ? endsOf(Math.ceil(chunk / Math.max(1, buckets.length)), most) : [];
  let part: RawHits | undefined;
  for (const upTo of ends) part = await meanwhile(find(upTo), part);
  return meanwhile(find(undefined), part);

  /** Gives what was found before as soon as that is due, while more is looked for. */
  async function meanwhile(next: Promise<RawHits>, found: RawHits | undefined): Promise<RawHits> {
    if (found === undefined) return next;
    const isGiven = await isDueBefore(next, isDue);
    if (isGiven && signal?.aborted !== true) await onPart?.(found);
    return next;
  }
}

/** Keys of trials, each many times as large as the one before, up to half of them. */
function endsOf(first: number, most: number): readonly number[] {
  return 2 * first < most ? [first, ...endsOf(first * GROWTH, most)] : [];
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
