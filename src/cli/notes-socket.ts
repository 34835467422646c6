/** Where a presentation and its speaker's terminal meet: a socket that only this user can reach. */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../trial/user-error.ts';

/** Longer names of sockets are cut off by the system (`sun_path`, unix(7)). */
const LONGEST = 100;

/** The socket of a walkthrough file, in a folder of the user's own. Throws a `UserError`. */
export function notesSocket(file: string): string {
  const name = createHash('sha256').update(realpathSync(file)).digest('hex').slice(0, 16);
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const user = os.userInfo().uid;
  const folders = [
    ...(runtime === undefined || runtime === '' ? [] : [path.join(runtime, 'inquest')]),
    path.join(os.tmpdir(), `inquest-${user}`),
  ];
  const folder = folders.find((one) => one.length + name.length + 6 < LONGEST && isOwn(one, user));
  if (folder === undefined) {
    throw new UserError(
      `there is no folder of your own for the socket of the notes (${folders.join(', ')})`,
      'set XDG_RUNTIME_DIR to one',
    );
  }
  return path.join(folder, `${name}.sock`);
}

/** Makes the folder; one that is somebody else's, or a link, is not used. */
function isOwn(folder: string, user: number): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    if (!found.isDirectory() || (user >= 0 && found.uid !== user)) return false;
    chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}
