/** The root of a review: draws it, and is the only component that listens to input. */
import { Box, Text, useApp, useInput, useIsScreenReaderEnabled, usePaste } from 'ink';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { ReviewMessage } from '../../app/audit/message.ts';
import { reviewLayout, SIDE_ROWS } from '../../app/audit/reading.ts';
import type { ReviewState } from '../../app/audit/state.ts';
import { isTooSmall, SMALLEST } from '../../app/layout.ts';
import type { Theme } from '../../text/theme.ts';
import { t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import type { TerminalHandle } from '../app.tsx';
import { keysFrom } from '../keys.ts';
import type { Painter } from '../painter/painter.ts';
import { Boundary } from '../parts/boundary.tsx';
import { Pane, PainterContext, Rule, ThemeContext } from '../parts/pane.tsx';
import { footerLine, headerLine, railLines, textLines } from './lines.ts';
import { pageLines } from './pages.ts';
import { panelLines, sideLines } from './panel.ts';

/** What a review is drawn from. */
export type ReviewProgram = {
  readonly getState: () => ReviewState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly send: (message: ReviewMessage) => void;
};

export function Review({
  program,
  theme,
  painter,
  now,
  onError,
  onTerminal,
}: {
  readonly program: ReviewProgram;
  readonly theme: Theme;
  readonly painter: Painter | undefined;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly onTerminal: (handle: TerminalHandle) => void;
}): ReactNode {
  const { suspendTerminal } = useApp();
  const [generation, setGeneration] = useState(0);
  useEffect(() => {
    onTerminal({
      leave: suspendTerminal,
      redraw: () => {
        if (painter === undefined) setGeneration((count) => count + 1);
        else painter.redraw();
      },
    });
  }, [onTerminal, painter, suspendTerminal]);
  const state = useSyncExternalStore(program.subscribe, program.getState);
  useInput((input, key) => {
    for (const message of keysFrom(input, key)) {
      if (message.type === 'key') program.send({ type: 'key', key: message.key, now: now() });
    }
  });
  usePaste((text) => program.send({ type: 'paste', text }));
  return (
    <Boundary onError={onError}>
      <ThemeContext value={theme}>
        <PainterContext value={painter}>
          <ReviewScreen key={generation} state={state} />
        </PainterContext>
      </ThemeContext>
    </Boundary>
  );
}

function ReviewScreen({ state }: { readonly state: ReviewState }): ReactNode {
  // Read aloud, a screen is a text of the length it has: turn, question, answer.
  const isReadAloud = useIsScreenReaderEnabled();
  const { columns, rows } = state.size;
  if (isTooSmall(state.size)) {
    return (
      <Text>{`Terminal too small; a review needs ${SMALLEST.columns}x${SMALLEST.rows}.`}</Text>
    );
  }
  const one = (line: Line): ReactNode => <Pane width={columns} height={1} lines={[line]} />;
  const page = pageLines(state);
  if (page !== undefined) {
    return (
      <Box flexDirection="column">
        {one(headerLine(state))}
        <Pane
          width={columns}
          height={isReadAloud ? Math.min(page.length, rows - 2) : rows - 2}
          lines={page}
        />
        {one(footerLine(state))}
      </Box>
    );
  }
  const layout = reviewLayout(state);
  const lines = textLines(state);
  const sides = sideLines(state, SIDE_ROWS);
  const height = isReadAloud ? lines.length : layout.rows;
  return (
    <Box flexDirection="column">
      {one(headerLine(state))}
      <Box height={height}>
        {layout.rail > 0 && !isReadAloud && (
          <>
            <Pane width={layout.rail} height={layout.rows} lines={railLines(state, layout.rows)} />
            <Rule height={layout.rows} />
          </>
        )}
        <Pane width={layout.pane} height={height} lines={lines} />
      </Box>
      <Box aria-hidden>{one([{ text: t`${'─'.repeat(columns)}`, style: 'rule' }])}</Box>
      {sides.length > 0 && <Pane width={columns} height={sides.length} lines={sides} />}
      <Pane width={columns} height={layout.panel} lines={panelLines(state)} />
      {one(footerLine(state))}
    </Box>
  );
}
