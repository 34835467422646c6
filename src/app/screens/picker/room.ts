/** What the picker has room for: its list, its names, and below the list a name in full. */
import { pickerRows } from '../../layout.ts';
import type { State } from '../../state.ts';
import { safeLine } from '../../../text/safe.ts';
import { width } from '../../../text/width.ts';
import { narrowed } from './open.ts';
import type { PickerScreen } from './state.ts';

/** Cells that the counts beside a name take, with the signs before it. */
const BESIDE = 40;
const LEAST_NAME = 16;

export type PickerRoom = {
  /** Rows of the list. */
  readonly rows: number;
  /** Cells of a name. */
  readonly name: number;
  /** Rows under the list, in which the longest name can be read whole. */
  readonly whole: number;
};

export function pickerRoom(state: State, screen: PickerScreen): PickerRoom {
  const { columns } = state.size;
  const longest = narrowed(state, screen).reduce(
    (most, { label }) => Math.max(most, width(safeLine(label))),
    LEAST_NAME,
  );
  const name = Math.min(longest, Math.max(LEAST_NAME, columns - BESIDE));
  const rows = pickerRows(state.size);
  // Words that wrap leave cells free at the ends of rows.
  const needed = longest <= name ? 1 : Math.ceil((longest * 1.25) / columns) + 1;
  const whole = Math.min(needed, Math.max(1, Math.floor(rows / 2)));
  // One row is free anyway.
  return { rows: rows + 1 - whole, name, whole };
}
