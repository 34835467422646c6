/** A state of the viewer as the text on its screen. */
import { renderToString } from 'ink';
import type { Size } from '../../src/app/message.ts';
import type { State } from '../../src/app/state.ts';
import { Screen } from '../../src/ui/app.tsx';
import { ThemeContext } from '../../src/ui/parts/pane.tsx';
import { createTheme } from '../../src/text/theme.ts';

/** A small, a usual and a large terminal. */
export const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
];

/** The lines of the screen that a state is drawn as, without colours. */
export function shownIn(state: State): string {
  const text = renderToString(
    <ThemeContext value={createTheme('none', 0)}>
      <Screen state={state} />
    </ThemeContext>,
    { columns: state.size.columns },
  );
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001B\[[0-9;]*m/g, '');
}
