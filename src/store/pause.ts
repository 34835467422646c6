import { setImmediate as turn } from 'node:timers/promises';

/** Lets others have a turn in long work that can be ended, and ends it where that is wanted. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await turn();
  signal.throwIfAborted();
}
