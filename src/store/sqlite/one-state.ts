/** Reads of one state of the collection, whatever is written meanwhile. */
import type { DatabaseSync } from 'node:sqlite';

/** Calls a function, which may not wait for anything, in one transaction. */
export function inOneState<T>(database: DatabaseSync, use: () => T): T {
  database.exec('BEGIN');
  try {
    return use();
  } finally {
    // An error may have ended it.
    if (database.isTransaction) database.exec('COMMIT');
  }
}
