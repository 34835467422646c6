/** What the picker does: choosing, narrowing, taking what was chosen. */
import { setField } from '../../../query/edit.ts';
import {
  GROUP_FIELDS,
  SORT_FIELDS,
  type GroupField,
  type SortField,
} from '../../../trial/catalogue.ts';
import type { State } from '../../state.ts';
import { clamp, pop, sequence, type Transition, withScreen, withTop } from '../../transition.ts';
import { askList } from '../docket/asking.ts';
import { changeDocket, setFilter } from '../docket/filter.ts';
import type { ScreenRow } from '../screen.ts';
import { askStats } from '../stats/update.ts';
import { narrowed, NO_SPLIT, pickerFor } from './open.ts';
import type { PickerScreen } from './state.ts';

export const pickerRow = {
  handlers: {
    picker: {
      pickerDown: (state, screen) => moveBy(state, screen, 1),
      pickerUp: (state, screen) => moveBy(state, screen, -1),
      choose,
      accept,
      cancel: (state) => [pop(state)],
    },
  },
  inputs: {
    picker: {
      of: ({ narrow }) => narrow,
      // The cursor goes to the first choice that is left.
      changed: (state, screen, narrow) => {
        const cursor = narrow.text === screen.narrow.text ? screen.cursor : 0;
        return [withTop(state, { ...screen, narrow, cursor })];
      },
    },
  },
} as const satisfies ScreenRow<'picker'>;

function moveBy(state: State, screen: PickerScreen, by: 1 | -1): Transition {
  const last = narrowed(state, screen).length - 1;
  return [withTop(state, { ...screen, cursor: clamp(screen.cursor + by, 0, last) })];
}

function choose(state: State, screen: PickerScreen): Transition {
  const option = narrowed(state, screen)[screen.cursor];
  if (option === undefined) return [state];
  const chosen = screen.chosen.includes(option.value)
    ? screen.chosen.filter((value) => value !== option.value)
    : [...screen.chosen, option.value];
  return [withTop(state, { ...screen, chosen })];
}

/** Enter: what is marked, or, with nothing marked, what is under the cursor. */
function accept(state: State, screen: PickerScreen): Transition {
  const here = narrowed(state, screen)[screen.cursor]?.value;
  const below = pop(state);
  switch (screen.use.type) {
    case 'filter': {
      const { field } = screen.use;
      // With choices made before and none changed, Enter on another value means that value.
      const values = screen.chosen.length > 0 || here === undefined ? screen.chosen : [here];
      return sequence(
        below,
        (next) => setFilter(next, setField(next.filter, field, [...values])),
        askStats,
      );
    }
    case 'facet':
      return isGroupField(here) ? pickerFor(below, here) : [below];
    case 'sort':
      return isSortField(here) ? sortBy(below, here) : [below];
    case 'by':
      return isGroupField(here)
        ? askStats(withScreen(below, 'stats', (one) => ({ ...one, by: here, ...NOT_COUNTED })))
        : [below];
    case 'split': {
      const split = isGroupField(here) ? here : undefined;
      if (here !== NO_SPLIT && split === undefined) return [below];
      return askStats(withScreen(below, 'stats', (one) => ({ ...one, split, ...NOT_COUNTED })));
    }
    default:
      return screen.use satisfies never;
  }
}

/** Groups of other fields must not stand under the new heading. */
const NOT_COUNTED = { groups: undefined, total: undefined, cursor: 0, column: 0, top: 0 } as const;

function sortBy(state: State, field: SortField): Transition {
  const descending = state.sort.field === field ? !state.sort.descending : false;
  return askList(changeDocket({ ...state, sort: { field, descending } }, { cursor: 0, top: 0 }));
}

function isGroupField(value: string | undefined): value is GroupField {
  return (GROUP_FIELDS as readonly (string | undefined)[]).includes(value);
}

function isSortField(value: string | undefined): value is SortField {
  return (SORT_FIELDS as readonly (string | undefined)[]).includes(value);
}
