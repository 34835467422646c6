/** The pickers: lists to choose from, opened over the Docket and the Stats. */
import {
  COLUMN_FIELDS,
  FACET_FIELDS,
  fieldTitle,
  groupTitle,
  GROUP_FIELDS,
  SORT_FIELDS,
  sortTitle,
  TRIAL_FIELDS,
  type GroupField,
  type TrialField,
} from '../../../trial/catalogue.ts';
import { isCollectionField } from '../../../trial/collection-fields.ts';
import { chosenValues, valueLabel } from '../docket/facet-lines.ts';
import { narrow } from '../../narrow.ts';
import type { Preset } from '../../../query/presets.ts';
import { RATE_COLUMNS } from '../../../stats/sort-groups.ts';
import type { StatsScreen } from '../stats/state.ts';
import { cutsOf } from './cuts.ts';
import { emptyInput } from '../../text-input.ts';
import type { PickerOption, PickerScreen } from './state.ts';
import type { State } from '../../state.ts';
import { push, type Transition } from '../../transition.ts';
import { shownColumns } from '../docket/columns.ts';
import { askFacets } from '../docket/asking.ts';

/** Opens the picker of a field's values. Its counts follow what is being read. */
export function pickerFor(state: State, field: GroupField): Transition {
  const chosen = chosenValues(state.filter, field);
  const picker: PickerScreen = {
    type: 'picker',
    title: `Filter by ${isCollectionField(field) ? field : fieldTitle(field).toLowerCase()}`,
    use: { type: 'filter', field },
    multiple: true,
    options: undefined,
    chosen,
    removed: [],
    isMarked: false,
    isTouched: false,
    narrow: emptyInput,
    cursor: 0,
  };
  const first = optionsOf(state, picker).findIndex(({ value }) => chosen.includes(value));
  const next = push(state, { ...picker, cursor: Math.max(0, first) });
  // The values of a field that the panel does not have are not known yet.
  return isPanelField(field) ? [next] : askFacets(next);
}

/** What a picker offers: its own options, or the values that trials have now. */
function optionsOf(state: State, picker: PickerScreen): readonly PickerOption[] {
  if (picker.options !== undefined) return picker.options;
  if (picker.use.type === 'cut') return cutsOf(state, picker.use.field);
  if (picker.use.type !== 'filter') return [];
  const { field } = picker.use;
  const values = state.facets.facets.find((facet) => facet.field === field)?.values ?? [];
  return values.map(({ value, counts, rated }) => {
    const label = valueLabel(value);
    return { value: label, label, counts, rated };
  });
}

/** Which field to filter by: first those of the panel. */
export function facetPicker(state: State): PickerScreen {
  const fields = [
    ...new Set<TrialField>([...FACET_FIELDS, ...GROUP_FIELDS, ...TRIAL_FIELDS, ...state.fields]),
  ];
  const options = fields.map((field) => ({ value: field, label: fieldTitle(field) }));
  return single('Filter by', { type: 'facet' }, options, undefined);
}

export function byPicker(
  state: State,
  current: GroupField,
  use: PickerScreen['use'] = { type: 'by' },
): PickerScreen {
  return single('Group by', use, groupOptions(state), current);
}

/** The value of the choice not to divide. */
export const NO_SPLIT = '';

export function splitPicker(state: State, current: GroupField | undefined): PickerScreen {
  const options = [{ value: NO_SPLIT, label: 'do not divide' }, ...groupOptions(state)];
  return single('Divide each group by', { type: 'split' }, options, current ?? NO_SPLIT);
}

/** What to sort by. Choosing the field that is in force turns the order round. */
export function sortPicker(state: State): PickerScreen {
  const options = [...SORT_FIELDS, ...state.fields].map((field) => ({
    value: field,
    label: sortTitle(field),
  }));
  return single('Sort by (again: turn round)', { type: 'sort' }, options, state.sort.field);
}

/** What to order the rows of a table of rates by. */
export function groupSortPicker({ by, split, sort }: StatsScreen): PickerScreen {
  const fields = split === undefined ? [by] : [by, split];
  const options = [
    { value: NO_SPLIT, label: 'by value' },
    ...fields.map((field) => ({ value: field, label: groupTitle(field) })),
    ...RATE_COLUMNS.map((column) => ({ value: column, label: column })),
  ];
  const title = 'Sort rows by (again: turn round)';
  return single(title, { type: 'groupSort' }, options, sort?.column ?? NO_SPLIT);
}

/** The choices of the harmful rate, and of queries that are typed. Presets have names without spaces. */
export const RATE = 'harmful rate';
export const TYPE_SHARE = 'other queries …';

/** What is counted in the Stats, and of what. */
export function sharePicker(
  presets: Readonly<Record<string, Preset>>,
  { share, funnel }: StatsScreen,
): PickerScreen {
  const options: readonly PickerOption[] = [
    { value: RATE, label: RATE, about: 'of judged trials, those that are harmful' },
    ...Object.entries(presets).map(([name, { about }]) => ({ value: name, label: name, about })),
    { value: TYPE_SHARE, label: TYPE_SHARE, about: 'typed: what is counted, and of what' },
  ];
  const { name } = share ?? funnel ?? { name: RATE };
  const current = name === RATE || Object.hasOwn(presets, name) ? name : TYPE_SHARE;
  return single('Count', { type: 'share' }, options, current);
}

/** Which columns the list has, in the order in which they are marked. */
export function columnPicker(state: State): PickerScreen {
  const chosen = state.columns.chosen ?? shownColumns(state).map(({ field }) => field);
  const fields = [...new Set([...chosen, ...COLUMN_FIELDS, ...state.fields])];
  const options = fields.map((field) => ({ value: field, label: fieldTitle(field) }));
  const offered = single('Columns (none: the usual ones)', { type: 'columns' }, options, undefined);
  return { ...offered, multiple: true, chosen };
}

/** The options that what was typed leaves, best first. */
export function narrowed(state: State, picker: PickerScreen): readonly PickerOption[] {
  return narrow(picker.narrow.text, optionsOf(state, picker), ({ label }) => [label]);
}

function groupOptions({ fields }: State): readonly PickerOption[] {
  return [...GROUP_FIELDS, ...fields].map((field) => ({ value: field, label: groupTitle(field) }));
}

export function single(
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
    removed: [],
    isMarked: false,
    isTouched: false,
    narrow: emptyInput,
    cursor: Math.max(
      0,
      options.findIndex(({ value }) => value === current),
    ),
  };
}

function isPanelField(field: GroupField): boolean {
  return (FACET_FIELDS as readonly GroupField[]).includes(field);
}
