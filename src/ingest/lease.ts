/**
 * Locks between processes: an open transaction on an empty file. The system releases them however
 * the process ends, which no number of a process tells (numbers are given again, and containers that
 * share a folder have the same ones).
 */
import { DatabaseSync } from 'node:sqlite';

/** A lock that is held; releasing it again does nothing. */
export type Lock = { readonly release: () => void };

const BUSY = 5;

/** Locks a file for this holder alone; undefined: somebody has it. Makes the file; throws where that fails. */
export function lockAlone(file: string): Lock | undefined {
  return lock(file, 'BEGIN EXCLUSIVE');
}

/** Locks a file together with others who share it; undefined: somebody has it alone. */
export function lockShared(file: string): Lock | undefined {
  // The first read takes the lock.
  return lock(file, 'BEGIN; SELECT 1 FROM sqlite_schema');
}

function lock(file: string, statement: string): Lock | undefined {
  const held = new DatabaseSync(file, { timeout: 0 });
  try {
    // Without a journal nothing is written, so that a full disk can be locked too.
    held.exec(`PRAGMA journal_mode = MEMORY; ${statement}`);
    return {
      release: () => {
        if (held.isOpen) held.close();
      },
    };
  } catch (error) {
    held.close();
    const { errcode } = error as { readonly errcode?: number };
    if (errcode !== undefined && (errcode & 0xff) === BUSY) return undefined;
    throw error;
  }
}
