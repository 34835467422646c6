/** From what the user typed to files: folders searched, globs expanded, hidden things left out. */
import { glob, lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFile } from '../formats/format.ts';
import type { Problem } from '../trial/types.ts';

export type ScannedFile = SourceFile & {
  readonly mtimeMs: number;
  /** The user named this very file, so that passing over it would be wrong. */
  readonly named: boolean;
};

export type Scan = {
  readonly files: readonly ScannedFile[];
  readonly emptyFolders: readonly string[];
  readonly problems: readonly Problem[];
};

/** Folders that never hold transcripts. */
const LEFT_OUT = new Set(['node_modules', '__pycache__']);

const collator = new Intl.Collator('en', { numeric: true });

/** Finds the files of some paths, in natural order within each folder. Never throws. */
export async function scan(paths: readonly string[], cwd: string): Promise<Scan> {
  const files = new Map<string, ScannedFile>();
  const emptyFolders: string[] = [];
  const problems: Problem[] = [];
  const visited = new Set<string>();

  function complain(name: string, message: string): void {
    problems.push({ source: name, severity: 'error', message });
  }

  async function addFile(file: string, name: string, named: boolean): Promise<void> {
    const facts = await stat(file);
    // Devices and sockets found in a folder are no files; a pipe that was named is read like one.
    if (!facts.isFile() && !(named && facts.isFIFO())) return;
    if (!files.has(file)) {
      files.set(file, { path: file, name, size: facts.size, mtimeMs: facts.mtimeMs, named });
    }
  }

  async function addFolder(folder: string, name: string): Promise<void> {
    const real = await realpath(folder);
    if (visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.length === 0) emptyFolders.push(folder);
    for (const entry of entries.toSorted((a, b) => collator.compare(a.name, b.name))) {
      if (entry.name.startsWith('.') || LEFT_OUT.has(entry.name)) continue;
      await add(path.join(folder, entry.name), path.join(name, entry.name), false);
    }
  }

  async function add(file: string, name: string, named: boolean): Promise<void> {
    try {
      const facts = await stat(file);
      await (facts.isDirectory() ? addFolder(file, name) : addFile(file, name, named));
    } catch (error) {
      complain(name, reason(error));
    }
  }

  for (const typed of paths) {
    if (typed === '-') {
      files.set('-', { path: '-', name: 'standard input', size: 0, mtimeMs: 0, named: true });
      continue;
    }
    const file = path.resolve(cwd, typed);
    if (await isThere(file)) {
      await add(file, typed, true);
      continue;
    }
    const found = /[*?[{]/.test(typed) ? await expand(typed, cwd) : [];
    if (found.length === 0) {
      complain(
        typed,
        /[*?[{]/.test(typed) ? 'nothing matches this pattern' : 'there is no such file or folder',
      );
    }
    for (const name of found) await add(path.resolve(cwd, name), name, true);
  }
  return { files: [...files.values()], emptyFolders, problems };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    // What is there but cannot be looked at is complained about by `add`.
    return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

async function expand(pattern: string, cwd: string): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob(pattern, { cwd }));
  return found.toSorted(collator.compare);
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'there is no such file (a link that leads nowhere)';
  if (code === 'ELOOP') return 'links lead in a circle';
  return message;
}
