/** What the picker does: choosing, narrowing, taking what was chosen. */
import { setField } from '../../../query/edit.ts';
import { COLUMN_FIELDS, GROUP_FIELDS, type GroupField } from '../../../trial/catalogue.ts';
import { pickerRoom } from './room.ts';
import { isCollectionField } from '../../../trial/collection-fields.ts';
import type { State } from '../../state.ts';
import { RATE_COLUMNS } from '../../../stats/sort-groups.ts';
import { clamp, pop, type Transition, withScreen, withTop } from '../../transition.ts';
import { chooseColumns } from '../docket/column-keys.ts';
import { sortList } from '../docket/sort-list.ts';
import { groupConcordance } from '../concordance/open.ts';
import { setFilter } from '../docket/filter.ts';
import { typingFilter } from '../prompt/filter.ts';
import type { ScreenRow } from '../screen.ts';
import { askStats } from '../stats/ask.ts';
import { countPreset, countRate, typeShare } from '../stats/shares.ts';
import { AT_START } from '../stats/state.ts';
import { acceptJudge, judgeBy } from './judge.ts';
import { narrowed, NO_SPLIT, pickerFor, RATE, TYPE_SHARE } from './open.ts';
import type { PickerScreen } from './state.ts';

export const pickerRow = {
  handlers: {
    picker: {
      pickerDown: (state, screen) => moveBy(state, screen, 1),
      pickerUp: (state, screen) => moveBy(state, screen, -1),
      pickerPageDown: (state, screen) => moveBy(state, screen, pickerRoom(state, screen).rows),
      pickerPageUp: (state, screen) => moveBy(state, screen, -pickerRoom(state, screen).rows),
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
        if (narrow.text === screen.narrow.text) return [withTop(state, { ...screen, narrow })];
        return [withTop(state, { ...screen, narrow, cursor: 0, isTouched: true })];
      },
    },
  },
} as const satisfies ScreenRow<'picker'>;

function moveBy(state: State, screen: PickerScreen, by: number): Transition {
  const last = narrowed(state, screen).length - 1;
  return [
    withTop(state, { ...screen, cursor: clamp(screen.cursor + by, 0, last), isTouched: true }),
  ];
}

function choose(state: State, screen: PickerScreen): Transition {
  const option = narrowed(state, screen)[screen.cursor];
  if (option === undefined) return [state];
  const { value } = option;
  const isChosen = screen.chosen.includes(value);
  const without = (values: readonly string[]): readonly string[] =>
    values.filter((one) => one !== value);
  const chosen = isChosen ? without(screen.chosen) : [...screen.chosen, value];
  const removed = isChosen ? [...screen.removed, value] : without(screen.removed);
  return [withTop(state, { ...screen, chosen, removed, isMarked: true, isTouched: true })];
}

/**
 * What Enter takes: what is marked and the row under the cursor, unless its mark was just taken
 * away. Without a mark set or taken away here the row stands for itself; where nothing was done at
 * all, the choice stays as it was.
 */
function taken(screen: PickerScreen, here: string | undefined): readonly string[] {
  const { chosen, removed, isMarked, isTouched } = screen;
  if (here === undefined || removed.includes(here)) return chosen;
  if (!isMarked) return isTouched || chosen.length === 0 ? [here] : chosen;
  return [...new Set([...chosen, here])];
}

function accept(state: State, screen: PickerScreen): Transition {
  const here = narrowed(state, screen)[screen.cursor]?.value;
  const below = pop(state);
  switch (screen.use.type) {
    case 'filter': {
      const { field } = screen.use;
      const values = taken(screen, here);
      return setFilter(below, setField(below.filter, field, [...values]));
    }
    case 'facet':
      if (isGroupField(here)) return pickerFor(below, here);
      return here === undefined ? [below] : [typingFilter(below, `${here}:`)];
    case 'sort':
      return sortList(below, here ?? '') ?? [below];
    case 'groupSort':
      return sortRates(below, here);
    case 'columns':
      return acceptColumns(below, screen, here);
    case 'by':
      return isGroupField(here)
        ? askStats(withScreen(below, 'stats', (one) => ({ ...one, by: here, ...NOT_COUNTED })))
        : [below];
    case 'concordanceBy':
      return isGroupField(here) ? groupConcordance(below, here) : [below];
    case 'split': {
      const split = isGroupField(here) ? here : undefined;
      if (here !== NO_SPLIT && split === undefined) return [below];
      return askStats(withScreen(below, 'stats', (one) => ({ ...one, split, ...NOT_COUNTED })));
    }
    case 'share':
      if (here === undefined) return [below];
      if (here === TYPE_SHARE) return typeShare(below);
      return here === RATE ? countRate(below) : countPreset(below, here, fieldOf);
    case 'judge':
      return acceptJudge(below, here);
    case 'cut':
      return here === undefined ? [below] : judgeBy(below, here);
    default:
      return screen.use satisfies never;
  }
}

/** Groups of other fields must not stand under the new heading. */
const NOT_COUNTED = { groups: undefined, total: undefined, ...AT_START } as const;

/** Numbers are sorted the largest first, values the smallest; once more: the other way round. */
function sortRates(below: State, here: string | undefined): Transition {
  const column =
    RATE_COLUMNS.find((one) => one === here) ?? (isGroupField(here) ? here : undefined);
  return askStats(
    withScreen(below, 'stats', (screen) => {
      if (column === undefined) return { ...screen, sort: undefined };
      const isAgain = screen.sort !== undefined && screen.sort.column === column;
      const descending = isAgain ? !screen.sort.descending : column in LARGEST_FIRST;
      return { ...screen, sort: { column, descending } };
    }),
  );
}
const LARGEST_FIRST = Object.fromEntries(RATE_COLUMNS.map((column) => [column, true]));

/** The marked ones; without a mark set here, the row under the cursor comes to them. */
function acceptColumns(below: State, screen: PickerScreen, here: string | undefined): Transition {
  if (!screen.isTouched) return [below];
  const names = screen.isMarked ? taken(screen, here) : [...screen.chosen, here];
  const known = [...COLUMN_FIELDS, ...below.fields];
  const fields = names.flatMap((name) => known.find((field) => field === name) ?? []);
  return chooseColumns(below, [...new Set(fields)]);
}

function fieldOf(name: string): GroupField | undefined {
  return isGroupField(name) ? name : undefined;
}

function isGroupField(value: string | undefined): value is GroupField {
  if (value !== undefined && isCollectionField(value)) return true;
  return (GROUP_FIELDS as readonly (string | undefined)[]).includes(value);
}
