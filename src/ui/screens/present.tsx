/** The stage that an audience sees. */
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { useContext, type ReactNode } from 'react';
import { bodyRows } from '../../app/layout.ts';
import { elapsedMs, placeTyped } from '../../app/screens/present/stage.ts';
import type { PresentScreen } from '../../app/screens/present/state.ts';
import type { State } from '../../app/state.ts';
import { safeLine } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { stageLines } from '../../walkthrough/stage-lines.ts';
import { footerOf, Frame } from '../parts/frame.tsx';
import { Pane, ThemeContext } from '../parts/pane.tsx';

type Props = { readonly state: State; readonly screen: PresentScreen };

export function Present({ state, screen }: Props): ReactNode {
  const isRead = useIsScreenReaderEnabled();
  const { size, notice } = state;
  const { deck, position } = screen;
  if (deck === undefined) {
    const header: Line = [{ text: safeLine(screen.walkthrough.title), style: 'title' }];
    return (
      <Frame state={state} header={header}>
        <Pane width={size.columns} height={bodyRows(size)} lines={[]} />
      </Frame>
    );
  }
  // The keys are told once, on the first card; after that the screen belongs to the audience.
  const tells = notice !== undefined || (position.slide === 0 && !screen.playing);
  const lines = stageLines(deck, position, size, {
    elapsedMs: elapsedMs(screen),
    speed: screen.playing ? screen.speed : undefined,
    typed: placeTyped(state, screen),
    footer: tells ? footerOf(state) : undefined,
  });
  return isRead ? (
    <Spoken lines={lines} />
  ) : (
    <Pane width={size.columns} height={size.rows} lines={lines} />
  );
}

/** The words alone, in order: margins, rules and empty rows are nothing to be read aloud. */
function Spoken({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  const theme = useContext(ThemeContext);
  const said = lines
    .map((line) => line.filter(({ style }) => style !== 'rule'))
    .filter((line) => line.some(({ text }) => text.trim() !== ''));
  return (
    <Box flexDirection="column">
      {said.map((line, row) => (
        <Text key={row}>{theme.paint(line).trim()}</Text>
      ))}
    </Box>
  );
}
