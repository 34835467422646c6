/** Where `convert` and `export` put what they make: a file, written whole, or standard output. */
import { setImmediate } from 'node:timers/promises';
import type { LeakFinder } from '../redact/leaks.ts';
import type { Redactor } from '../redact/redactor.ts';
import { ALL_IN_ORDER, type Store } from '../store/store.ts';
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
    redaction === undefined ? pieces : lookedThrough(pieces, redaction, collection, signal);
  if (file !== '-') return writeWhole(file, looked, { signal });
  for await (const piece of looked) await print(piece);
}

/** Characters that are looked through before signals are heard again. */
const SLICE = 64 * 1024;

/** The pieces as they are. Throws a `UserError` before a piece that has something hidden in it. */
async function* lookedThrough<P extends string | Uint8Array>(
  pieces: AsyncIterable<P>,
  redaction: Redactor,
  { store }: Collection,
  signal: AbortSignal,
): AsyncGenerator<P> {
  const { createLeakFinder } = await import('../redact/leaks.ts');
  const finder = createLeakFinder(redaction.originals());
  const refuse = async (pseudonym: string | undefined): Promise<void> => {
    if (pseudonym === undefined) return;
    const place = await placeOfLeak(store, finder, signal);
    throw new UserError(
      `not written: what ${pseudonym} stands for would still be in it, ${place ?? 'in no trial, but among the words of this form'}`,
      place === undefined ? 'another form (--to) may be without it' : undefined,
    );
  };
  for await (const piece of pieces) {
    // Bytes are made of text that went this way, or are compressed: there is nothing to read.
    const text = typeof piece === 'string' ? (piece as string) : '';
    for (let at = 0; at < text.length; at += SLICE) {
      await refuse(finder.push(text.slice(at, at + SLICE)));
      if (text.length > SLICE) await setImmediate();
      signal.throwIfAborted();
    }
    yield piece;
  }
  await refuse(finder.end());
}

/** Where in the collection something hidden stands: its trial, turn and field; undefined: in none. */
async function placeOfLeak(
  store: Store,
  finder: LeakFinder,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { placesOf } = await import('../redact/leaks.ts');
  let count = 0;
  for await (const { trial } of store.scan(ALL_IN_ORDER)) {
    signal.throwIfAborted();
    count += 1;
    for (const { place, text } of placesOf(trial)) {
      if (finder.inText(text) === undefined) continue;
      // What must not be shown is not shown here either.
      const shown = (one: string, other: string): string =>
        finder.inText(one) === undefined ? one : other;
      const name = shown(`trial "${trial.id}"`, `trial ${count} of the collection`);
      return `${name}, ${shown(place, place.split(', ')[0] ?? '')}`;
    }
  }
  return undefined;
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
