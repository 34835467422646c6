/** Looks at a database as a whole: whether it can be used, and what is in it. Changes nothing. */
import { DatabaseSync } from 'node:sqlite';
import { SCHEMA_VERSION } from './schema.ts';

export type Examined = {
  /** The version of its tables; undefined where even that cannot be read. */
  readonly version?: number;
  /** In one line, without anything of what is stored; undefined where it is sound. */
  readonly fault?: string;
  readonly trials?: number;
  /** Absolute paths of the files that were read into it. */
  readonly sources?: readonly string[];
};

/** Reads all of the file, which takes a few seconds a gigabyte. */
export function examineDatabase(file: string): Examined {
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
    const isDamaged = errcode === undefined || DAMAGED.includes(errcode & 0xff);
    const fault = isDamaged ? 'damaged' : `cannot be read (SQLite's code ${errcode})`;
    return version === undefined ? { fault } : { version, fault };
  }
}

/** SQLITE_ERROR (a table is missing), SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED = [1, 11, 26];
