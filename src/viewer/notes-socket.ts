/** Where a presentation and its speaker's terminal meet: a socket that only this user can reach. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { makeOwnFolder } from '../base/own-folder.ts';
import { UserError } from '../base/user-error.ts';
import { socketFolders } from '../process/folders.ts';

/** Longer names of sockets are cut off by the system (`sun_path`, unix(7)). */
const LONGEST = 100;

/** The socket of a walkthrough file, in a folder of the user's own. Throws a `UserError`. */
export function notesSocket(file: string): string {
  const name = `${createHash('sha256').update(realpathSync(file)).digest('hex').slice(0, 16)}.sock`;
  const folders = socketFolders();
  const folder = folders.find(
    (one) => one.length + name.length < LONGEST && makeOwnFolder(one) === undefined,
  );
  if (folder === undefined) {
    throw new UserError(
      `there is no folder of your own for the socket of the notes (${folders.join(', ')})`,
      'set XDG_RUNTIME_DIR to one',
    );
  }
  return path.join(folder, name);
}
