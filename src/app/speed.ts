/** How fast a film or a presentation plays, against the reading speed. */
export const SPEEDS = [0.5, 0.75, 1, 1.5, 2, 3, 5] as const;
export type Speed = (typeof SPEEDS)[number];

/** The next slower or faster speed. */
export function changedSpeed(speed: Speed, by: 1 | -1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}
