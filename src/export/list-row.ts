/** A trial as a row of `list` and of CSV. */
import type { TrialRow } from '../query/results.ts';
import { LIST_FIELDS, propertyOf, valueOf, type ColumnField } from '../trial/catalogue.ts';
import type { Row } from './csv-line.ts';

/** A property for each column, in their order; those of `list` unless told. */
export function listRow(row: TrialRow, columns: readonly ColumnField[] = LIST_FIELDS): Row {
  return Object.fromEntries(columns.map((field) => [propertyOf(field), valueOf(row, field)]));
}
