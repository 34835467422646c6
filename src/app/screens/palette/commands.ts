/** The commands that the palette offers. */
import type { Command } from '../../commands.ts';
import { activeCommands, bindingOf, contextOf, helpOf } from '../../keymap.ts';
import { pickerRows } from '../../layout.ts';
import { narrow } from '../../narrow.ts';
import type { State } from '../../state.ts';
import { pop } from '../../transition.ts';
import type { PaletteScreen } from './state.ts';

/** Commands of the screen below, narrowed by what was typed. */
export function paletteCommands(state: State, screen: PaletteScreen): readonly Command[] {
  const below = pop(state);
  const context = contextOf(below);
  const commands = activeCommands(below).filter((command) => command !== 'palette');
  return narrow(screen.input.text, commands, (command) => {
    const { hint } = bindingOf(command);
    return [helpOf(command, context), command, ...(hint === undefined ? [] : [hint])];
  });
}

/** The first command that is shown. */
export function paletteTop(state: State, screen: PaletteScreen): number {
  const rows = pickerRows(state.size);
  const { length } = paletteCommands(state, screen);
  return Math.max(0, Math.min(screen.cursor - rows + 1, length - rows));
}
