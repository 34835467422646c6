/**
 * Where the launcher lets Node keep compiled code. Node runs what it finds there, so it must be a
 * folder that nobody else can write. Bundled by itself as `dist/compile-cache.cjs`.
 */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { isWritableByOthers, makeOwnFolder } from '../base/own-folder.ts';
import { cacheFolder } from '../process/folders.ts';

/** The folder, made if need be; undefined where none is safe. */
export function compileCacheFolder(): string | undefined {
  const cache = cacheFolder();
  if (cache === undefined || makeOwnFolder(cache) !== undefined) return undefined;
  const folder = path.join(cache, 'compiled');
  const found = lstatSync(folder, { throwIfNoEntry: false });
  // What others may have put in stays there when the mode is mended.
  if (found !== undefined && isWritableByOthers(found)) return undefined;
  return makeOwnFolder(folder) === undefined ? folder : undefined;
}
