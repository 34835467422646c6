/** The last check of what leaves a redacted collection: nothing that is hidden may be in it. */
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../base/user-error.ts';
import type { LeakFinder } from '../../redact/leaks.ts';
import type { Redactor } from '../../redact/redactor.ts';
import { ALL_IN_ORDER } from '../../store/store.ts';
import type { Questions } from '../collection.ts';

/** Characters that are looked through before signals are heard again. */
const SLICE = 64 * 1024;

/** The pieces as they are. Throws a `UserError` before a piece that has something hidden in it. */
export async function* withoutLeaks<P extends string | Uint8Array>(
  pieces: AsyncIterable<P>,
  redaction: Redactor,
  collection: Pick<Questions, 'store'>,
  signal: AbortSignal,
): AsyncGenerator<P> {
  const { createLeakFinder } = await import('../../redact/leaks.ts');
  const finder = createLeakFinder(redaction.originals());
  const refuse = async (pseudonym: string | undefined): Promise<void> => {
    if (pseudonym === undefined) return;
    const place = await placeOfLeak(collection, finder, signal);
    throw new UserError(
      `not written: what ${pseudonym} stands for would still be in it, ${place ?? 'in no trial, but among the words of this form'}`,
      place === undefined ? 'another form (--to) may be without it' : undefined,
    );
  };
  for await (const piece of pieces) {
    // Bytes are made of text that went this way, or are compressed: there is nothing to read.
    const text: string = typeof piece === 'string' ? piece : '';
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
  { store }: Pick<Questions, 'store'>,
  finder: LeakFinder,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { placesOf } = await import('../../redact/leaks.ts');
  let number = 0;
  for await (const { trial } of store.scan(ALL_IN_ORDER)) {
    signal.throwIfAborted();
    number += 1;
    for (const { place, text } of placesOf(trial)) {
      if (finder.inText(text) === undefined) continue;
      // What must not be shown is not shown here either.
      const shown = (one: string, other: string): string =>
        finder.inText(one) === undefined ? one : other;
      const name = shown(`trial "${trial.id}"`, `trial ${number} of the collection`);
      return `${name}, ${shown(place, place.split(', ')[0] ?? '')}`;
    }
  }
  return undefined;
}
