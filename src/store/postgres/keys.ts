/** Keys of trials and numbers of passages: the bucket, and the number in it. Known in this folder alone. */
import type { TrialKey } from '../../query/results.ts';
import type { Mark } from '../store.ts';
import { arrayOf } from './text.ts';

/** A row's place: its bucket, and its number there. */
export type Place = { readonly bucket: number; readonly key: number };

/** Buckets and numbers of places as the texts of two arrays, for `unnest($1::int[], $2::int[])`. */
export function arraysOf(places: readonly Place[]): readonly [buckets: string, keys: string] {
  return [arrayOf(places.map(({ bucket }) => bucket)), arrayOf(places.map(({ key }) => key))];
}

const ROOM = 2 ** 32;
const MOST = 2 ** 31;

export function numberOf({ bucket, key }: Place): number {
  return bucket * ROOM + key;
}

export function keyOf(place: Place): TrialKey {
  return numberOf(place) as unknown as TrialKey;
}

/** Undefined for what no row can have. */
export function placeOf(name: TrialKey | number): Place | undefined {
  const number = name as unknown as number;
  const [bucket, key] = [Math.floor(number / ROOM), number % ROOM];
  return bucket > 0 && bucket < MOST && key > 0 && key < MOST ? { bucket, key } : undefined;
}

/** A mark is the last key of each bucket, by the bucket's number. */
type LastKeys = Mark & Readonly<Record<string, number>>;

export function markOf(keys: Readonly<Record<string, number>>): Mark {
  return keys as LastKeys;
}

export function lastKeys(mark: Mark): Readonly<Record<string, number>> {
  return mark;
}
