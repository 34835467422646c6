/** A trial as a row of `list` and of CSV. */
import type { TrialRow } from '../query/results.ts';
import { LIST_FIELDS, propertyOf, valueOf } from '../trial/catalogue.ts';
import type { Row } from './csv-line.ts';

/** A property for each column of `list`, in their order. */
export function listRow(row: TrialRow): Row {
  return Object.fromEntries(LIST_FIELDS.map((field) => [propertyOf(field), valueOf(row, field)]));
}
