/** How fast a film or a presentation plays, against the reading speed. */
import type { Speed } from './state.ts';

export const SPEEDS: readonly Speed[] = [0.5, 0.75, 1, 1.5, 2, 3, 5];

/** The next slower or faster speed. */
export function changedSpeed(speed: Speed, by: 1 | -1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}
