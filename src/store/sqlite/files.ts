/** The files that a database consists of, and the version of its tables. */
import { rmSync } from 'node:fs';

/** Another version of the tables means that the database is made anew. */
export const SCHEMA_VERSION = 15;

/** Ends the name of the file that has a checksum of each page (`page-sums.ts`). */
export const SUMS_SUFFIX = '.sums';

const DATA = ['', '-wal', '-shm', '-journal', SUMS_SUFFIX, `${SUMS_SUFFIX}.tmp`] as const;

/** The file that the lock of a database is on. */
export function lockFileOf(file: string): string {
  return `${file}.lock`;
}

/** All files that may lie at the place of a database: itself first, its lock last. */
export function filesOf(file: string): readonly string[] {
  return [...DATA.map((suffix) => file + suffix), `${lockFileOf(file)}-journal`, lockFileOf(file)];
}

/**
 * Removes a database with what is kept beside it. Those that have it open go on with what they have;
 * the database goes first, so that a process that opens it meanwhile finds all of it, or that it is
 * gone.
 */
export function removeDatabase(file: string): void {
  for (const suffix of DATA) rmSync(file + suffix, { force: true });
}
