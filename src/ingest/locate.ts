/** Where the database of a collection is: in the cache folder, or in a temporary one. */
import { hash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IngestRequest } from './messages.ts';

export type Location = {
  readonly database: string;
  /** To be removed when the program ends. */
  readonly temporary: boolean;
  /** Why it is temporary although a cache was wanted. */
  readonly notice?: string;
};

/**
 * The database for a request: the same for the same paths and settings. What comes through a pipe
 * has no identity (`isPiped`), so its database is temporary.
 */
export function locate(request: IngestRequest, isPiped: boolean): Location {
  const { cacheFolder } = request;
  if (cacheFolder === undefined || isPiped) return temporary();
  try {
    mkdirSync(cacheFolder, { recursive: true, mode: 0o700 });
    accessSync(cacheFolder, constants.W_OK);
    return { database: path.join(cacheFolder, `${collectionName(request)}.db`), temporary: false };
  } catch {
    return {
      ...temporary(),
      notice: `the cache folder ${cacheFolder} cannot be written; a temporary index is used`,
    };
  }
}

/** The database that an earlier opening of the same collection may have left; it may be outdated. */
export function cachedDatabase(request: IngestRequest): string | undefined {
  const { cacheFolder } = request;
  if (cacheFolder === undefined || request.paths.includes('-')) return undefined;
  const database = path.join(cacheFolder, `${collectionName(request)}.db`);
  return existsSync(database) ? database : undefined;
}

export function temporary(): Location {
  const folder = mkdtempSync(path.join(tmpdir(), 'inquest-'));
  return { database: path.join(folder, 'index.db'), temporary: true };
}

/** Removes a database with what SQLite and the lock keep beside it. */
export function removeDatabase(database: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    rmSync(database + suffix, { force: true });
  }
}

/** Removes the folder of a temporary database. */
export function removeTemporary(database: string): void {
  rmSync(path.dirname(database), { recursive: true, force: true });
}

/** The same name for the same paths and settings: what is kept of a collection is called by it. */
export function collectionName({ paths, cwd, map, verdict, format }: IngestRequest): string {
  const absolute = paths.map((one) => path.resolve(cwd, one)).toSorted();
  const settings = JSON.stringify([absolute, map ?? null, verdict ?? null, format ?? null]);
  return hash('sha256', settings, 'hex').slice(0, 24);
}
