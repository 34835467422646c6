/** Puts what others keep of a file on the disk: nothing is ever overwritten or cut off. */
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { unreadable, unwritable } from '../base/file-errors.ts';
import { UserError } from '../base/user-error.ts';
import { writeWhole } from '../base/write-file.ts';

/** What became of a file: made, gone on with, as it was, or it has more than the others. */
export type Pulled = 'new' | 'extended' | 'there' | 'ahead';

/**
 * Makes the file, or adds to it what it has not. What was written is on the disk when it resolves.
 * @throws UserError where the file is another one.
 */
export async function writePulled(file: string, bytes: Uint8Array): Promise<Pulled> {
  const found = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(error, file);
  });
  if (found === undefined) {
    await writeWhole(file, bytes);
    return 'new';
  }
  const common = Math.min(found.length, bytes.length);
  if (Buffer.compare(found.subarray(0, common), bytes.subarray(0, common)) !== 0) {
    throw new UserError(
      `${file} is another file than the one in the database`,
      'pull into another folder: -o FOLDER',
    );
  }
  if (found.length >= bytes.length) return found.length > bytes.length ? 'ahead' : 'there';
  await append(file, bytes.subarray(found.length));
  return 'extended';
}

async function append(file: string, rest: Uint8Array): Promise<void> {
  try {
    const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
    try {
      await handle.writeFile(rest);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unwritable(error, file);
  }
}
