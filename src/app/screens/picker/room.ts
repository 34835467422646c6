/** What the picker has room for: its list, its names, and below the list a name in full. */
import { pickerRows } from '../../layout.ts';
import type { State } from '../../state.ts';
import { safeLine } from '../../../text/safe.ts';
import { width } from '../../../text/width.ts';
import { narrowed } from './open.ts';
import type { PickerOption, PickerScreen } from './state.ts';

/** Cells that the counts beside a name take, with the signs before it. */
const BESIDE = 40;
const LEAST_NAME = 16;
/** Cells of the cursor, the sign of what is chosen, and a gap. */
const SIGNS = 9;

export type PickerRoom = {
  /** Rows of the list. */
  readonly rows: number;
  /** The first choice that is shown. */
  readonly top: number;
  /** Cells of a name. */
  readonly name: number;
  /** Rows under the list, in which the longest name can be read whole. */
  readonly whole: number;
};

/** All that an option says. */
export function wholeOf({ label, about }: PickerOption): string {
  return about === undefined ? label : `${label}: ${about}`;
}

/** Whether not all of an option is seen in its row. */
export function isCutIn(option: PickerOption, name: number, columns: number): boolean {
  if (width(safeLine(option.label)) > name) return true;
  return option.about !== undefined && width(safeLine(option.about)) + name > columns - SIGNS;
}

export function pickerRoom(state: State, screen: PickerScreen): PickerRoom {
  const { columns } = state.size;
  const options = narrowed(state, screen);
  const longest = options.reduce(
    (most, { label }) => Math.max(most, width(safeLine(label))),
    LEAST_NAME,
  );
  const name = Math.min(longest, Math.max(LEAST_NAME, columns - BESIDE));
  const rows = pickerRows(state.size);
  const cut = options.filter((option) => isCutIn(option, name, columns));
  const most = cut.reduce((sum, option) => Math.max(sum, width(safeLine(wholeOf(option)))), 0);
  // Words that wrap leave cells free at the ends of rows.
  const needed = most <= columns ? 1 : Math.ceil((most * 1.25) / columns) + 1;
  const whole = Math.min(needed, Math.max(1, Math.floor(rows / 2)));
  // One row is free anyway.
  const shown = rows + 1 - whole;
  const first = Math.min(screen.cursor - Math.floor(shown / 2), options.length - shown);
  return { rows: shown, top: Math.max(0, first), name, whole };
}
