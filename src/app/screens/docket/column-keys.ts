/** What keys do to the columns of the list of trials. */
import { fieldTitle, type ColumnField } from '../../../trial/catalogue.ts';
import type { State } from '../../state.ts';
import { clamp, notify, type Transition } from '../../transition.ts';
import { askList } from './asking.ts';
import { columnFields, columnOf, LEAST_CELLS, shownColumns } from './columns.ts';
import type { Columns } from './state.ts';
import { sortList } from './sort-list.ts';

/** Cells by which a column is widened. */
const STEP = 4;
const NONE = 'Choose a column with → first';

/** The next column, or the one before, is the one that keys act on. */
export function moveColumn(state: State, by: 1 | -1): Transition {
  const fields = columnFields(state);
  const at = fields.findIndex((field) => field === state.columns.current);
  const next = at < 0 ? (by > 0 ? 0 : fields.length - 1) : clamp(at + by, 0, fields.length - 1);
  return [withColumns(state, { current: fields[next] })];
}

export function widenColumn(state: State, by: 1 | -1): Transition {
  const { current, wider } = state.columns;
  const column = shownColumns(state).find(({ field }) => field === current);
  if (column === undefined) return notify(state, NONE);
  const own = columnOf(withColumns(state, { wider: {} }), column.field).cells;
  const cells = Math.max(LEAST_CELLS, column.cells + by * STEP);
  return [withColumns(state, { wider: { ...wider, [column.field]: cells - own } })];
}

/** Sorts by the column that keys act on; once more: the other way round. */
export function sortByColumn(state: State): Transition {
  const { current } = state.columns;
  if (current === undefined) return notify(state, NONE);
  const named = fieldTitle(current).toLowerCase();
  return sortList(state, current) ?? notify(state, `The list cannot be sorted by ${named}`);
}

/** Shows these columns; none: the usual ones. */
export function chooseColumns(state: State, fields: readonly ColumnField[]): Transition {
  const chosen = fields.length === 0 ? undefined : fields;
  return askList(withColumns(state, { chosen, current: undefined }));
}

function withColumns(state: State, change: Partial<Columns>): State {
  return { ...state, columns: { ...state.columns, ...change } };
}
