/** Keeps where the viewer was left, and what was typed in it, in a file for each collection. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withLine } from '../app/history.ts';
import type { Message } from '../app/message.ts';
import type { Session } from '../app/session-types.ts';
import { folderState, isForeign, makeOwnFolder } from '../base/own-folder.ts';
import { UserError } from '../base/user-error.ts';
import { writeWhole } from '../base/write-file.ts';
import { collectionName } from '../ingest/locate.ts';
import { sessionFolder } from '../process/folders.ts';
import type { ViewerOptions } from './options.ts';

export type SessionFile = {
  /** Sends what the last opening of the collection has left, if it has. */
  readonly offer: (send: (message: Message) => void) => Promise<void>;
  /**
   * Writes it. Of several that are given while one is written the last is. What other openings have
   * typed meanwhile stays in the history.
   */
  readonly write: (session: Session) => void;
  /** Resolves when the last one is written, with a line where it could not be. */
  readonly close: () => Promise<readonly string[]>;
};

export function createSessionFile({
  request,
  redact,
  present,
  notes,
  audit,
  ...options
}: ViewerOptions): SessionFile {
  const folder = sessionFolder();
  // A redacted opening shows other words, and must not tell those of the original.
  const name = `${collectionName(request)}${redact === undefined ? '' : '-redacted'}.json`;
  // What comes through a pipe is another collection every time; an audience has no place of its own.
  const isAlone = present === undefined && notes !== true && audit === undefined;
  const isKept = !request.paths.includes('-') && isAlone;
  const file = folder === undefined || !isKept ? undefined : path.join(folder, name);
  // A person who says where to begin is not to be led elsewhere.
  const isFresh =
    options.fresh === true ||
    [options.query, options.trial, options.opened].some((one) => one !== undefined);
  let waiting: Session | undefined;
  let isBusy = false;
  let writing: Promise<readonly string[]> | undefined;

  async function read(): Promise<Session | undefined> {
    if (file === undefined || folder === undefined) return undefined;
    try {
      if (folderState(folder).fault !== undefined || isForeign(file)) return undefined;
      const text = await readFile(file, 'utf8');
      const { parseSession } = await import('./session-schema.ts');
      return parseSession(text);
    } catch {
      // It is not there, or cannot be read: then there is nothing to go on with.
      return undefined;
    }
  }

  async function write(session: Session): Promise<readonly string[]> {
    if (file === undefined || folder === undefined) return [];
    try {
      const fault = makeOwnFolder(folder);
      if (fault !== undefined) throw new UserError(fault);
      if (isForeign(file)) throw new UserError(`${file} is not yours`);
      const others = (await read())?.history;
      const history = {
        filter: session.history.filter.reduce(withLine, others?.filter ?? []),
        search: session.history.search.reduce(withLine, others?.search ?? []),
      };
      await writeWhole(file, textOf({ ...session, history }));
      return [];
    } catch (error) {
      return [`where you were is not kept: ${(error as Error).message}`];
    }
  }

  async function writeAll(): Promise<readonly string[]> {
    isBusy = true;
    let lines: readonly string[] = [];
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined;
      lines = await write(next);
    }
    isBusy = false;
    return lines;
  }

  return {
    offer: async (send) => {
      const session = await read();
      if (session !== undefined) send({ type: 'session', session, isFresh });
    },
    write: (session) => {
      waiting = session;
      if (!isBusy) writing = writeAll();
    },
    close: async () => (await writing) ?? [],
  };
}

async function* textOf(session: Session): AsyncGenerator<string> {
  yield JSON.stringify(session);
}
