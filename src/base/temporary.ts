/**
 * Temporary folders that do not outlive the program. Each has a lock that is held as long as it is
 * used; a folder whose lock is free belongs to a process that was killed, and the next start removes it.
 */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { folderState, makeTemporaryFolder, TEMPORARY, temporaryRoot } from './own-folder.ts';
import { UserError } from './user-error.ts';
import { lockAlone, lockShared, type Lock } from './file-lock.ts';

/** A folder that is being removed. */
const GONE = 'inquest-gone-';
const LEASE = 'lease';
/** In a folder: the path of a file that is not written whole yet. */
export const UNFINISHED = 'unfinished';
/** The name of such a file; no other file is ever removed. */
export const UNFINISHED_NAME = /^\.inquest-[0-9a-f-]{36}\.tmp$/;

/** The folders that this thread uses. */
const held = new Map<string, Lock>();

/**
 * Makes a folder that only this user can open, and holds it. Throws a `UserError` where there is no
 * place for one.
 */
export function makeTemporary(): string {
  for (;;) {
    const folder = newFolder();
    // Another start may have taken it for one of a dead process before it was locked.
    if (holdTemporary(folder)) return folder;
  }
}

function newFolder(): string {
  try {
    return makeTemporaryFolder();
  } catch (error) {
    throw new UserError((error as Error).message, 'set TMPDIR to a folder of your own');
  }
}

/**
 * Holds a folder that another thread of this process has made. False: it is gone.
 */
export function holdTemporary(folder: string): boolean {
  if (held.has(folder)) return true;
  const lease = path.join(folder, LEASE);
  let lock: Lock | undefined;
  try {
    lock = lockShared(lease);
  } catch {
    // A file system without locks: nobody else can take the folder for a dead one there either.
    if (existsSync(folder)) lock = { release: () => undefined };
  }
  if (lock === undefined) return false;
  // Who removes a folder moves it away first, under the lock.
  if (!existsSync(folder)) {
    lock.release();
    return false;
  }
  held.set(folder, lock);
  return true;
}

/** Removes a folder and all that is in it. */
export function removeTemporary(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  held.get(folder)?.release();
  held.delete(folder);
}

/** From now on the folders that the main thread holds are removed when the process ends. */
export function removeAtExit(): void {
  process.once('exit', () => {
    for (const folder of held.keys()) removeTemporary(folder);
  });
}

/** Removes what processes that were killed have left. What is in use, or another user's, stays. */
export async function removeLeftovers(): Promise<void> {
  const names = await readdir(temporaryRoot()).catch(() => []);
  for (const name of names) {
    const folder = path.join(temporaryRoot(), name);
    try {
      if (name.startsWith(TEMPORARY) && isOwn(folder)) await removeDead(folder);
      else if (name.startsWith(GONE) && isOwn(folder)) {
        await rm(folder, { recursive: true, force: true });
      }
    } catch {
      // Another start removes it, or the next one does.
    }
  }
}

async function removeDead(folder: string): Promise<void> {
  const lock = lockAlone(path.join(folder, LEASE));
  if (lock === undefined) return;
  const gone = path.join(
    path.dirname(folder),
    GONE + path.basename(folder).slice(TEMPORARY.length),
  );
  try {
    // Moved first: who has it open to lock it finds that it is gone.
    renameSync(folder, gone);
  } finally {
    lock.release();
  }
  const unfinished = path.join(gone, UNFINISHED);
  if (existsSync(unfinished)) {
    const file = readFileSync(unfinished, 'utf8');
    if (UNFINISHED_NAME.test(path.basename(file))) await rm(file, { force: true });
  }
  await rm(gone, { recursive: true, force: true });
}

function isOwn(folder: string): boolean {
  return folderState(folder).fault === undefined;
}
