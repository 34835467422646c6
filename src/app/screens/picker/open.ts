/** The pickers: lists to choose from, opened over the Docket and the Stats. */
import {
  FACET_FIELDS,
  fieldTitle,
  groupTitle,
  GROUP_FIELDS,
  SORT_FIELDS,
  sortTitle,
  type GroupField,
} from '../../../trial/catalogue.ts';
import { chosenValues, valueLabel } from '../docket/facet-lines.ts';
import { emptyInput } from '../../text-input.ts';
import type { PickerOption, PickerScreen } from './state.ts';
import type { State } from '../../state.ts';
import { push, type Transition } from '../../transition.ts';

/** Opens the picker of a field's values. Its counts follow what is being read. */
export function pickerFor(state: State, field: GroupField): Transition {
  const chosen = chosenValues(state.filter, field);
  const picker: PickerScreen = {
    type: 'picker',
    title: `Filter by ${fieldTitle(field).toLowerCase()}`,
    use: { type: 'filter', field },
    multiple: true,
    options: undefined,
    chosen,
    narrow: emptyInput,
    cursor: 0,
  };
  const first = optionsOf(state, picker).findIndex(({ value }) => chosen.includes(value));
  return [push(state, { ...picker, cursor: Math.max(0, first) })];
}

/** What a picker offers: its own options, or the values that trials have now. */
function optionsOf(state: State, picker: PickerScreen): readonly PickerOption[] {
  if (picker.options !== undefined) return picker.options;
  if (picker.use.type !== 'filter') return [];
  const { field } = picker.use;
  const values = state.facets.facets.find((facet) => facet.field === field)?.values ?? [];
  return values.map(({ value, counts }) => {
    const label = valueLabel(value);
    return { value: label, label, counts };
  });
}

/** Which field to filter by. */
export function facetPicker(): PickerScreen {
  return single(
    'Filter by',
    { type: 'facet' },
    FACET_FIELDS.map((field) => ({ value: field, label: fieldTitle(field) })),
    undefined,
  );
}

export function byPicker(current: GroupField): PickerScreen {
  return single('Group by', { type: 'by' }, groupOptions, current);
}

/** The value of the choice not to divide. */
export const NO_SPLIT = '';

export function splitPicker(current: GroupField | undefined): PickerScreen {
  const options = [{ value: NO_SPLIT, label: 'do not divide' }, ...groupOptions];
  return single('Divide each group by', { type: 'split' }, options, current ?? NO_SPLIT);
}

/** What to sort by. Choosing the field that is in force turns the order round. */
export function sortPicker(state: State): PickerScreen {
  const options = SORT_FIELDS.map((field) => ({ value: field, label: sortTitle(field) }));
  return single('Sort by (again: turn round)', { type: 'sort' }, options, state.sort.field);
}

/** The options that what was typed leaves: its letters must occur in order. */
export function narrowed(state: State, picker: PickerScreen): readonly PickerOption[] {
  const options = optionsOf(state, picker);
  const typed = picker.narrow.text.trim().toLowerCase();
  if (typed === '') return options;
  const inside = options.filter(({ label }) => label.toLowerCase().includes(typed));
  return inside.length > 0
    ? inside
    : options.filter(({ label }) => isSubsequence(typed, label.toLowerCase()));
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const groupOptions: readonly PickerOption[] = GROUP_FIELDS.map((field) => ({
  value: field,
  label: groupTitle(field),
}));

function single(
  title: string,
  use: PickerScreen['use'],
  options: readonly PickerOption[],
  current: string | undefined,
): PickerScreen {
  return {
    type: 'picker',
    title,
    use,
    multiple: false,
    options,
    chosen: current === undefined ? [] : [current],
    narrow: emptyInput,
    cursor: Math.max(
      0,
      options.findIndex(({ value }) => value === current),
    ),
  };
}
