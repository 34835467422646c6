/** What the file system says of a file, to tell whether it changed since it was read. */
import { onDisk } from '../base/path-bytes.ts';
import { statSync, type BigIntStats } from 'node:fs';

/** Coarsest time step of the file systems in use: two changes within it can look like one. */
const STEP_MS = 2000;
/** Ends a stamp that a later change might repeat. */
const RECENT = '?';

/**
 * Size, time of the last change of the contents, and of the last change at all (nanoseconds). The
 * last one cannot be set by a program, and changes with a rename.
 */
export function stampOf({ size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}`;
}

/** The stamp of a file; `-` where there is none. */
export function stampAt(path: string): string {
  const facts = statSync(onDisk(path), { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? '-' : stampOf(facts);
}

/** Whether a stamp is marked as one that a later change might repeat. */
export function isRecent(stamp: string): boolean {
  return stamp.endsWith(RECENT);
}

/**
 * A stamp as it is remembered. One of a moment ago is marked, so that it equals no stamp: the file
 * may change again within the same step of the clock. A time in the future counts as recent.
 */
export function lasting(stamp: string): string {
  const changed = Number(stamp.slice(stamp.lastIndexOf(':') + 1)) / 1e6;
  return changed > Date.now() - STEP_MS ? stamp + RECENT : stamp;
}
