/** The typing effect: how much of a text stands there, stroke by stroke. */

/** Between two strokes. */
const STROKE_MS = 80;

/** How long a text that was typed stands when it is complete: it was read while it came. */
export const HOLD_MS = 1500;

/** `typed`: offset into the text up to which it is shown, for `forMs`. */
type TypingStep = { readonly typed: number; readonly forMs: number };

/**
 * Types a piece of a text in the time that it takes to read. Begins with nothing of it and ends
 * before the whole.
 */
export function* typingSteps(
  { start, end }: { readonly start: number; readonly end: number },
  readingMs: number,
): Generator<TypingStep, void> {
  const strokes = Math.max(1, Math.round(readingMs / STROKE_MS));
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    yield { typed: start + Math.floor(((end - start) * stroke) / strokes), forMs: STROKE_MS };
  }
}
