/** The command palette: the commands of the screen below, narrowed by what is typed. */
import type { ReactNode } from 'react';
import { bodyRows, pickerRows } from '../../app/layout.ts';
import type { PaletteScreen } from '../../app/screens/palette/state.ts';
import type { State } from '../../app/state.ts';
import { paletteCommands, paletteTop } from '../../app/screens/palette/commands.ts';
import { t } from '../../text/safe.ts';
import { styled, type Line } from '../../text/spans.ts';
import { fieldSpans } from '../parts/field.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane } from '../parts/pane.tsx';
import { selected } from '../../text/theme.ts';
import { commandLine, keyCells } from '../views/commands.ts';

type Props = { readonly state: State; readonly screen: PaletteScreen };

export function Palette({ state, screen }: Props): ReactNode {
  const commands = paletteCommands(state, screen);
  const rows = pickerRows(state.size);
  const top = paletteTop(state, screen);
  const cells = keyCells(state, commands);
  const lines: readonly Line[] = [
    [{ text: t` : `, style: 'key' }, ...fieldSpans(screen.input.text, screen.input.cursor, true)],
    [],
    ...commands.slice(top, top + rows).map((command, index): Line => {
      const line = commandLine(state, command, cells);
      return top + index === screen.cursor ? selected(line) : line;
    }),
    ...(commands.length === 0 ? [[styled(t`   no such command`, 'dim')]] : []),
  ];
  return (
    <Frame state={state} header={[{ text: t`Commands`, style: 'title' }]}>
      <Pane width={state.size.columns} height={bodyRows(state.size)} lines={lines} />
    </Frame>
  );
}
