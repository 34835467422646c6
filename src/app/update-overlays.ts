/** What opens over another screen: pickers, the command palette, help, the list of problems. */
import { SORT_FIELDS, GROUP_FIELDS, type GroupField, type SortField } from '../trial/catalogue.ts';
import { setField } from '../query/edit.ts';
import { askList } from './asking.ts';
import { emptyField, type Field } from './field.ts';
import { activeCommands, bindingOf, type Command, placeOf } from './keymap.ts';
import { bodyRows } from './layout.ts';
import { narrowed, NO_SPLIT, pickerFor } from './pickers.ts';
import type { HelpScreen, PaletteScreen, PickerScreen, ProblemsScreen, State } from './state.ts';
import { clamp, pop, push, sequence, type Transition, withScreen, withTop } from './transition.ts';
import { changeDocket, movedCursor, setFilter } from './update-docket.ts';
import { askStats } from './update-stats.ts';

export function updatePicker(
  state: State,
  screen: PickerScreen,
  command: Command,
): Transition | undefined {
  const options = narrowed(state, screen);
  switch (command) {
    case 'pickerDown':
      return [
        withTop(state, { ...screen, cursor: clamp(screen.cursor + 1, 0, options.length - 1) }),
      ];
    case 'pickerUp':
      return [
        withTop(state, { ...screen, cursor: clamp(screen.cursor - 1, 0, options.length - 1) }),
      ];
    case 'choose': {
      const option = options[screen.cursor];
      if (option === undefined) return [state];
      const chosen = screen.chosen.includes(option.value)
        ? screen.chosen.filter((value) => value !== option.value)
        : [...screen.chosen, option.value];
      return [withTop(state, { ...screen, chosen })];
    }
    case 'accept':
      return accept(state, screen);
    default:
      return undefined;
  }
}

/** The letters typed narrow the list; the cursor goes to the first that is left. */
export function typeInPicker(state: State, screen: PickerScreen, narrow: Field): Transition {
  const cursor = narrow.text === screen.narrow.text ? screen.cursor : 0;
  return [withTop(state, { ...screen, narrow, cursor })];
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
        ? askStats(withScreen(below, 'stats', (one) => ({ ...one, by: here, cursor: 0, top: 0 })))
        : [below];
    case 'split': {
      const split = isGroupField(here) ? here : undefined;
      if (here !== NO_SPLIT && split === undefined) return [below];
      return askStats(
        withScreen(below, 'stats', (one) => ({ ...one, split, cursor: 0, column: 0, top: 0 })),
      );
    }
    default:
      return screen.use satisfies never;
  }
}

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

export function openPalette(state: State): Transition {
  return [push(state, { type: 'palette', input: emptyField, cursor: 0 })];
}

/** Commands the palette offers: those of the screen below, narrowed by what was typed. */
export function paletteCommands(state: State, screen: PaletteScreen): readonly Command[] {
  const below = pop(state);
  const typed = screen.input.text.trim().toLowerCase();
  return activeCommands(below, placeOf(below))
    .filter((command) => command !== 'palette')
    .filter((command) => bindingOf(command).help.toLowerCase().includes(typed));
}

/** A command in the palette. `run` carries out the chosen one on the screen below. */
export function updatePalette(
  state: State,
  screen: PaletteScreen,
  command: Command,
  run: (state: State, command: Command) => Transition,
): Transition | undefined {
  const commands = paletteCommands(state, screen);
  const last = Math.max(0, commands.length - 1);
  switch (command) {
    case 'pickerDown':
      return [withTop(state, { ...screen, cursor: clamp(screen.cursor + 1, 0, last) })];
    case 'pickerUp':
      return [withTop(state, { ...screen, cursor: clamp(screen.cursor - 1, 0, last) })];
    case 'accept': {
      const chosen = commands[screen.cursor];
      return chosen === undefined ? [pop(state)] : run(pop(state), chosen);
    }
    default:
      return undefined;
  }
}

export function typeInPalette(state: State, screen: PaletteScreen, input: Field): Transition {
  return [withTop(state, { ...screen, input, cursor: 0 })];
}

/** One line of the help: a group's title, or a command's keys and what it does. */
export type HelpLine =
  | { readonly type: 'title'; readonly text: string }
  | { readonly type: 'command'; readonly command: Command };

/** Help for the screen below: what can be done there, by group. */
export function helpLines(state: State): readonly HelpLine[] {
  const below = pop(state);
  const here = placeOf(below);
  const commands = activeCommands(below, here);
  const groups = Map.groupBy(commands, (command) => bindingOf(command).group);
  return [...groups].flatMap(([group, members]) => [
    { type: 'title' as const, text: group },
    ...members.map((command) => ({ type: 'command' as const, command })),
  ]);
}

/** Help and problems: pages to scroll. */
export function updatePage(
  state: State,
  screen: HelpScreen | ProblemsScreen,
  command: Command,
): Transition | undefined {
  const total = screen.type === 'help' ? helpLines(state).length + 1 : state.problems.length;
  const height = bodyRows(state.size);
  const lowest = Math.max(0, total - height);
  const top = movedCursor(screen.top, command, height, lowest + 1);
  return top === undefined ? undefined : [withTop(state, { ...screen, top })];
}
