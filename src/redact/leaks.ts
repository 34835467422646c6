/**
 * Looks for what was redacted in something that was made afterwards: a second net under the first.
 * Text comes in pieces; what stands across two of them is found too.
 */
import type { Trial } from '../trial/types.ts';
import { createFinder, type Literal } from './multi-string-finder.ts';
import { readings } from './readings.ts';

export type LeakFinder = {
  /** The pseudonym of something hidden that stands in the text so far; undefined: there is none. */
  readonly push: (piece: string) => string | undefined;
  /** The same for what stands at the very end. */
  readonly end: () => string | undefined;
  /** The same for a text by itself. */
  readonly inText: (text: string) => string | undefined;
};

/** The longest form that one character takes in any of the outputs: `&#x10FFFF;`. */
const LONGEST_ESCAPE = 10;

/** A finder of these originals, in every form in which they can be read. */
export function createLeakFinder(originals: readonly Literal<string>[]): LeakFinder {
  const find = createFinder(originals);
  const longest = originals.reduce((most, { text }) => Math.max(most, text.length), 0);
  const reach = (longest + 2) * LONGEST_ESCAPE;
  let tail = '';

  function look(text: string, isEnd: boolean): string | undefined {
    for (const { text: read, source } of readings(text)) {
      for (const { start, end, literal } of find(read)) {
        // What touches the end may go on, and is looked at again with what follows.
        const place = source(start, end);
        if (place !== undefined && (isEnd || place.end < text.length)) return literal.value;
      }
    }
    return undefined;
  }

  return {
    push: (piece) => {
      const text = tail + piece;
      tail = text.slice(-reach);
      return look(text, false);
    },
    end: () => look(tail, true),
    inText: (text) => look(text, true),
  };
}

/** Every string of a trial with the words for its place: `turn 3, args.note`, `verdict.rationale`. */
export function* placesOf({ turns, ...trial }: Trial): Generator<{
  readonly place: string;
  readonly text: string;
}> {
  yield* placesIn(trial, '');
  for (const [index, turn] of turns.entries()) yield* placesIn(turn, `turn ${index + 1}, `);
}

function* placesIn(value: object, before: string): Generator<{ place: string; text: string }> {
  const waiting: { readonly place: string; readonly value: unknown }[] = [{ place: '', value }];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next?.value === 'string') yield { place: before + next.place, text: next.value };
    if (typeof next?.value !== 'object' || next.value === null) continue;
    const { place } = next;
    for (const [name, one] of Object.entries(next.value).toReversed()) {
      const path = place === '' ? name : `${place}.${name}`;
      waiting.push({ place: path, value: one });
      if (!Array.isArray(next.value)) waiting.push({ place: `the name of ${path}`, value: name });
    }
  }
}
