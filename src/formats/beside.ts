/** Files beside the one that is read: what a format joins to it. Never outside the named folder. */
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { isObject, type JsonObject, parseJson } from './json/json.ts';

/** A file that is joined to another is read whole. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The JSON object in a file; undefined where there is none that can be read. */
export function objectIn(path: string): JsonObject | undefined {
  try {
    const facts = statSync(path);
    if (!facts.isFile() || facts.size > MOST_BYTES) return undefined;
    const value = parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the files in a folder that end with `ending`; none where it cannot be read. */
export function namesIn(folder: string, ending: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending));
  } catch {
    return [];
  }
}

/** A file in a folder, by a name that comes from the data: it must not lead out of the folder. */
export function fileIn(folder: string, name: string): string | undefined {
  return name === '' || /[\\/\0]|^\.\.?$/.test(name) ? undefined : join(folder, name);
}

/** The first and the last `bytes` of a file, as text. */
export function endsOf(path: string, bytes: number): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const room = Buffer.alloc(Math.min(size, 2 * bytes));
      const first = Math.min(size, bytes);
      readSync(file, room, 0, first, 0);
      if (size > bytes)
        readSync(file, room, first, room.length - first, size - (room.length - first));
      return room.toString('utf8');
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

/** The folder of a file, the one above that, and so on. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = dirname(path); at !== folders.at(-1); at = dirname(at)) folders.push(at);
  return folders;
}

/**
 * How many folders above its own may be looked into for a file: up to the outermost of those that were
 * opened. Others may have put something above that.
 */
export function levelsOpened(path: string, roots: ReadonlySet<string> | undefined): number {
  return Math.max(
    0,
    foldersAbove(path).findLastIndex((folder) => roots?.has(folder) === true),
  );
}
