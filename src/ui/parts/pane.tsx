/**
 * A rectangle of ready lines: the only way that text reaches the screen. Who draws it, a painter of
 * our own or Ink, is decided here and nowhere else.
 */
import { Box, Text, type DOMElement } from 'ink';
import { createContext, memo, useContext, useLayoutEffect, useRef, type ReactNode } from 'react';
import { t } from '../../text/safe.ts';
import { padLine, truncateLine, type Line } from '../../text/spans.ts';
import type { Painter, PaneContent } from '../painter/painter.ts';
import { createTheme, type Theme } from '../../text/theme.ts';

export const ThemeContext = createContext<Theme>(createTheme('none', 0));
/** Undefined: Ink draws the panes too, as for a screen reader. */
export const PainterContext = createContext<Painter | undefined>(undefined);

/** Exactly `width` x `height` cells: lines are cut with a mark or padded, missing ones are blank. */
export function Pane(content: PaneContent): ReactNode {
  const painter = useContext(PainterContext);
  return painter === undefined ? (
    <InkPane {...content} />
  ) : (
    <PaintedPane painter={painter} content={content} />
  );
}

/** An empty box where Ink lays it out; the painter fills it. */
function PaintedPane({
  painter,
  content,
}: {
  readonly painter: Painter;
  readonly content: PaneContent;
}): ReactNode {
  const box = useRef<DOMElement>(null);
  useLayoutEffect(() => {
    if (box.current !== null) painter.put(box.current, content);
  });
  useLayoutEffect(() => {
    const placed = box.current;
    return () => {
      if (placed !== null) painter.remove(placed);
    };
  }, [painter]);
  return <Box ref={box} width={content.width} height={content.height} flexShrink={0} />;
}

function InkPane({ lines, width, height }: PaneContent): ReactNode {
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
