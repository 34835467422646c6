/**
 * Folders of the user's own: nobody else can read them, and nobody else can put another folder in
 * their place. Everything that is kept, and every temporary file, lies in one.
 */
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmdirSync,
  type Stats,
} from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { systemReason } from './file-errors.ts';

/** More links on one path than any system follows. */
const MAX_LINKS = 40;

/** A folder as it was found. `owner` and `mode` (permission bits) are missing where it is not there. */
export type FolderState = {
  readonly owner?: number;
  readonly mode?: number;
  /** Why it cannot be used, beginning with its path. */
  readonly fault?: string;
};

/**
 * Makes a folder, and those above it, with mode 0700, and gives it that mode where it was wider.
 * Returns why it cannot be used, beginning with its path; undefined if it can.
 */
export function makeOwnFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { fault, mode = 0 } = folderState(folder);
    if (fault !== undefined) return fault;
    if ((mode & 0o077) !== 0) chmodSync(folder, 0o700);
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch {
    return `${folder} cannot be written`;
  }
}

/**
 * Looks at a folder and at all above it, without changing anything. Modes wider than 0700 of the
 * folder itself are no fault.
 */
export function folderState(folder: string): FolderState {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    const fault = faultAbove(folder);
    return fault === undefined ? {} : { fault: `${folder} would not be safe: ${fault}` };
  }
  const facts = { owner: found.uid, mode: found.mode & 0o7777 };
  if (found.isSymbolicLink()) return { ...facts, fault: `${folder} is a link` };
  if (!found.isDirectory()) return { ...facts, fault: `${folder} is no folder` };
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) {
    return { ...facts, fault: `${folder} belongs to another user` };
  }
  const fault = faultAbove(folder);
  return fault === undefined ? facts : { ...facts, fault: `${folder} is not safe: ${fault}` };
}

/**
 * Why another user could put something else at a path: a folder or a link on the way to it is
 * theirs, or can be replaced by them. What is at the path itself is not looked at.
 */
function faultAbove(file: string): string | undefined {
  if (process.getuid === undefined) return undefined;
  // Inside a user namespace the administrator has another number.
  const trusted = new Set([0, lstatSync(path.parse(file).root).uid, process.getuid()]);
  for (const { place, found } of stepsTo(path.dirname(file))) {
    if (!trusted.has(found.uid)) return `${place} belongs to another user`;
    if (found.isSymbolicLink() || isSticky(found)) continue;
    if (isWritableByOthers(found)) return `${place} can be changed by other users`;
  }
  return undefined;
}

/**
 * A link on the way to a file, the file itself included, that another user put into a folder where
 * everybody may: the system follows none of those (proc_sys_fs(5), protected_symlinks), and neither
 * must what resolves links by itself.
 */
export function foreignLink(file: string): string | undefined {
  if (process.getuid === undefined) return undefined;
  const user = process.getuid();
  for (const { place, found, folder } of stepsTo(path.resolve(file))) {
    const isShared = isSticky(folder) && (folder.mode & 0o002) !== 0;
    if (!found.isSymbolicLink() || !isShared) continue;
    if (found.uid !== user && found.uid !== folder.uid) return place;
  }
  return undefined;
}

/** In a sticky folder such as /tmp only the owner of an entry can replace it. */
function isSticky({ mode }: Stats): boolean {
  return (mode & 0o1000) !== 0;
}

type Step = { readonly place: string; readonly found: Stats; readonly folder: Stats };

/** All that the system passes on the way to an absolute path, links and what they lead through included. */
function* stepsTo(file: string): Generator<Step> {
  const { root } = path.parse(file);
  const top = lstatSync(root);
  yield { place: root, found: top, folder: top };
  const rest = namesOf(file);
  let links = 0;
  let at = { place: root, found: top };
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const place = path.join(at.place, name);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined) return;
    yield { place, found, folder: at.found };
    if (!found.isSymbolicLink()) at = { place, found };
    else {
      links += 1;
      if (links > MAX_LINKS) return;
      rest.unshift(...namesOf(path.resolve(at.place, readlinkSync(place))));
      at = { place: root, found: top };
    }
  }
}

function namesOf(folder: string): string[] {
  return folder
    .slice(path.parse(folder).root.length)
    .split(path.sep)
    .filter((name) => name !== '');
}

/** Whether others than the owner may write. A group of the owner's own number is the owner's alone. */
export function isWritableByOthers({ mode, uid, gid }: Stats): boolean {
  if (process.getuid === undefined) return false;
  const isOwnGroup = gid === 0 || gid === uid;
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup);
}

/** Whether a file was made by this user (or root), and only they can change it. */
export function isTrustedFile(found: Stats): boolean {
  const user = process.getuid?.();
  if (user === undefined) return true;
  return (found.uid === user || found.uid === 0) && !isWritableByOthers(found);
}

/** Whether something is at a path that this user did not put there: a link, or what another user owns. */
export function isForeign(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  return found.isSymbolicLink() || (process.getuid !== undefined && found.uid !== process.getuid());
}

/** Where temporary folders are made: `$TMPDIR`, `/tmp`. */
export function temporaryRoot(): string {
  return path.resolve(tmpdir());
}

/** What the names of temporary folders begin with. */
export const TEMPORARY = 'inquest-tmp-';

/** Makes a new temporary folder of the user's own. Throws an `Error` that says why there is none. */
export function makeTemporaryFolder(): string {
  const above = temporaryRoot();
  let folder: string;
  try {
    folder = mkdtempSync(path.join(above, TEMPORARY));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = systemReason(error, { ENOENT: 'it is not there', ENOTDIR: 'it is no folder' });
    throw new Error(`no temporary folder can be made in ${above} (${reason ?? code})`, {
      cause: error,
    });
  }
  const { fault } = folderState(folder);
  if (fault === undefined) return folder;
  rmdirSync(folder);
  throw new Error(`temporary files in ${above} are not safe: ${fault}`);
}

/** The home folder: `$HOME`, or what the system knows where that is unusable; undefined if neither. */
export function homeFolder(): string | undefined {
  for (const ask of [homedir, () => userInfo().homedir]) {
    try {
      const home = ask();
      if (path.isAbsolute(home)) return home;
    } catch {
      // A user without an entry in the system's table (containers) has none.
    }
  }
  return undefined;
}
