/** A rectangle of ready lines: the only way that text reaches the screen. */
import { Box, Text } from 'ink';
import { createContext, memo, useContext, type ReactNode } from 'react';
import { t } from '../../text/safe.ts';
import { padLine, truncateLine, type Line } from '../../text/spans.ts';
import { createTheme, type Theme } from '../theme.ts';

export const ThemeContext = createContext<Theme>(createTheme('none', 0));

type Props = {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
};

/** Exactly `width` x `height` cells: lines are cut with a mark or padded, missing ones are blank. */
export function Pane({ lines, width, height }: Props): ReactNode {
  const theme = useContext(ThemeContext);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {Array.from({ length: height }, (_, row) => (
        <Row key={row} text={theme.paint(padLine(truncateLine(lines[row] ?? [], width), width))} />
      ))}
    </Box>
  );
}

const Row = memo(function Row({ text }: { readonly text: string }): ReactNode {
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

/** A vertical rule between two panes; nothing to read aloud. */
export function Rule({ height }: { readonly height: number }): ReactNode {
  const lines = Array.from({ length: height }, (): Line => [{ text: t`│`, style: 'rule' }]);
  return (
    <Box aria-hidden>
      <Pane width={1} height={height} lines={lines} />
    </Box>
  );
}
