/** Keeps the viewer's bookmarks on the disk: as a draft until they are saved, and as a walkthrough. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { SaveOutcome } from '../app/message.ts';
import { homeFolder, isForeign, makeOwnFolder } from '../base/own-folder.ts';
import { collectionName } from '../ingest/locate.ts';
import { UserError } from '../trial/user-error.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import { draftFolder } from './folders.ts';
import { pathsFrom, readWalkthrough } from './walkthrough-file.ts';
import type { ViewerOptions } from './viewer-options.ts';
import { unwritable, writeWhole } from './write-file.ts';

export type BookmarkFiles = {
  /** What openings of this collection that ended without saving have left: it is this one's now. */
  readonly restore: () => Promise<Walkthrough | undefined>;
  /** Keeps a draft for the next opening, or none. Of several waiting only the newest is written. */
  readonly keep: (walkthrough: Walkthrough | undefined) => void;
  readonly save: (file: string, walkthrough: Walkthrough, replace: boolean) => Promise<SaveOutcome>;
  /** Resolves when all that was to be kept is on the disk. */
  readonly settled: () => Promise<void>;
};

/**
 * The files of one opening. A draft carries the number of its process, so that two openings of the
 * same collection never write over each other. `complain` is told, once, why no draft can be kept.
 */
export function createBookmarkFiles(
  { request, sample, redact }: Pick<ViewerOptions, 'request' | 'sample' | 'redact'>,
  complain: (text: string) => void,
): BookmarkFiles {
  const wanted = draftFolder();
  const folder = wanted ?? '';
  // Bookmarks of the original say what is hidden, so a redacted opening has its own.
  const prefix = `${collectionName(request)}${redact === undefined ? '' : '-redacted'}.`;
  const own = path.join(folder, `${prefix}${process.pid}${SUFFIX}`);
  /** What comes through a pipe is another collection every time. */
  const isKept = !request.paths.includes('-');
  /** What this opening has written in a file: that may be replaced without asking. */
  const written = new Map<string, string>();
  let waiting: { readonly walkthrough: Walkthrough | undefined } | undefined;
  let running: Promise<void> | undefined;
  let hasComplained = false;

  function tell(error: unknown): void {
    const reason = unwritable(error, folder) as Error;
    if (!hasComplained) complain(`Bookmarks are lost if the program dies: ${reason.message}`);
    hasComplained = true;
  }

  /** Throws a `UserError` where drafts would not be the user's alone. */
  function prepareFolder(): void {
    const fault = wanted === undefined ? 'there is no home folder' : makeOwnFolder(wanted);
    if (fault !== undefined) throw new UserError(fault);
  }

  async function writeDrafts(): Promise<void> {
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined;
      try {
        if (next.walkthrough === undefined) await rm(own, { force: true });
        else {
          prepareFolder();
          await write(own, await textOf(next.walkthrough));
        }
      } catch (error) {
        tell(error);
      }
    }
    running = undefined;
  }

  return {
    restore: async () => {
      if (!isKept || !existsSync(folder)) return undefined;
      try {
        prepareFolder();
      } catch (error) {
        tell(error);
        return undefined;
      }
      const names = (await readdir(folder).catch(() => [])).filter(
        (name) =>
          !isForeign(path.join(folder, name)) &&
          name.startsWith(prefix) &&
          name.endsWith(SUFFIX) &&
          !isAlive(Number(name.slice(prefix.length, -SUFFIX.length))),
      );
      const files = names.toSorted().map((name) => path.join(folder, name));
      const read: { readonly file: string; readonly draft: Walkthrough }[] = [];
      for (const file of files) {
        // One that cannot be read stays, for a person to look at.
        const draft = await readWalkthrough(file).catch(() => undefined);
        if (draft !== undefined) read.push({ file, draft });
      }
      const [first] = read;
      if (first === undefined) return undefined;
      const all = { ...first.draft, stops: read.flatMap(({ draft }) => draft.stops) };
      try {
        await write(own, await textOf(all));
        for (const { file } of read) if (file !== own) await rm(file, { force: true });
      } catch (error) {
        tell(error);
      }
      return all;
    },

    keep: (walkthrough) => {
      if (!isKept) return;
      waiting = { walkthrough };
      running ??= writeDrafts();
    },

    save: async (name, walkthrough, replace) => {
      try {
        const file = name.startsWith('~/') ? inHome(name.slice(2)) : name;
        const there = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return undefined;
          throw unwritable(error, name);
        });
        if (there !== undefined && !replace && there !== written.get(path.resolve(file))) {
          await readWalkthrough(file).catch(() => {
            throw new UserError(`${name} is there already, and is no walkthrough: it stays`);
          });
          return { type: 'exists' };
        }
        const paths = await pathsFrom(path.dirname(file), sample ? [] : request.paths);
        const text = await textOf({ ...walkthrough, paths });
        await write(file, text);
        written.set(path.resolve(file), text);
        return { type: 'written' };
      } catch (error) {
        return { type: 'failed', message: (error as Error).message };
      }
    },

    settled: async () => running,
  };
}

function inHome(name: string): string {
  const home = homeFolder();
  if (home === undefined) throw new UserError('there is no home folder: write the path in full');
  return path.join(home, name);
}

const SUFFIX = '.walkthrough.yaml';

/** Whether a process of this number runs; also one of another user. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The libraries that write YAML are only loaded by those who have bookmarks. */
async function textOf(walkthrough: Walkthrough): Promise<string> {
  const { walkthroughText } = await import('../walkthrough/write.ts');
  return walkthroughText(walkthrough);
}

function write(file: string, text: string): Promise<void> {
  return writeWhole(
    file,
    (async function* () {
      yield text;
    })(),
    new AbortController().signal,
  );
}
