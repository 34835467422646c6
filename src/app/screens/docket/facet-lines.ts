/** The facet panel as lines: a title for each field that has values, then its values. */
import { fieldValues } from '../../../query/edit.ts';
import { parse } from '../../../query/parse.ts';
import { NO_VALUE } from '../../../query/ast.ts';
import type { FacetValue } from '../../../query/results.ts';
import { FACET_FIELDS, type GroupField } from '../../../trial/catalogue.ts';

import type { State } from '../../state.ts';

export type FacetLine =
  | { readonly type: 'title'; readonly field: GroupField }
  | { readonly type: 'value'; readonly field: GroupField; readonly value: FacetValue };

/** Values shown per field before the panel would drown in them; the picker has all. */
export const MOST_VALUES = 24;

/** Lines of the panel. Fields with nothing to choose between (one empty value) are left out. */
export function facetLines(state: State): readonly FacetLine[] {
  return FACET_FIELDS.flatMap((field): readonly FacetLine[] => {
    const values = state.facets.facets.find((facet) => facet.field === field)?.values ?? [];
    const named = values.filter(({ value }) => value !== null);
    if (named.length === 0) return [];
    return [
      { type: 'title', field },
      ...values.slice(0, MOST_VALUES).map((value) => ({ type: 'value' as const, field, value })),
    ];
  });
}

/** What a value is called on screen; a trial may have none. */
export function valueLabel(value: string | null): string {
  return value ?? NO_VALUE;
}

/** The values of a field that the filter asks for. */
export function chosenValues(filter: string, field: GroupField): readonly string[] {
  const parsed = parse(filter);
  return parsed.ok ? fieldValues(parsed.query, field) : [];
}
