/** The cursor of a list. */
import type { Move } from './moves.ts';
import { clamp } from './transition.ts';

/** Where a move takes the cursor of a list of `total` rows, of which `height` are in view. */
export function movedCursor(cursor: number, move: Move, height: number, total: number): number {
  const last = Math.max(0, total - 1);
  const page = Math.max(1, height - 1);
  switch (move) {
    case 'down':
      return clamp(cursor + 1, 0, last);
    case 'up':
      return clamp(cursor - 1, 0, last);
    case 'pageDown':
      return clamp(cursor + page, 0, last);
    case 'pageUp':
      return clamp(cursor - page, 0, last);
    case 'halfDown':
      return clamp(cursor + Math.ceil(page / 2), 0, last);
    case 'halfUp':
      return clamp(cursor - Math.ceil(page / 2), 0, last);
    case 'first':
      return 0;
    case 'last':
      return last;
    default:
      return move satisfies never;
  }
}

/** Where a move takes the first row shown of a page of `total` rows. */
export function movedTop(top: number, move: Move, height: number, total: number): number {
  return movedCursor(top, move, height, Math.max(0, total - height) + 1);
}
