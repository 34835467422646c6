/** What help does: it is scrolled, and left. */
import { bodyRows } from '../../layout.ts';
import { movedTop } from '../../list-cursor.ts';
import { pop, withTop } from '../../transition.ts';
import { moves, type ScreenRow } from '../screen.ts';
import { helpLines } from './lines.ts';
import type { HelpScreen } from './state.ts';

export const helpRow = {
  handlers: {
    help: {
      ...moves<HelpScreen>((state, screen, move) => {
        const total = helpLines(state).length + 1;
        const top = movedTop(screen.top, move, bodyRows(state.size), total);
        return [withTop(state, { ...screen, top })];
      }),
      back: (state) => [pop(state)],
    },
  },
} as const satisfies ScreenRow<'help'>;
