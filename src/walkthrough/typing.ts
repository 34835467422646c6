/** The typing effect: how much of a text is shown, stroke by stroke. On the stage and in casts alike. */

/** Between two strokes. Milliseconds. */
export const STROKE_MS = 80;

/** How long a text that was typed stands when it is complete: it was read while it came. */
export const HOLD_MS = 1500;

/** The strokes in which a text is typed: it takes as long to come as it takes to read. */
export function strokesIn(readingMs: number): number {
  return Math.max(1, Math.round(readingMs / STROKE_MS));
}
