/**
 * The drafts of a collection's bookmarks: numbered files, each with a lock that its opening holds. The
 * locks' files stay: who has one open could not tell that it was removed and made again.
 */
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isForeign, makeOwnFolder } from '../base/own-folder.ts';
import { lockAlone, type Lock } from '../base/file-lock.ts';
import { UserError } from '../base/user-error.ts';
import type { Walkthrough } from './types.ts';
import { unreadable, unwritable } from '../base/file-errors.ts';
import { readWalkthrough } from './file.ts';
import { flushFolder } from '../base/write-file.ts';

/** A draft's file that nobody else writes as long as it is held. */
export type Draft = { readonly file: string; readonly release: () => void };

export type LeftDraft = Draft & { readonly walkthrough: Walkthrough };

const SUFFIX = '.walkthrough.yaml';
/** Far more than there are openings of a collection at a time. */
const MOST = 10_000;

/**
 * The drafts that openings which have ended have left, held from now on, and in a line each what
 * cannot be read: that stays, for a person to look at. `prefix` begins the names of the collection's.
 */
export async function leftDrafts(
  folder: string,
  prefix: string,
): Promise<{ readonly drafts: readonly LeftDraft[]; readonly problems: readonly string[] }> {
  const drafts: LeftDraft[] = [];
  const problems: string[] = [];
  for (const file of await filesIn(folder, prefix, problems)) {
    let draft: Draft | undefined;
    try {
      await makeFolder(path.dirname(lockOf(file)));
      draft = hold(file);
      if (draft === undefined) continue;
      drafts.push({ ...draft, walkthrough: await readWalkthrough(file) });
    } catch (error) {
      // One that has just been saved and removed was another opening's.
      if (existsSync(file)) problems.push(`a draft of bookmarks stays unread: ${reasonOf(error)}`);
      draft?.release();
    }
  }
  return { drafts, problems };
}

async function filesIn(folder: string, prefix: string, problems: string[]): Promise<string[]> {
  try {
    await makeFolder(folder);
    const names = (await readdir(folder)).filter((name) => !isForeign(path.join(folder, name)));
    const numbers = names
      .filter((name) => name.startsWith(prefix) && name.endsWith(SUFFIX))
      .map((name) => name.slice(prefix.length, -SUFFIX.length))
      .filter((number) => /^[1-9]\d*$/.test(number))
      .map(Number);
    return numbers
      .toSorted((one, other) => one - other)
      .map((number) => path.join(folder, `${prefix}${number}${SUFFIX}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      problems.push(reasonOf(unreadable(error, folder)));
    }
    return [];
  }
}

/** A draft of one's own. Throws a `UserError` where none can be written. */
export async function newDraft(folder: string, prefix: string): Promise<Draft> {
  try {
    await makeFolder(folder);
    await makeFolder(lockFolder(folder));
    for (let number = 1; number <= MOST; number += 1) {
      const file = path.join(folder, `${prefix}${number}${SUFFIX}`);
      if (existsSync(file)) continue;
      // Made here, so that an error of the disk is told as what it is.
      await writeFile(lockOf(file), '', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      });
      const draft = hold(file);
      if (draft === undefined) continue;
      if (!existsSync(file)) return draft;
      // Another opening has left it meanwhile.
      draft.release();
    }
  } catch (error) {
    throw unwritable(error, folder);
  }
  throw new UserError(`${folder} holds ${MOST} drafts of this collection`);
}

/** Makes a folder of the user's own, and puts its name on the disk. Throws a `UserError`. */
async function makeFolder(folder: string): Promise<void> {
  const made: string[] = [];
  for (let at = folder; !existsSync(at); at = path.dirname(at)) made.push(at);
  const fault = makeOwnFolder(folder);
  if (fault !== undefined) throw new UserError(fault);
  for (const one of made) await flushFolder(path.dirname(one));
}

/** Undefined: another opening has it. */
function hold(file: string): Draft | undefined {
  let lock: Lock | undefined;
  if (isForeign(lockOf(file))) throw new UserError(`${lockOf(file)} is not yours`);
  try {
    lock = lockAlone(lockOf(file));
  } catch (error) {
    throw new UserError(`cannot lock ${file}: ${reasonOf(error)}`);
  }
  return lock === undefined ? undefined : { file, release: lock.release };
}

function lockOf(file: string): string {
  const folder = lockFolder(path.dirname(file));
  return path.join(folder, `${path.basename(file, SUFFIX)}.lock`);
}

/** Beside the folder of the drafts, which holds what a person may want to look at. */
function lockFolder(folder: string): string {
  return path.join(path.dirname(folder), 'locks');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
