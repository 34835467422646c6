/** Where `convert` and `export` put what they make: a file, written whole, or standard output. */
import { withoutLeaks } from '../collection/redacted/guard.ts';
import type { Collection } from '../collection/collection.ts';
import type { Context } from './context.ts';
import { UserError } from '../base/user-error.ts';
import { isSameFile, writeWhole } from '../base/write-file.ts';

/**
 * Writes the pieces to `file`, or to standard output where it is `-`. Where the collection is
 * redacted, they are looked through for what should be hidden, and nothing is kept if it is there.
 */
export async function deliver<P extends string | Uint8Array>(
  file: string,
  pieces: AsyncIterable<P>,
  context: Context,
  collection: Collection,
  print: (piece: P) => Promise<void>,
): Promise<void> {
  const { redaction } = collection;
  const { signal } = context.stop;
  const looked =
    redaction === undefined ? pieces : withoutLeaks(pieces, redaction, collection, signal);
  if (file !== '-') return writeWhole(file, looked, { signal });
  for await (const piece of looked) await print(piece);
}

/**
 * Throws a `UserError` if the file to write is one that was read: evidence is never replaced.
 * `others` are files that were read besides the collection's.
 */
export async function refuseSources(
  file: string,
  { files }: Pick<Collection, 'files'>,
  ...others: readonly string[]
): Promise<void> {
  if (file === '-') return;
  for (const source of [...files, ...others]) {
    if (await isSameFile(file, source)) {
      throw new UserError(`${file} is one of the files read`, 'write to another file');
    }
  }
}
