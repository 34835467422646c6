/** Looks again and again whether files have come, grown, changed or gone. */
import { setTimeout as delay } from 'node:timers/promises';
import type { FoundFiles } from './find-files.ts';

const SOONEST_MS = 500;
/** Looking takes at most this share of the time. */
const SHARE = 0.05;

/**
 * Calls `onChange` with what is there now whenever that is not what was there before. Resolves when
 * told to stop.
 */
export async function follow(
  first: FoundFiles,
  look: () => Promise<FoundFiles>,
  onChange: (found: FoundFiles) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let before = signOf(first);
  let wait = SOONEST_MS;
  while (!signal.aborted) {
    // Rejects when told to stop, which the loop then sees.
    await delay(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const started = performance.now();
    const found = await look();
    wait = Math.max(SOONEST_MS, (performance.now() - started) / SHARE);
    const now = signOf(found);
    if (now === before || signal.aborted) continue;
    before = now;
    await onChange(found);
  }
}

function signOf({ files }: FoundFiles): string {
  return files.map(({ path, stamp }) => `${path}:${stamp}`).join('\n');
}
