/** From what the user typed to files: folders searched, globs expanded, hidden things left out. */
import { systemReason } from '../base/file-errors.ts';
import { nameOf, onDisk } from '../base/path-bytes.ts';
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { SourceFile } from '../formats/format.ts';
import { refusePassword } from '../store/postgres/address.ts';
import type { Problem } from '../trial/types.ts';
import { stampOf } from './stamp.ts';

export type FoundFile = SourceFile & {
  /** See `stampOf`; empty for a pipe. */
  readonly stamp: string;
  /** The user named this very file, so that passing over it would be wrong. */
  readonly named: boolean;
  /** It can be read only once, and has no size: standard input, a named pipe. */
  readonly pipe: boolean;
};

export type FoundFiles = {
  readonly files: readonly FoundFile[];
  readonly emptyFolders: readonly string[];
  readonly problems: readonly Problem[];
  /** Those of them that are of paths which were given. */
  readonly unopened: readonly Problem[];
  /** Folders that were named; of a file its own, of a pattern the one before its first sign. */
  readonly roots: ReadonlySet<string>;
};

export type FindOptions = {
  readonly signal?: AbortSignal;
  /** Called now and then with the number of files found so far. */
  readonly onFound?: (files: number) => void;
};

/** Folders that never hold transcripts. */
const LEFT_OUT = new Set(['node_modules', '__pycache__']);
/** Folders looked into before others have a turn. */
const FOLDERS_A_TURN = 256;

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Finds the files of some paths, in natural order within each folder. A file that several names
 * lead to is taken once. Never throws; stops early, with what it has, when told to.
 */
export async function findFiles(
  paths: readonly string[],
  cwd: string,
  { signal, onFound }: FindOptions = {},
): Promise<FoundFiles> {
  /** By real path. */
  const files = new Map<string, FoundFile>();
  const emptyFolders: string[] = [];
  const problems: Problem[] = [];
  const visited = new Set<string>();
  const roots = new Set<string>();

  /** What is at a path; undefined, and a problem, where it cannot be looked at. */
  function look<T>(name: string, at: () => T): T | undefined {
    try {
      return at();
    } catch (error) {
      problems.push({ source: name, severity: 'error', message: reason(error) });
      return undefined;
    }
  }

  /** `real`: the path without links in it, where that is known already. */
  async function add(file: string, name: string, named: boolean, real?: string): Promise<void> {
    const facts = look(name, () => statSync(onDisk(file), { bigint: true }));
    if (facts === undefined) return;
    const isFolder = facts.isDirectory();
    // Devices and sockets are no files; a pipe that was named is read like one.
    if (!isFolder && !facts.isFile() && !(named && facts.isFIFO())) return;
    const place = facts.isFIFO() ? file : (real ?? look(name, () => realPath(file)));
    if (place === undefined || files.has(place)) return;
    if (isFolder) await addFolder(file, name, place);
    else {
      const [size, stamp] = [Number(facts.size), stampOf(facts)];
      files.set(place, { path: file, name, size, stamp, named, pipe: facts.isFIFO() });
    }
  }

  async function addFolder(folder: string, name: string, real: string): Promise<void> {
    if (visited.has(real) || signal?.aborted === true) return;
    visited.add(real);
    if (visited.size % FOLDERS_A_TURN === 0) {
      onFound?.(files.size);
      await turn();
    }
    const entries = look(name, () => entriesOf(folder)) ?? [];
    if (entries.length === 0) emptyFolders.push(folder);
    for (const entry of entries.toSorted((a, b) => collator.compare(a.name, b.name))) {
      if (entry.name.startsWith('.') || LEFT_OUT.has(entry.name)) continue;
      const place = entry.isLink ? undefined : path.join(real, entry.name);
      await add(path.join(folder, entry.name), path.join(name, entry.name), false, place);
    }
  }

  for (const typed of paths) {
    if (typed === '-') {
      const facts = { name: 'standard input', size: 0, stamp: '', named: true, pipe: true };
      files.set('-', { path: '-', ...facts });
      continue;
    }
    const file = path.resolve(cwd, typed);
    if (isThere(file)) {
      roots.add(isFolder(file) ? file : path.dirname(file));
      await add(file, typed, true);
      continue;
    }
    const isPattern = /[*?[{]/.test(typed);
    const found = isPattern ? await expand(typed, cwd) : [];
    if (isPattern) roots.add(path.resolve(cwd, fixedPart(typed)));
    if (found.length === 0) problems.push(notThere(typed, isPattern));
    for (const name of found) await add(path.resolve(cwd, name), name, false);
  }
  const unopened = problems.filter(({ source }) => paths.includes(source));
  return { files: [...files.values()], emptyFolders, problems, unopened, roots };
}

function notThere(typed: string, isPattern: boolean): Problem {
  refusePassword(typed);
  const message = isPattern ? 'nothing matches this pattern' : 'there is no such file or folder';
  return { source: typed, severity: 'error', message };
}

function realPath(file: string): string {
  return nameOf(realpathSync(onDisk(file), { encoding: 'buffer' }));
}

/** What is in a folder, with names as text. */
function entriesOf(folder: string): readonly { readonly name: string; readonly isLink: boolean }[] {
  const options = { withFileTypes: true, encoding: 'buffer' } as const;
  return readdirSync(onDisk(folder), options).map((entry) => ({
    name: nameOf(entry.name),
    isLink: entry.isSymbolicLink(),
  }));
}

/** What is there but cannot be looked at is complained about later. */
function isThere(file: string): boolean {
  try {
    return lstatSync(onDisk(file), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR';
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(onDisk(file)).isDirectory();
  } catch {
    return false;
  }
}

/** The folder of a pattern, up to its first special sign. */
function fixedPart(pattern: string): string {
  const before = pattern.slice(0, pattern.search(/[*?[{]/));
  return before.endsWith(path.sep) ? before : path.dirname(before);
}

/** Hidden and left out things are found only by a pattern that names them. */
async function expand(pattern: string, cwd: string): Promise<readonly string[]> {
  const literal = new Set(pattern.split(path.sep));
  const found = await Array.fromAsync(glob(pattern, { cwd }));
  return found
    .filter((name) =>
      name
        .split(path.sep)
        .every(
          (part) =>
            literal.has(part) || ((!part.startsWith('.') || part === '..') && !LEFT_OUT.has(part)),
        ),
    )
    .toSorted(collator.compare);
}

function reason(error: unknown): string {
  const special = { ENOENT: 'there is no such file (a link that leads nowhere)' };
  return systemReason(error, special) ?? (error as Error).message;
}
