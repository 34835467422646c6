/** Where `convert` and `export` put what they make: a file, written whole, or standard output. */
import type { Collection } from './collection.ts';
import type { Context } from './context.ts';
import { UserError } from '../trial/user-error.ts';
import { isSameFile, writeWhole } from './write-file.ts';

/** Writes the pieces to `file`, or to standard output where it is `-`. */
export async function deliver<P extends string | Uint8Array>(
  file: string,
  pieces: AsyncIterable<P>,
  context: Context,
  print: (piece: P) => Promise<void>,
): Promise<void> {
  if (file !== '-') return writeWhole(file, pieces, context.stop.signal);
  for await (const piece of pieces) await print(piece);
}

/**
 * Throws a `UserError` if the file to write is one that was read: evidence is never replaced.
 * `others` are files that were read besides the collection's.
 */
export async function refuseSources(
  file: string,
  { store }: Collection,
  ...others: readonly string[]
): Promise<void> {
  if (file === '-') return;
  for (const source of [...(await store.sources()).map((one) => one.path), ...others]) {
    if (await isSameFile(file, source)) {
      throw new UserError(`${file} is one of the files read`, 'write to another file');
    }
  }
}
