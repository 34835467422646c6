/**
 * The columns of the list of trials: those that were chosen, or those of the catalogue that there is
 * room for. A column with the same value for all trials of the filter gives way to others.
 */
import {
  COLUMN_FIELDS,
  DOCKET_FIELDS,
  docketColumn,
  kindOf,
  valueOf,
  valueText,
  type ColumnField,
  type GroupField,
} from '../../../trial/catalogue.ts';
import { isCollectionField, type CollectionField } from '../../../trial/collection-fields.ts';
import { docketLayout } from '../../layout.ts';
import type { State } from '../../state.ts';
import { chosenValues } from './facet-lines.ts';

export type Column = {
  readonly field: ColumnField;
  readonly cells: number;
  readonly align?: 'right';
  readonly dim?: true;
  readonly grows?: true;
};

/** Cells for the mark of the row under the cursor. */
const MARGIN = 2;
export const LEAST_CELLS = 4;
const MOST_CELLS = 200;
/** What says whether a trial is judged, and disputed, is never left out. */
const ALWAYS: readonly ColumnField[] = ['outcome'];

/** The columns that are shown, from left to right, with the cells that each has. */
export function shownColumns(state: State): readonly Column[] {
  const width = docketLayout(state.size).list - MARGIN;
  const wanted = columnFields(state).map((field) => columnOf(state, field));
  const columns = fitting(wanted, width, state.columns.current);
  const left = width - cellsOf(columns);
  const growing = columns.filter(({ grows }) => grows === true).length;
  const extra = Math.floor(left / Math.max(1, growing));
  return columns.map((column) =>
    column.grows === true ? { ...column, cells: Math.max(6, column.cells + extra) } : column,
  );
}

/** The fields of the collection that columns and the order need, as far as it has them. */
export function wantedFields({ columns, sort, fields }: State): readonly CollectionField[] {
  const named: readonly string[] = [...(columns.chosen ?? []), sort.field];
  return fields.filter((field) => named.includes(field));
}

/** The fields of all columns, also of those that do not fit. */
export function columnFields(state: State): readonly ColumnField[] {
  const width = docketLayout(state.size).list - MARGIN;
  const { chosen } = state.columns;
  const known = (field: ColumnField): boolean =>
    !isCollectionField(field) || state.fields.includes(field);
  if (chosen !== undefined && chosen.some(known)) return chosen.filter(known);
  const sorted = ([...COLUMN_FIELDS, ...state.fields] as const).filter(
    (field) => field === state.sort.field && !DOCKET_FIELDS.some((one) => one === field),
  );
  const shown = usualFields(state, width);
  return [...shown.slice(0, 2), ...sorted, ...shown.slice(2)];
}

/** Columns with one value for all trials come after the others, where room is left. */
function usualFields(state: State, width: number): readonly ColumnField[] {
  const cells = (field: ColumnField): number => columnOf(state, field).cells + 1;
  const hasRoom = (field: ColumnField, room: number): boolean => from(field) <= room + MARGIN;
  const isLast = (field: ColumnField): boolean =>
    !ALWAYS.includes(field) && isConstant(state, field);
  const [constant, others] = [
    DOCKET_FIELDS.filter(isLast),
    DOCKET_FIELDS.filter((f) => !isLast(f)),
  ];
  const usual = constant.filter((field) => hasRoom(field, width));
  const spared = usual.reduce((sum, field) => sum + cells(field), 0);
  const shown = new Set<ColumnField>(others.filter((field) => hasRoom(field, width + spared)));
  let room = width - [...shown].reduce((sum, field) => sum + cells(field), 0);
  for (const field of usual) {
    if (cells(field) > room) continue;
    room -= cells(field);
    shown.add(field);
  }
  return DOCKET_FIELDS.filter((field) => shown.has(field));
}

/** From how many cells on the list has room for a column. */
function from(field: ColumnField): number {
  const docket = DOCKET_FIELDS.find((one) => one === field);
  return docket === undefined ? 0 : docketColumn(docket).from;
}

/** A column with its own cells, before it grows. */
export function columnOf(state: State, field: ColumnField): Column {
  const docket = DOCKET_FIELDS.find((one) => one === field);
  const { cells, align, dim, grows } =
    docket === undefined ? otherColumn(state, field) : docketColumn(docket);
  const own = cells + (state.columns.wider[field] ?? 0);
  return {
    field,
    cells: Math.max(LEAST_CELLS, Math.min(MOST_CELLS, own)),
    ...(align === undefined ? {} : { align }),
    ...(dim === undefined ? {} : { dim }),
    // One that was widened by hand keeps its cells.
    ...(grows === undefined || state.columns.wider[field] !== undefined ? {} : { grows }),
  };
}

/** A column that the list has only on request: as wide as its name and the values that are loaded. */
function otherColumn(
  { list, columns }: State,
  field: ColumnField,
): Pick<ReturnType<typeof docketColumn>, 'cells' | 'align' | 'dim' | 'grows'> {
  const longest = list.rows.reduce((most, row) => Math.max(most, valueText(row, field).length), 8);
  // One that only the order brings in leaves room for those that are always there.
  const most = columns.chosen === undefined ? 14 : 24;
  const cells = Math.min(most, Math.max(longest, field.length + 2));
  const kind = kindOf(field);
  const first = list.rows.map((row) => valueOf(row, field)).find((value) => value !== null);
  const isNumber = kind === 'count' || kind === 'amount' || typeof first === 'number';
  return isNumber ? { cells, align: 'right' } : { cells };
}

function cellsOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { cells }) => sum + cells + 1, 0);
}

/** As many as fit; those after the first move out to the left until the current one is among them. */
function fitting(
  columns: readonly Column[],
  width: number,
  current: ColumnField | undefined,
): readonly Column[] {
  let left = columns;
  for (;;) {
    let count = left.length;
    const isTight = (): boolean =>
      left.slice(0, count).reduce((sum, { cells, grows }) => sum + (grows ? 6 : cells) + 1, 0) >
      width;
    while (count > 1 && isTight()) count -= 1;
    const shown = left.slice(0, count);
    const isMissing = columns.some(({ field }) => field === current);
    if (!isMissing || shown.some(({ field }) => field === current) || left.length < 3) return shown;
    left = left.toSpliced(1, 1);
  }
}

/** Whether all trials of the filter have the same value, as far as that is known. */
function isConstant(state: State, field: ColumnField): boolean {
  const { list, filter, facets } = state;
  const isFilled = list.total > 1 && list.query === filter;
  if (!isFilled || field === state.sort.field) return false;
  if (list.rows.length === list.total) {
    return new Set(list.rows.map((row) => valueText(row, field))).size === 1;
  }
  const facet = facets.facets.find((one) => one.field === (field as GroupField));
  if (facets.query === filter && facet?.values.length === 1) return true;
  const [value, ...more] = chosenValues(filter, field as GroupField);
  return value !== undefined && more.length === 0 && !value.includes('*');
}
