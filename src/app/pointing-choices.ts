/** What the mouse points at among choices: in pickers, and in the palette. */
import { pickerRows } from './layout.ts';
import type { Cell, Target } from './pointing-target.ts';
import { paletteCommands, paletteTop } from './screens/palette/commands.ts';
import type { PaletteScreen } from './screens/palette/state.ts';
import { narrowed } from './screens/picker/open.ts';
import { pickerRoom } from './screens/picker/room.ts';
import type { PickerScreen } from './screens/picker/state.ts';
import type { State } from './state.ts';
import { withTop } from './transition.ts';

/** The title, what narrows it and a blank row stand above the choices. */
const PICKER_HEAD = 3;

export function inPicker(state: State, screen: PickerScreen, { row }: Cell): Target | undefined {
  const { rows, top } = pickerRoom(state, screen);
  const { length } = narrowed(state, screen);
  const cursor = top + row - PICKER_HEAD;
  if (row < PICKER_HEAD || row >= PICKER_HEAD + rows || cursor >= length) return undefined;
  const there = withTop(state, { ...screen, cursor });
  const take = screen.multiple ? 'choose' : 'accept';
  return { isHere: cursor === screen.cursor, take, there: () => [there] };
}

/** What is typed and a blank row stand above the commands. */
const PALETTE_HEAD = 2;

export function inPalette(state: State, screen: PaletteScreen, { row }: Cell): Target | undefined {
  const cursor = paletteTop(state, screen) + row - PALETTE_HEAD;
  const isRow = row >= PALETTE_HEAD && row < PALETTE_HEAD + pickerRows(state.size);
  if (!isRow || cursor >= paletteCommands(state, screen).length) return undefined;
  const there = withTop(state, { ...screen, cursor });
  return { isHere: cursor === screen.cursor, take: 'accept', there: () => [there] };
}
