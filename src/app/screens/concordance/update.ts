/** What the Concordance does: its lines, its table, its forms. */
import { shellWord } from '../../../base/shell.ts';
import type { Result } from '../../../collection/protocol.ts';
import { LINE_ORDERS } from '../../../concordance/types.ts';
import type { Move } from '../../moves.ts';
import { concordanceLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  clamp,
  copy,
  findScreen,
  notify,
  pop,
  push,
  scrollTo,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { openTrials } from '../docket/filter.ts';
import { byPicker } from '../picker/open.ts';
import { openReplay } from '../replay/open.ts';
import { leftWhereEmpty, moves, type Handler, type ScreenRow } from '../screen.ts';
import { askConcordance } from './open.ts';
import type { ConcordanceScreen } from './state.ts';
import { cellFilter, COLUMNS, countIn, formParts, tableRows } from './table.ts';

const PANES = ['lines', 'table', 'forms'] as const;

/** What is the same in every pane. */
const EVERYWHERE = {
  nextPane: (state, screen) => [nextPane(state, screen, 1)],
  previousPane: (state, screen) => [nextPane(state, screen, -1)],
  by: (state, screen) => [push(state, byPicker(state, screen.by, { type: 'concordanceBy' }))],
  lineOrder: (state, screen) => {
    const order = LINE_ORDERS[(LINE_ORDERS.indexOf(screen.order) + 1) % LINE_ORDERS.length];
    const next = { ...screen, order: order ?? 'trial' };
    return askConcordance(withTop(state, next), next);
  },
  wholeNote: (state, screen) => [withTop(state, { ...screen, isWhole: !screen.isWhole })],
  copy: copyCommand,
  back: (state) => [pop(state)],
} as const satisfies Record<string, Handler<ConcordanceScreen>>;

export const concordanceRow = {
  handlers: {
    'concordance-lines': { ...moves(moveInLines), ...EVERYWHERE, open: openLine },
    'concordance-table': {
      ...moves(moveInTable),
      ...EVERYWHERE,
      columnRight: (state, screen) => [moveColumn(state, screen, 1)],
      columnLeft: (state, screen) => [moveColumn(state, screen, -1)],
      open: openCell,
    },
    'concordance-forms': {
      ...moves(moveInForms),
      ...EVERYWHERE,
      columnRight: (state, screen) => moveInForms(state, screen, 'down'),
      columnLeft: (state, screen) => moveInForms(state, screen, 'up'),
      toggleVariant,
    },
  },
  answers: {
    concordance: {
      take: (state, result) => [
        withScreen(state, 'concordance', (screen) =>
          settled(state, { ...screen, ...onItsLine(screen, result), result }),
        ),
      ],
      refused: leftWhereEmpty('concordance'),
    },
  },
  onOpened: again,
  onLoad: (state, { type }) => (type === 'done' ? again(state) : [state]),
  onResize: (state) => [withScreen(state, 'concordance', (screen) => settled(state, screen))],
} as const satisfies ScreenRow<'concordance'>;

/** Asks again, since more has been read. */
function again(state: State): Transition {
  const screen = findScreen(state, 'concordance');
  return screen === undefined ? [state] : askConcordance(state, screen);
}

/** The cursor on the line that it was on, in the same row of the screen, if that is still there. */
function onItsLine(
  { result: before, cursor, top }: ConcordanceScreen,
  { lines }: Result<'concordance'>,
): Pick<ConcordanceScreen, 'cursor' | 'top'> {
  const held = before?.lines[cursor];
  const at = lines.findIndex(
    ({ key, turn, nth }) => key === held?.key && turn === held.turn && nth === held.nth,
  );
  return at < 0 ? { cursor, top } : { cursor: at, top: Math.max(0, top + at - cursor) };
}

/** The cursors within what there is, and in view. */
function settled({ size }: State, screen: ConcordanceScreen): ConcordanceScreen {
  const { result } = screen;
  if (result === undefined) return screen;
  const rows = tableRows(screen);
  const layout = concordanceLayout(size, rows.length);
  const cursor = clamp(screen.cursor, 0, Math.max(0, result.lines.length - 1));
  const row = clamp(screen.row, 0, Math.max(0, rows.length - 1));
  return {
    ...screen,
    cursor,
    top: scrollTo(screen.top, cursor, layout.lines, result.lines.length),
    row,
    rowTop: scrollTo(screen.rowTop, row, layout.table, rows.length),
    form: clamp(screen.form, 0, Math.max(0, formParts(result.forms).length - 1)),
  };
}

function nextPane(state: State, screen: ConcordanceScreen, by: 1 | -1): State {
  const at = PANES.indexOf(screen.pane);
  const pane = PANES[(at + by + PANES.length) % PANES.length] ?? 'lines';
  return withTop(state, { ...screen, pane });
}

function moveInLines(state: State, screen: ConcordanceScreen, move: Move): Transition {
  const total = screen.result?.lines.length ?? 0;
  const { lines } = concordanceLayout(state.size, tableRows(screen).length);
  const cursor = movedCursor(screen.cursor, move, lines, total);
  return [withTop(state, { ...screen, cursor, top: scrollTo(screen.top, cursor, lines, total) })];
}

function moveInTable(state: State, screen: ConcordanceScreen, move: Move): Transition {
  const { length } = tableRows(screen);
  const { table } = concordanceLayout(state.size, length);
  const row = movedCursor(screen.row, move, table, length);
  return [withTop(state, { ...screen, row, rowTop: scrollTo(screen.rowTop, row, table, length) })];
}

function moveColumn(state: State, screen: ConcordanceScreen, by: 1 | -1): State {
  return withTop(state, { ...screen, column: clamp(screen.column + by, 0, COLUMNS.length - 1) });
}

function moveInForms(state: State, screen: ConcordanceScreen, move: Move): Transition {
  const { length } = formParts(screen.result?.forms ?? []);
  return [withTop(state, { ...screen, form: movedCursor(screen.form, move, 1, length) })];
}

/** Opens the trial at the occurrence; leaving it comes back to its line. */
function openLine(state: State, { result, cursor }: ConcordanceScreen): Transition {
  const line = result?.lines[cursor];
  if (result === undefined || line === undefined) return [state];
  const { key, turn, nth } = line;
  const keys = [...new Set(result.lines.map((one) => one.key))];
  return openReplay(
    state,
    key,
    { type: 'hit', turn, nth },
    { patterns: result.patterns, sequence: { type: 'search', keys } },
  );
}

/** Opens the trials of the cell as a filter, over the Concordance. */
function openCell(state: State, screen: ConcordanceScreen): Transition {
  const row = tableRows(screen)[screen.row];
  const column = COLUMNS[screen.column] ?? 'trials';
  if (row === undefined) return [state];
  if (countIn(row, column) === 0) return notify(state, 'No trial is in this cell');
  return openTrials(state, cellFilter(screen, row, column));
}

/** Counts the form under the cursor too, or leaves it out. */
function toggleVariant(state: State, screen: ConcordanceScreen): Transition {
  const part = formParts(screen.result?.forms ?? [])[screen.form];
  if (part === undefined) return [state];
  if (part.switch === undefined) return notify(state, 'A phrase is counted as it is');
  const switches = { ...screen.switches, [part.switch]: !part.isOn };
  const next = { ...screen, switches };
  return askConcordance(withTop(state, next), next);
}

function copyCommand(state: State, { result, by, text, switches }: ConcordanceScreen): Transition {
  const words = Object.keys(switches).length > 0 ? (result?.exact ?? text) : text;
  const only = state.filter === '' ? '' : ` -q ${shellWord(state.filter)}`;
  const command = `inquest concordance ${shellWord(words)}${only} --by ${shellWord(by)}`;
  return copy(state, command, 'the command that prints this');
}
