/** Where `convert` and `export` put what they make: a file, written whole, or standard output. */
import type { Collection } from './collection.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Context } from './context.ts';
import { UserError } from '../trial/user-error.ts';
import { isSameFile, writeWhole } from './write-file.ts';

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
  const looked = redaction === undefined ? pieces : lookedThrough(pieces, redaction);
  if (file !== '-') return writeWhole(file, looked, { signal: context.stop.signal });
  for await (const piece of looked) await print(piece);
}

/** The pieces as they are. Throws a `UserError` before a piece that has something hidden in it. */
async function* lookedThrough<P extends string | Uint8Array>(
  pieces: AsyncIterable<P>,
  redaction: Redactor,
): AsyncGenerator<P> {
  const { createLeakFinder } = await import('../redact/leaks.ts');
  const { push, end } = createLeakFinder(redaction.originals());
  const refuse = (pseudonym: string | undefined): void => {
    if (pseudonym === undefined) return;
    throw new UserError(
      `not written: what ${pseudonym} stands for would still be in it`,
      'if that is an ordinary word, name it under "keep" in a file for --redact',
    );
  };
  for await (const piece of pieces) {
    // Bytes are made of text that went this way, or are compressed: there is nothing to read.
    if (typeof piece === 'string') refuse(push(piece));
    yield piece;
  }
  refuse(end());
}

/**
 * Throws a `UserError` if the file to write is one that was read: evidence is never replaced.
 * `others` are files that were read besides the collection's.
 */
export async function refuseSources(
  file: string,
  { files }: Collection,
  ...others: readonly string[]
): Promise<void> {
  if (file === '-') return;
  for (const source of [...files, ...others]) {
    if (await isSameFile(file, source)) {
      throw new UserError(`${file} is one of the files read`, 'write to another file');
    }
  }
}
