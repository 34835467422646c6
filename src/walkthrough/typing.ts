/** The typing effect: how much of a text stands there, stroke by stroke. */
import { sliceSafe, type SafeText } from '../text/safe.ts';
import { graphemes } from '../text/width.ts';

/** Between two strokes. */
const STROKE_MS = 80;

/** `typed`: offset into the text up to which it is shown, for `forMs`. */
type TypingStep = { readonly typed: number; readonly forMs: number };

/**
 * Types a piece of a text in the time that it takes to read. Begins with nothing of it and ends
 * before the whole; letters are never cut.
 */
export function* typingSteps(
  text: SafeText,
  { start, end }: { readonly start: number; readonly end: number },
  readingMs: number,
): Generator<TypingStep, void> {
  const strokes = Math.max(1, Math.round(readingMs / STROKE_MS));
  const letters = graphemes(sliceSafe(text, start, end));
  let typed = start;
  let letter = 0;
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    const upTo = Math.floor((letters.length * stroke) / strokes);
    for (; letter < upTo; letter += 1) typed += letters[letter]?.length ?? 0;
    yield { typed, forMs: STROKE_MS };
  }
}
