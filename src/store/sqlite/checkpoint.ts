/** When the log that SQLite keeps beside a database is moved into it. */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { PageSums } from './page-sums.ts';

/** A log beside the database that is longer than this is moved into it. Bytes. */
const USUAL_LOG = 32 * 1024 * 1024;
/** One that is longer than this is begun anew. Bytes. */
const LONG_LOG = 128 * 1024 * 1024;
/** How long those who read are waited for then. Milliseconds. */
const PATIENCE = 300;
/** How long a statement waits for another process. Milliseconds. */
export const TIMEOUT = 2000;

/**
 * Moves the log into the database where it is long. Under questions without a pause it would only
 * grow, to many times the database, and every page is looked for in all of it. So they are waited
 * for now and then.
 */
export function checkpoint(database: DatabaseSync, file: string, sums: PageSums | undefined): void {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log === undefined || log.size < USUAL_LOG) return;
  moveLog(database, sums, log.size < LONG_LOG ? 'PASSIVE' : 'TRUNCATE', PATIENCE);
}

/** Leaves no log beside the database, unless a reader needs it now; who writes next tries again. */
export function tidy(database: DatabaseSync, sums: PageSums | undefined): void {
  moveLog(database, sums, 'TRUNCATE', 0);
}

/** The only way to a checkpoint. `patience`: how long readers are waited for, in milliseconds. */
function moveLog(
  database: DatabaseSync,
  sums: PageSums | undefined,
  mode: 'PASSIVE' | 'TRUNCATE',
  patience: number,
): void {
  try {
    // First: were it to fail, pages would differ from their sums.
    sums?.update();
    database.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA wal_checkpoint (${mode});`);
  } catch {
    // Such as a full disk: what has been committed is in the log.
  } finally {
    database.exec(`PRAGMA busy_timeout = ${TIMEOUT}`);
  }
}
