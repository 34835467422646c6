/** Commands that move a cursor, or scroll. */
export const MOVES = [
  'down',
  'up',
  'pageDown',
  'pageUp',
  'halfDown',
  'halfUp',
  'first',
  'last',
] as const;
export type Move = (typeof MOVES)[number];
