/**
 * The draw: a sort by SHA-256, which anybody repeats with coreutils. `draw1` and `order1` name its
 * version. Precedent: Rivest's hash-ordered samples in election audits; permanent random numbers
 * (Ohlsson 1995).
 */
import type { FrameRow } from './frame.ts';
import { sha256 } from './hash.ts';

/** By which the trials of a stratum are drawn: those with the smallest. */
export function drawHash(seed: string, key: string): string {
  return sha256(`draw1|${seed}|${key}`);
}

/** By which drawn trials are shown; with an auditor, in an order of the auditor's own. */
function orderHash(seed: string, key: string, auditor?: string): string {
  return sha256(`order1|${seed}|${auditor === undefined ? '' : `${auditor}|`}${key}`);
}

/** Keys of each stratum in the order in which they are drawn: every beginning of it is a sample. */
export function drawOrder(
  seed: string,
  frame: readonly FrameRow[],
): ReadonlyMap<string, readonly string[]> {
  const strata = Map.groupBy(frame, ({ stratum }) => stratum);
  return new Map(
    [...strata].map(([stratum, rows]) => [
      stratum,
      sortedBy(
        rows.map(({ key }) => key),
        (key) => drawHash(seed, key),
      ),
    ]),
  );
}

/** The keys that are drawn, in the order shown. `allocation`: how many of each stratum. */
export function draw({
  seed,
  frame,
  allocation,
}: {
  readonly seed: string;
  readonly frame: readonly FrameRow[];
  readonly allocation: Readonly<Record<string, number>>;
}): { readonly order: readonly string[] } {
  const drawn = [...drawOrder(seed, frame)].flatMap(([stratum, keys]) =>
    keys.slice(0, allocation[stratum] ?? 0),
  );
  return { order: shownOrder(seed, drawn) };
}

export function shownOrder(
  seed: string,
  keys: readonly string[],
  auditor?: string,
): readonly string[] {
  return sortedBy(keys, (key) => orderHash(seed, key, auditor));
}

/** Sorted by a hash; hexadecimal digits compare as their bytes do. */
function sortedBy(keys: readonly string[], hashOf: (key: string) => string): readonly string[] {
  return keys
    .map((key) => ({ key, hash: hashOf(key) }))
    .sort((one, other) => (one.hash < other.hash ? -1 : one.hash > other.hash ? 1 : 0))
    .map(({ key }) => key);
}
