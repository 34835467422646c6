/**
 * One process at a time reads files into a database. The lock is an open transaction on a file
 * beside it: the system lets go of it however the process ends.
 */
import { DatabaseSync } from 'node:sqlite';

export type Lock = { readonly release: () => void };

/** The lock, or undefined if another process has it. */
export function tryLock(database: string): Lock | undefined {
  const held = new DatabaseSync(`${database}.lock`, { timeout: 0 });
  try {
    held.exec('BEGIN EXCLUSIVE');
    return { release: () => held.close() };
  } catch (error) {
    held.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
    throw error;
  }
}
