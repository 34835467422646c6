/** Writes a file whole or not at all: beside it first, then moved into its place. */
import { createWriteStream, rmSync, writeFileSync, type Stats } from 'node:fs';
import { chmod, chown, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { foreignLink } from './own-folder.ts';
import { makeTemporary, removeTemporary, UNFINISHED } from './temporary.ts';
import { unwritable } from './file-errors.ts';
import { UserError } from './user-error.ts';

type WriteOptions = {
  readonly signal?: AbortSignal | undefined;
  /**
   * The file to write first, which nobody else uses; whatever lies there is replaced. Without it a new
   * name is taken, and if the program is killed meanwhile, its next start removes the file.
   */
  readonly unfinished?: string | undefined;
};

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Files that are not written whole yet. */
const unfinishedFiles = new Set<string>();
process.once('exit', () => {
  for (const file of unfinishedFiles) rmSync(file, { force: true });
});

/**
 * Writes text or bytes, whole or in pieces, to a file. Until all is on the disk, a file that was there stays as
 * it was; once it resolves, the new one survives a power failure. A new file is the user's alone (mode
 * 0600); one of the user's own keeps its mode. Throws a `UserError` where it cannot be written.
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
  { signal = new AbortController().signal, unfinished }: WriteOptions = {},
): Promise<void> {
  const pieces: Pieces =
    typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  const link = foreignLink(file);
  if (link !== undefined) {
    throw new UserError(`cannot write ${file}: ${link} is a link of another user`);
  }
  // A link stays a link: what it points to is replaced.
  const target = await realpath(file).catch(() => path.resolve(file));
  try {
    const found = await stat(target).catch(() => undefined);
    if (found !== undefined && !found.isFile() && !found.isDirectory()) {
      // A pipe or a device has nothing to be kept, and must not be replaced by a file.
      await pipeline(Readable.from(pieces), createWriteStream(target), { signal });
    } else if (unfinished !== undefined) {
      await rm(unfinished, { force: true });
      await writeBeside(target, unfinished, pieces, signal);
    } else {
      await written(target, pieces, signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw unwritable(error, file);
  }
}

/** Writes under a new name, which is noted where the next start of the program finds it. */
async function written(target: string, pieces: Pieces, signal: AbortSignal): Promise<void> {
  // Not made of the target's name, which may be as long as names can be.
  const unfinished = path.join(path.dirname(target), `.inquest-${crypto.randomUUID()}.tmp`);
  const folder = noted(unfinished);
  try {
    await writeBeside(target, unfinished, pieces, signal);
  } finally {
    if (folder !== undefined) removeTemporary(folder);
  }
}

/** A temporary folder with the name of an unfinished file; undefined: none can be made. */
function noted(unfinished: string): string | undefined {
  try {
    const folder = makeTemporary();
    writeFileSync(path.join(folder, UNFINISHED), unfinished);
    return folder;
  } catch {
    // It is still removed on every error and signal that the program lives to see.
    return undefined;
  }
}

async function writeBeside(
  target: string,
  unfinished: string,
  pieces: Pieces,
  signal: AbortSignal,
): Promise<void> {
  // Of its own making: a file of this name that is not ours is never written, nor removed.
  const handle = await open(unfinished, 'wx', 0o600);
  unfinishedFiles.add(unfinished);
  try {
    // `flush`: on the disk before it takes the name.
    await pipeline(Readable.from(pieces), handle.createWriteStream({ flush: true }), { signal });
    const replaced = await stat(target).catch(() => undefined);
    if (replaced !== undefined) await takePermissions(unfinished, replaced);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    unfinishedFiles.delete(unfinished);
  }
  await flushFolder(path.dirname(target));
}

/** Puts the names in a folder on the disk, where the system can. */
export async function flushFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    // A folder that cannot be read, or a file system that has no such thing.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'ENOSYS'].includes(code)) throw error;
  } finally {
    await handle?.close();
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

/** Whether two names mean the same file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const real = (name: string): Promise<string> => realpath(name).catch(() => path.resolve(name));
  return (await real(one)) === (await real(other));
}
