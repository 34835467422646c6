/** What the list of disagreements does: opening trials, what is open, orders, the report. */
import { bodyRows } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { copy, notify, scrollTo, withTop, type Transition } from '../../transition.ts';
import { auditReport } from '../audit-report/state.ts';
import { leaveAudit } from '../audit-report/update.ts';
import { askWanted } from '../replay/wanted.ts';
import { moves, type ScreenRow } from '../screen.ts';
import { countLines } from './lines.ts';
import { DIFFERENCE_ORDERS, listedDifferences, type DisagreementsScreen } from './state.ts';

export const disagreementsRow = {
  handlers: {
    disagreements: {
      ...moves<DisagreementsScreen>((state, screen, move) => {
        const height = listRows(state, screen);
        const { length } = listedDifferences(screen);
        const cursor = movedCursor(screen.cursor, move, height, length);
        return [
          withTop(state, { ...screen, cursor, top: scrollTo(screen.top, cursor, height, length) }),
        ];
      }),
      open: (state, screen) => {
        const row = listedDifferences(screen)[screen.cursor];
        if (row === undefined) return notify(state, 'There is no trial to open');
        // The trial comes over this screen, which is returned to.
        return askWanted({ ...state, wanted: { trial: row.id, turn: row.turn } });
      },
      onlyOpen: (state, screen) => [
        withTop(state, { ...screen, onlyOpen: !screen.onlyOpen, cursor: 0, top: 0 }),
      ],
      sortDifferences: (state, screen) => {
        const at = DIFFERENCE_ORDERS.indexOf(screen.order);
        const order = DIFFERENCE_ORDERS[(at + 1) % DIFFERENCE_ORDERS.length] ?? 'item';
        return [withTop(state, { ...screen, order, cursor: 0, top: 0 })];
      },
      adjudicate: (state, { view }) =>
        copy(state, view.adjudicate, 'the command that settles them, blind'),
      otherAudit: (state, { view, isRoot }): Transition => [
        withTop(state, state.closed['audit-report'] ?? auditReport.initial(view, isRoot)),
      ],
      back: leaveAudit,
    },
  },
} as const satisfies ScreenRow<'disagreements'>;

/** Rows for the list, under the counts and the titles of its columns. */
export function listRows({ size }: State, screen: DisagreementsScreen): number {
  const above = countLines(screen.view.differences, size.columns).length + 2;
  return Math.max(1, bodyRows(size) - above);
}
