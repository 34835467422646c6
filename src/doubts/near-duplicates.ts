/**
 * Texts that are nearly the same: MinHash signatures of their runs of five words (A. Broder 1997), and
 * banding, so that not every text is compared with every other one.
 */
import { words } from '../text/words.ts';

const RUN = 5;
/** Shorter texts are alike by chance. Runs. */
const FEWEST_RUNS = 20;
const BANDS = 16;
const ROWS = 4;
const HASHES = BANDS * ROWS;
/** Share of runs in common, as the signatures estimate it, from which texts are nearly the same. */
const ALIKE = 0.75;

/** A text that is nearly the same as an earlier one. `share`: of runs of five words in common, about. */
export type NearDuplicate<T> = { readonly of: T; readonly share: number };

/** Takes texts one by one, and says of each whether it is nearly the same as one before. */
export function createNearDuplicates<T>(): (name: T, text: string) => NearDuplicate<T> | undefined {
  const buckets = new Map<string, number[]>();
  const known: { readonly name: T; readonly signature: Uint32Array }[] = [];
  return (name, text) => {
    const signature = signatureOf(text);
    if (signature === undefined) return undefined;
    let best: NearDuplicate<T> | undefined;
    const seen = new Set<number>();
    const at = known.length;
    for (let band = 0; band < BANDS; band += 1) {
      const bucket = `${band}/${signature.subarray(band * ROWS, (band + 1) * ROWS).join(',')}`;
      const others = buckets.get(bucket) ?? [];
      for (const other of others) {
        const one = known[other];
        if (one === undefined || seen.has(other)) continue;
        seen.add(other);
        const share = sharedBy(one.signature, signature);
        if (share >= ALIKE && share > (best?.share ?? 0)) best = { of: one.name, share };
      }
      // A copy of a copy is told by the first: the others need not be compared with.
      if (best === undefined) buckets.set(bucket, [...others, at]);
    }
    if (best === undefined) known.push({ name, signature });
    return best;
  };
}

/** For each of several hashes the least that any run of words has; undefined for a short text. */
function signatureOf(text: string): Uint32Array | undefined {
  const found = Array.from(words(text), ({ word }) => hashOf(word));
  if (found.length - RUN + 1 < FEWEST_RUNS) return undefined;
  const least = new Uint32Array(HASHES).fill(0xffffffff);
  for (let start = 0; start + RUN <= found.length; start += 1) {
    let run = 0;
    for (let at = 0; at < RUN; at += 1) run = mixed(run ^ (found[start + at] ?? 0));
    for (let hash = 0; hash < HASHES; hash += 1) {
      const value = mixed(run ^ Math.imul(hash + 1, 0x9e3779b1));
      if (value < (least[hash] ?? 0)) least[hash] = value;
    }
  }
  return least;
}

function sharedBy(one: Uint32Array, other: Uint32Array): number {
  let equal = 0;
  for (let at = 0; at < HASHES; at += 1) if (one[at] === other[at]) equal += 1;
  return equal / HASHES;
}

/** FNV-1a. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) {
    hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** Finalizer of MurmurHash3: every bit depends on every bit. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
