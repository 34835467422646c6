/** What the palette does: finding a command, and carrying it out on the screen below. */
import { pickerRows } from '../../layout.ts';
import type { State } from '../../state.ts';
import { clamp, pop, type Transition, withTop } from '../../transition.ts';
import type { ScreenRow } from '../screen.ts';
import { paletteCommands } from './commands.ts';
import type { PaletteScreen } from './state.ts';

export const paletteRow = {
  handlers: {
    palette: {
      pickerDown: (state, screen) => moveBy(state, screen, 1),
      pickerUp: (state, screen) => moveBy(state, screen, -1),
      pickerPageDown: (state, screen) => moveBy(state, screen, pickerRows(state.size)),
      pickerPageUp: (state, screen) => moveBy(state, screen, -pickerRows(state.size)),
      accept: (state, screen, { run }) => {
        const chosen = paletteCommands(state, screen)[screen.cursor];
        return chosen === undefined ? [pop(state)] : run(pop(state), chosen);
      },
      cancel: (state) => [pop(state)],
    },
  },
  inputs: {
    palette: {
      of: ({ input }) => input,
      changed: (state, screen, input) => [withTop(state, { ...screen, input, cursor: 0 })],
    },
  },
} as const satisfies ScreenRow<'palette'>;

function moveBy(state: State, screen: PaletteScreen, by: number): Transition {
  const last = Math.max(0, paletteCommands(state, screen).length - 1);
  return [withTop(state, { ...screen, cursor: clamp(screen.cursor + by, 0, last) })];
}
