/** What of the Concordance is at a row of the screen. */
import { concordanceLayout } from '../../layout.ts';
import type { Size } from '../../message.ts';
import type { ConcordanceScreen } from './state.ts';
import { tableRows } from './table.ts';

/**
 * The screen with its cursor on the line or the row of the table that is there; undefined: neither is.
 * The forms stand above the lines; a rule and the titles of columns between these and the table.
 */
export function pointedAt(
  size: Size,
  screen: ConcordanceScreen,
  at: number,
): ConcordanceScreen | undefined {
  if (screen.isWhole) return undefined;
  const { length } = tableRows(screen);
  const { lines, table } = concordanceLayout(size, length);
  if (at >= 1 && at <= lines) {
    const cursor = screen.top + at - 1;
    const isLine = cursor < (screen.result?.lines.length ?? 0);
    return isLine ? { ...screen, pane: 'lines', cursor } : undefined;
  }
  const inTable = at - lines - 3;
  const row = screen.rowTop + inTable;
  const isRow = inTable >= 0 && inTable < table && row < length;
  return isRow ? { ...screen, pane: 'table', row } : undefined;
}
