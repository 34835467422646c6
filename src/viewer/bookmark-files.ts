/** Keeps the viewer's bookmarks on the disk: as a draft until they are saved, and as a walkthrough. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { SaveOutcome } from '../app/message.ts';
import { homeFolder } from '../base/own-folder.ts';
import { collectionName } from '../ingest/locate.ts';
import { UserError } from '../base/user-error.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import type { Draft } from '../walkthrough/drafts.ts';
import { draftFolder } from '../process/folders.ts';
import { pathsFrom, readWalkthrough } from '../walkthrough/file.ts';
import type { ViewerOptions } from './options.ts';
import { unwritable } from '../base/file-errors.ts';
import { writeWhole } from '../base/write-file.ts';

export type BookmarkFiles = {
  /** What openings of this collection that ended without saving have left: it is this one's now. */
  readonly restore: () => Promise<{
    readonly walkthrough: Walkthrough | undefined;
    /** A line for each draft that cannot be read. */
    readonly problems: readonly string[];
  }>;
  /**
   * Keeps a draft for the next opening, or none. Of several waiting only the newest is written. The
   * listener is told of each change that is written, or why it is not.
   */
  readonly keep: (change: number, walkthrough: Walkthrough | undefined) => void;
  readonly save: (file: string, walkthrough: Walkthrough, replace: boolean) => Promise<SaveOutcome>;
  /**
   * Resolves when all that was to be kept is on the disk, and lets go of the drafts. What could not be
   * written is tried once more; if it fails again, resolves with the reason.
   */
  readonly close: () => Promise<string | undefined>;
};

type Kept = { readonly change: number; readonly walkthrough: Walkthrough | undefined };

/** The files of one opening. No other opening of the same collection writes its draft. */
export function createBookmarkFiles(
  { request, sample, redact }: Pick<ViewerOptions, 'request' | 'sample' | 'redact'>,
  listener: (change: number, problem: string | undefined) => void,
): BookmarkFiles {
  const folder = draftFolder();
  // Bookmarks of the original say what is hidden, so a redacted opening has its own.
  const prefix = `${collectionName(request)}${redact === undefined ? '' : '-redacted'}.`;
  /** What comes through a pipe is another collection every time. */
  const isKept = !request.paths.includes('-');
  /** What this opening has written in a file: that may be replaced without asking. */
  const written = new Map<string, string>();
  let own: Draft | undefined;
  /** Drafts of others that are part of this one's as soon as that is written. */
  let merged: readonly Draft[] = [];
  let restored: Promise<unknown> | undefined;
  let waiting: Kept | undefined;
  /** What could not be written. */
  let failed: (Kept & { readonly problem: string }) | undefined;
  let running: Promise<void> | undefined;

  async function writeDraft(walkthrough: Walkthrough | undefined): Promise<void> {
    if (walkthrough !== undefined) {
      if (folder === undefined) throw new UserError('there is no home folder');
      const { newDraft } = await import('../walkthrough/drafts.ts');
      own ??= await newDraft(folder, prefix);
      await writeWhole(own.file, await textOf(walkthrough), { unfinished: `${own.file}.tmp` });
    } else if (own !== undefined) await rm(own.file, { force: true });
    for (const draft of merged) {
      await rm(draft.file, { force: true });
      draft.release();
    }
    merged = [];
  }

  async function writeDrafts(): Promise<void> {
    await restored;
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined;
      let problem: string | undefined;
      try {
        await writeDraft(next.walkthrough);
      } catch (error) {
        const { message } = unwritable(error, folder ?? '') as Error;
        problem = reasonFirst(message, own?.file ?? folder);
      }
      failed = problem === undefined ? undefined : { ...next, problem };
      listener(next.change, problem);
    }
    running = undefined;
  }

  async function restore(): ReturnType<BookmarkFiles['restore']> {
    if (!isKept || folder === undefined || !existsSync(folder)) {
      return { walkthrough: undefined, problems: [] };
    }
    const { leftDrafts } = await import('../walkthrough/drafts.ts');
    const { drafts, problems } = await leftDrafts(folder, prefix);
    const [first, ...others] = drafts;
    if (first === undefined) return { walkthrough: undefined, problems };
    own = first;
    merged = others;
    // Who is given these bookmarks keeps them together with those set since.
    waiting = undefined;
    return { walkthrough: together(drafts.map(({ walkthrough }) => walkthrough)), problems };
  }

  return {
    restore: () => {
      const result = restore();
      restored = result.catch(() => undefined);
      return result;
    },

    keep: (change, walkthrough) => {
      if (!isKept) {
        const problem = 'what comes through a pipe has no draft; w saves them';
        listener(change, walkthrough === undefined ? undefined : problem);
        return;
      }
      waiting = { change, walkthrough };
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
        // Names of files can say what is to be hidden: whoever presents it gives them.
        const isBare = sample || redact !== undefined;
        const paths = await pathsFrom(path.dirname(file), isBare ? [] : request.paths);
        const text = await textOf({ ...walkthrough, paths });
        await writeWhole(file, text);
        written.set(path.resolve(file), text);
        return { type: 'written' };
      } catch (error) {
        return { type: 'failed', message: (error as Error).message };
      }
    },

    close: async () => {
      await running;
      if (failed !== undefined) {
        waiting = failed;
        await writeDrafts();
      }
      for (const draft of [own, ...merged]) draft?.release();
      return failed?.problem;
    },
  };
}

function inHome(name: string): string {
  const home = homeFolder();
  if (home === undefined) throw new UserError('there is no home folder: write the path in full');
  return path.join(home, name);
}

/** A notice is one line: the reason stands before the long path. */
function reasonFirst(message: string, file: string | undefined): string {
  const lead = `cannot write ${file}: `;
  return message.startsWith(lead) ? `${message.slice(lead.length)} (${file})` : message;
}

/** Several drafts as one. What two of them have is there once: one may have been made of the other. */
function together(walkthroughs: readonly Walkthrough[]): Walkthrough | undefined {
  return walkthroughs.reduce((all, { stops }) => {
    const known = new Set(all.stops.map((stop) => JSON.stringify(stop)));
    const others = stops.filter((stop) => !known.has(JSON.stringify(stop)));
    return { ...all, stops: [...all.stops, ...others] };
  });
}

/** The libraries that write YAML are only loaded by those who have bookmarks. */
async function textOf(walkthrough: Walkthrough): Promise<string> {
  const { walkthroughText } = await import('../walkthrough/write.ts');
  return walkthroughText(walkthrough);
}
