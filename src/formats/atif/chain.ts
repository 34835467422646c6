/** The files of one ATIF trajectory: which one goes on in which. */
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { endsOf, fileIn, namesIn, objectIn } from '../beside.ts';
import { isObject, type JsonObject } from '../json/json.ts';

/** All parts of a trajectory in order, and what is wrong where one is missing. */
export type Chain = { readonly parts: readonly JsonObject[]; readonly broken: string | undefined };

const MOST_PARTS = 1000;
/** `continued_trajectory_ref` stands before or after the steps, which may be long. */
const LOOKED_AT = 64 * 1024;
const REFERENCE = /"continued_trajectory_ref"\s*:\s*"([^"\\]+)"/g;

/** Follows a trajectory from its first part, which is in `path`. */
export function chainOf(path: string, first: JsonObject): Chain {
  const parts = [first];
  const seen = new Set([path]);
  let at = path;
  let part = first;
  for (;;) {
    const reference = referenceOf(part);
    if (reference === undefined) return { parts, broken: undefined };
    const next = path === '-' ? undefined : placeOf(at, reference);
    if (next === undefined)
      return { parts, broken: `it goes on in ${reference}, which is not there` };
    if (seen.has(next) || parts.length === MOST_PARTS) {
      return { parts, broken: `its parts lead in a circle at ${reference}` };
    }
    const found = objectIn(next);
    if (found === undefined || !Array.isArray(found['steps'])) {
      return { parts, broken: `it goes on in ${reference}, which cannot be read` };
    }
    seen.add(next);
    parts.push(found);
    at = next;
    part = found;
  }
}

function referenceOf(part: JsonObject): string | undefined {
  const given = part['continued_trajectory_ref'];
  const path = isObject(given) ? (given['trajectory_path'] ?? given['path']) : given;
  return typeof path === 'string' && path !== '' ? path : undefined;
}

/**
 * The file that a reference means: in the folder of the file it stands in, by its name, or with the
 * same words before it (`run1.trajectory.json` goes on in `run1.trajectory.cont-1.json`, and calls
 * it `trajectory.cont-1.json`).
 */
function placeOf(path: string, reference: string): string | undefined {
  const folder = dirname(path);
  const name = reference.split(/[\\/]/).at(-1) ?? '';
  const own = basename(path);
  const start = own.lastIndexOf('trajectory');
  const names = start > 0 ? [own.slice(0, start) + name, name] : [name];
  return names
    .map((each) => fileIn(folder, each))
    .find((file) => file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Whether a file is a later part of a trajectory that begins in one of the opened files. */
export function isPartOfAnother(path: string, isOpened: (path: string) => boolean): boolean {
  const seen = new Set<string>();
  const before = leadingIn(dirname(path));
  for (let at = path; !seen.has(at);) {
    seen.add(at);
    const previous = before.get(at);
    // It must be readable, or this part would be told nowhere.
    if (previous === undefined || !isOpened(previous)) return false;
    const found = objectIn(previous);
    if (found === undefined || referenceOf(found) === undefined) return false;
    if (!before.has(previous)) return true;
    at = previous;
  }
  return false;
}

/** Folders are looked at once, unless they change. */
const folders = new Map<string, { readonly stamp: number; readonly before: Map<string, string> }>();
const MOST_FOLDERS = 64;

/** For the files of a folder that others go on in: which one goes on there. */
function leadingIn(folder: string): ReadonlyMap<string, string> {
  const stamp = statSync(folder, { throwIfNoEntry: false })?.ctimeMs ?? 0;
  const known = folders.get(folder);
  if (known?.stamp === stamp) return known.before;
  const before = new Map<string, string>();
  for (const name of namesIn(folder, '.json')) {
    const path = join(folder, name);
    for (const [, reference = ''] of endsOf(path, LOOKED_AT).matchAll(REFERENCE)) {
      const next = placeOf(path, reference);
      if (next !== undefined && next !== path) before.set(next, path);
    }
  }
  if (folders.size >= MOST_FOLDERS) folders.clear();
  folders.set(folder, { stamp, before });
  return before;
}
