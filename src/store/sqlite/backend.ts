/**
 * The embedded store: a database file of SQLite, and what lies beside it. The modules that read and
 * write are loaded on use, since this one is on the way to the first frame.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { lockByName } from '../../base/file-lock.ts';
import type { StoreAccess, StoreBackend } from '../backend.ts';
import { failureOf } from './failures.ts';
import { filesOf, lockFileOf, removeDatabase, SCHEMA_VERSION } from './files.ts';

/** Where SQLite has the number that `user_version` names: in the header of the file. */
const OWNER_BYTE = 60;

function at(file: string): StoreAccess {
  const lockFile = lockFileOf(file);
  return {
    reader: async (options) => (await import('./reader.ts')).openReader(file, options),
    writer: async (options) => (await import('./sound-writer.ts')).openSoundWriter(file, options),
    encoder: async () => (await import('../encoded-trials.ts')).createEncoder(),
    ledger: async () => (await import('./reader.ts')).readLedgerOf(file),
    lock: async () => {
      const lock = lockByName(lockFile);
      return lock === undefined ? undefined : { release: async () => lock.release() };
    },
    holder: () => ownerOf(lockFile),
    remove: async () => removeDatabase(file),
    identity: () => {
      const inode = statSync(file, { throwIfNoEntry: false })?.ino;
      return inode === undefined ? undefined : `${file} ${inode}`;
    },
    files: filesOf(file),
    examine: async () => (await import('./examine.ts')).examineDatabase(file),
  };
}

export const sqlite: StoreBackend<'file'> = {
  at: ({ path }) => at(path),
  failureOf,
  engine: {
    key: 'sqlite',
    name: 'SQLite',
    version: process.versions['sqlite'] ?? 'unknown',
    tables: SCHEMA_VERSION,
  },
};

/** The process that has a lock wrote its number into the file. */
function ownerOf(lockFile: string): number | undefined {
  try {
    // This process has no lock on the file, which closing it would give back.
    const handle = openSync(lockFile, 'r');
    try {
      const bytes = Buffer.alloc(4);
      const pid = readSync(handle, bytes, 0, 4, OWNER_BYTE) === 4 ? bytes.readInt32BE(0) : 0;
      return pid > 0 ? pid : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}
