/** Looks at a database as a whole: whether it can be used, and what is in it. Changes nothing. */
import { DatabaseSync } from 'node:sqlite';
import { lockByName, type Lock } from '../../base/file-lock.ts';
import type { Examined } from '../backend.ts';
import { failureOf } from './failures.ts';
import { lockFileOf, SCHEMA_VERSION } from './files.ts';
import { isSound } from './page-sums.ts';

/** What the tables say; `fault`: what is wrong with them. */
type Tables = Omit<Examined, 'state'> & { readonly fault?: string };

/** Reads all of the file, which takes a few seconds a gigabyte. */
export async function examineDatabase(file: string): Promise<Examined> {
  const { fault, ...tables } = readTables(file);
  if (fault !== undefined) return { ...tables, state: fault };
  if (tables.version !== SCHEMA_VERSION) return { ...tables, state: 'of another version' };
  const lock = lockOf(file);
  if (lock === undefined) return { ...tables, state: 'being written' };
  try {
    return { ...tables, state: (await isSound(file)) ? 'sound' : 'damaged' };
  } finally {
    lock.release();
  }
}

/** Undefined also where the folder cannot be written, and so nothing can be locked. */
function lockOf(file: string): Lock | undefined {
  try {
    return lockByName(lockFileOf(file));
  } catch {
    return undefined;
  }
}

function readTables(file: string): Tables {
  let version: number | undefined;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
      const checked = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
      // What SQLite says of the damage names tables and pages.
      if (checked[0] !== 'ok') return { version, fault: 'damaged' };
      if (version !== SCHEMA_VERSION) return { version };
      const trials = Number(database.prepare('SELECT count(*) AS n FROM trial').get()?.['n']);
      const rows = database.prepare('SELECT path FROM source ORDER BY id').all();
      return { version, trials, sources: rows.map(({ path }) => String(path)) };
    } finally {
      database.close();
    }
  } catch (error) {
    const { errcode } = error as { readonly errcode?: number };
    const isDamaged = errcode === undefined || failureOf(error) === 'damaged';
    const fault = isDamaged ? 'damaged' : `cannot be read (SQLite's code ${errcode})`;
    return version === undefined ? { fault } : { version, fault };
  }
}
