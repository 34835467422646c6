/** Writes a file whole or not at all: beside it first, then moved into its place. */
import { createWriteStream, type Stats } from 'node:fs';
import { chmod, chown, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { foreignLink } from '../base/own-folder.ts';
import { UserError } from '../trial/user-error.ts';

/**
 * Writes pieces of text, or bytes, to a file. Until all is on the disk, a file that was there stays as it was.
 * A new file is the user's alone (mode 0600); one of the user's own keeps its mode. Throws a `UserError`
 * where it cannot be written.
 */
export async function writeWhole(
  file: string,
  pieces: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const link = foreignLink(file);
  if (link !== undefined) {
    throw new UserError(`cannot write ${file}: ${link} is a link of another user`);
  }
  // A link stays a link: what it points to is replaced.
  const target = await realpath(file).catch(() => path.resolve(file));
  const unfinished = `${target}.${process.pid}.tmp`;
  try {
    const found = await stat(target).catch(() => undefined);
    if (found !== undefined && !found.isFile() && !found.isDirectory()) {
      // A pipe or a device has nothing to be kept, and must not be replaced by a file.
      await pipeline(Readable.from(pieces), createWriteStream(target), { signal });
      return;
    }
    // `flush`: on the disk before it takes the name.
    const stream = createWriteStream(unfinished, { flush: true, flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(pieces), stream, { signal });
    if (found !== undefined) await takePermissions(unfinished, found);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    signal.throwIfAborted();
    throw unwritable(error, file);
  }
}

/** Gives a file the mode and group of the one it replaces. One of another user says nothing of ours. */
async function takePermissions(file: string, { uid, gid, mode }: Stats): Promise<void> {
  if (uid !== process.getuid?.()) return;
  const isSameGroup = await chown(file, uid, gid).then(
    () => true,
    () => false,
  );
  await chmod(file, mode & (isSameGroup ? 0o777 : 0o707));
}

/** A failed write as a `UserError`; any other error as it is. */
export function unwritable(error: unknown, file: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new UserError(`cannot write ${file}: ${REASONS[code] ?? code}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
};

/** Whether two names mean the same file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const real = (name: string): Promise<string> => realpath(name).catch(() => path.resolve(name));
  return (await real(one)) === (await real(other));
}
