/** Sorting the list of trials. */
import { SORT_FIELDS, type SortField } from '../../../trial/catalogue.ts';
import { isCollectionField } from '../../../trial/collection-fields.ts';
import type { State } from '../../state.ts';
import type { Transition } from '../../transition.ts';
import { askList } from './asking.ts';
import { changeDocket, heldIn } from './filter.ts';

/** By a field; by the one that is in force: the other way round. Undefined: it has no order. */
export function sortList(state: State, name: string): Transition | undefined {
  const field: SortField | undefined = isCollectionField(name)
    ? name
    : SORT_FIELDS.find((one) => one === name);
  if (field === undefined) return undefined;
  const descending = state.sort.field === field ? !state.sort.descending : false;
  // Who has gone nowhere yet sees the first ones of the new order.
  const held = state.screens[0].cursor === 0 ? undefined : heldIn(state);
  return askList(changeDocket({ ...state, sort: { field, descending } }, { held, ahead: [] }));
}
