/**
 * Locks between processes: one that SQLite has on a file. The system releases them however the
 * process ends, which no number of a process tells (numbers are given again, and containers that
 * share a folder have the same ones).
 */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A lock that is held; releasing it again does nothing. */
export type Lock = { readonly release: () => void };

const BUSY = 5;

/** Locks a file for this holder alone; undefined: somebody has it. Makes the file; throws where that fails. */
export function lockAlone(file: string): Lock | undefined {
  return lock(file, 'BEGIN EXCLUSIVE');
}

/** The same, with the number of the process in the file (`user_version`), where there is room for it. */
export function lockByName(file: string): Lock | undefined {
  try {
    // The lock outlasts the transaction; the file may be torn.
    return lock(
      file,
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF;
        BEGIN EXCLUSIVE; PRAGMA user_version = ${process.pid}; COMMIT`,
    );
  } catch {
    return lockAlone(file);
  }
}

/** Locks a file together with others who share it; undefined: somebody has it alone. */
export function lockShared(file: string): Lock | undefined {
  // The first read takes the lock.
  return lock(file, 'BEGIN; SELECT 1 FROM sqlite_schema');
}

function lock(file: string, statement: string): Lock | undefined {
  const inode = inodeOf(file);
  const held = new DatabaseSync(file, { timeout: 0 });
  try {
    // Without a journal nothing is written, so that a full disk can be locked too.
    held.exec(`PRAGMA journal_mode = MEMORY; ${statement}`);
    if (inode !== undefined && inode === inodeOf(file)) {
      return {
        release: () => {
          if (held.isOpen) held.close();
        },
      };
    }
    // It was made just now, or deleted meanwhile: another file may be what others lock.
    held.close();
    return inode === undefined && inodeOf(file) !== undefined ? lock(file, statement) : undefined;
  } catch (error) {
    held.close();
    const { errcode } = error as { readonly errcode?: number };
    if (errcode !== undefined && (errcode & 0xff) === BUSY) return undefined;
    throw error;
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
