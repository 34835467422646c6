/** Where the store of a collection is: in the cache folder, or in a temporary one. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { isForeign, makeOwnFolder } from '../base/own-folder.ts';
import type { StoreLocation } from '../store/backend.ts';
import { openStore } from '../store/open.ts';
import type { IngestRequest } from './messages.ts';
import { makeTemporary, removeTemporary } from '../base/temporary.ts';

/** A store, and whether it outlives the program. */
export type Located = {
  readonly location: StoreLocation;
  /** To be removed when the program ends. */
  readonly temporary: boolean;
  /** Why it is temporary although a cache was wanted. */
  readonly notice?: string;
};

/**
 * The store for a request: the same for the same paths and settings. What comes through a pipe has
 * no identity (`isPiped`), so its store is temporary.
 */
export function locate(request: IngestRequest, isPiped: boolean): Located {
  const { cacheFolder } = request;
  if (cacheFolder === undefined || isPiped) return temporary();
  const location = locationIn(cacheFolder, `${collectionName(request)}.db`);
  const fault = makeOwnFolder(cacheFolder) ?? removeForeign(location);
  if (fault === undefined) return { location, temporary: false };
  return { ...temporary(), notice: `the cache folder ${fault}; a temporary index is used` };
}

/** The store of this name in a folder. */
export function locationIn(
  folder: string,
  name: string,
): Extract<StoreLocation, { readonly scheme: 'file' }> {
  return { scheme: 'file', path: path.join(folder, name) };
}

/** The store that a file in the cache folder is part of, by its name; undefined: of none. */
export function indexNameOf(file: string): string | undefined {
  const name = /^[0-9a-f]{24}\.db/.exec(file)?.[0];
  if (name === undefined) return undefined;
  return openStore(locationIn('', name)).files.includes(file) ? name : undefined;
}

/** Removes what another user left in the folder while they could. Returns why it could not be removed. */
function removeForeign(location: StoreLocation): string | undefined {
  for (const file of openStore(location).files.filter(isForeign)) {
    try {
      rmSync(file);
    } catch {
      return `holds ${file}, which is not yours and cannot be removed`;
    }
  }
  return undefined;
}

/** The store that an earlier opening of the same collection may have left; it may be outdated. */
export function cachedStore(request: IngestRequest): StoreLocation | undefined {
  const { cacheFolder } = request;
  if (cacheFolder === undefined || request.paths.includes('-')) return undefined;
  const location = locationIn(cacheFolder, `${collectionName(request)}.db`);
  const store = openStore(location);
  const isUsable =
    store.identity() !== undefined &&
    makeOwnFolder(cacheFolder) === undefined &&
    !store.files.some(isForeign);
  return isUsable ? location : undefined;
}

export function temporary(): Located {
  return { location: locationIn(makeTemporary(), 'index.db'), temporary: true };
}

/** The folder that a temporary store lies in, alone. */
export function folderOf(location: StoreLocation): string {
  if (location.scheme !== 'file') throw new Error('only a file can be temporary');
  return path.dirname(location.path);
}

/** Removes a temporary store with its folder. */
export function removeTemporaryStore(location: StoreLocation): void {
  removeTemporary(folderOf(location));
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
