/** Where the database of a collection is: in the cache folder, or in a temporary one. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isForeign, makeOwnFolder } from '../base/own-folder.ts';
import type { IngestRequest } from './messages.ts';
import { makeTemporary, removeTemporary } from './temporary.ts';

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
  const database = path.join(cacheFolder, `${collectionName(request)}.db`);
  const fault = makeOwnFolder(cacheFolder) ?? removeForeign(database);
  if (fault === undefined) return { database, temporary: false };
  return { ...temporary(), notice: `the cache folder ${fault}; a temporary index is used` };
}

/** Names of a database, and of what SQLite and the lock keep beside it. */
const SUFFIXES = ['', '-wal', '-shm', '-journal', '.sums', '.sums.tmp', '.lock', '.lock-journal'];

/** Removes what another user left in the folder while they could. Returns why it could not be removed. */
function removeForeign(database: string): string | undefined {
  for (const file of SUFFIXES.map((suffix) => database + suffix).filter(isForeign)) {
    try {
      rmSync(file);
    } catch {
      return `holds ${file}, which is not yours and cannot be removed`;
    }
  }
  return undefined;
}

/** The database that an earlier opening of the same collection may have left; it may be outdated. */
export function cachedDatabase(request: IngestRequest): string | undefined {
  const { cacheFolder } = request;
  if (cacheFolder === undefined || request.paths.includes('-')) return undefined;
  const database = path.join(cacheFolder, `${collectionName(request)}.db`);
  const isUsable =
    existsSync(database) &&
    makeOwnFolder(cacheFolder) === undefined &&
    !SUFFIXES.some((suffix) => isForeign(database + suffix));
  return isUsable ? database : undefined;
}

export function temporary(): Location {
  return { database: path.join(makeTemporary(), 'index.db'), temporary: true };
}

/** Removes a temporary database with its folder. */
export function removeTemporaryDatabase(database: string): void {
  removeTemporary(path.dirname(database));
}

/** The same name for the same paths and settings: what is kept of a collection is called by it. */
export function collectionName({ paths, cwd, map, verdict, format }: IngestRequest): string {
  const absolute = paths.map((one) => path.resolve(cwd, one)).toSorted();
  const settings = JSON.stringify([absolute, map ?? null, verdict ?? null, format ?? null]);
  return fingerprint(settings);
}

const FNV_BASIS = 0x6c62272e07bb014262b821756295c58dn;
const FNV_PRIME = 2n ** 88n + 0x13bn;

/**
 * 96 bits of a text (FNV-1a) as hexadecimal digits. No secret: Node's own hashes would be loaded for
 * this alone, before the first frame.
 */
function fingerprint(text: string): string {
  let state = FNV_BASIS;
  for (const byte of Buffer.from(text)) {
    state = BigInt.asUintN(128, (state ^ BigInt(byte)) * FNV_PRIME);
  }
  return state.toString(16).padStart(32, '0').slice(-24);
}
