/** The commands that the palette offers. */
import type { Command } from '../../commands.ts';
import { activeCommands, bindingOf } from '../../keymap.ts';
import { narrow } from '../../narrow.ts';
import type { State } from '../../state.ts';
import { pop } from '../../transition.ts';
import type { PaletteScreen } from './state.ts';

/** Commands of the screen below, narrowed by what was typed. */
export function paletteCommands(state: State, screen: PaletteScreen): readonly Command[] {
  const commands = activeCommands(pop(state)).filter((command) => command !== 'palette');
  return narrow(screen.input.text, commands, (command) => {
    const { help, hint } = bindingOf(command);
    return [help, command, ...(hint === undefined ? [] : [hint])];
  });
}
