/**
 * One process at a time reads files into a database. The lock is an open transaction on a file
 * beside it: the system lets go of it however the process ends.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { lockAlone, type Lock } from './lease.ts';
import { openReader } from '../store/sqlite/reader.ts';
import type { IngestMessage, Progress } from './messages.ts';

/** How often a process that must wait looks whether there is more. */
const POLL_MS = 200;

/**
 * Waits until this process may read into a database. Meanwhile it tells what the process that has
 * the lock has committed. Undefined if told to stop.
 */
export async function waitForLock(
  database: string,
  {
    send,
    signal,
  }: { readonly send: (message: IngestMessage) => void; readonly signal: AbortSignal },
): Promise<Lock | undefined> {
  while (!signal.aborted) {
    const lock = lockAlone(`${database}.lock`);
    if (lock !== undefined) return lock;
    const progress = await peek(database);
    if (progress !== undefined) {
      send({ type: 'opened', database, temporary: false });
      send({ type: 'progress', progress });
    }
    await delay(POLL_MS);
  }
  return undefined;
}

/** How far the process that has the lock has come; undefined if its database is not ready. */
async function peek(database: string): Promise<Progress | undefined> {
  try {
    const store = openReader(database);
    try {
      const sources = await store.sources();
      const { trials, problems } = await store.totals();
      return {
        phase: 'reading',
        trials,
        problems,
        files: sources.length,
        filesDone: sources.filter(({ complete }) => complete).length,
        passedOver: 0,
        bytes: sources.reduce((sum, { readBytes }) => sum + readBytes, 0),
        totalBytes: sources.reduce((sum, { size }) => sum + size, 0),
      };
    } finally {
      await store.close();
    }
  } catch {
    return undefined;
  }
}
