/** The root: draws the screen on top, and is the only component that listens to input. */
import { Box, Text, useApp, useInput, usePaste } from 'ink';
import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { isTooSmall, SMALLEST } from '../app/layout.ts';
import type { Message } from '../app/message.ts';
import type { State } from '../app/state.ts';
import { topScreen } from '../app/transition.ts';
import { keysFrom } from './keys.ts';
import type { Painter } from './painter/painter.ts';
import { Boundary } from './parts/boundary.tsx';
import { PainterContext, ThemeContext } from './parts/pane.tsx';
import { drawn } from './screens/index.ts';
import type { Theme } from '../text/theme.ts';

/** What the viewer is drawn from: the state, and where messages go. */
export type Program = {
  readonly getState: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly send: (message: Message) => void;
};

/** What only a mounted tree can do with the terminal. */
export type TerminalHandle = {
  /** Gives the terminal back, waits for what `during` does, and takes the terminal again. */
  readonly leave: (during: () => Promise<void>) => Promise<void>;
  /** Draws every cell anew. */
  readonly redraw: () => void;
};

export function App({
  program,
  theme,
  painter,
  onError,
  onTerminal,
}: {
  readonly program: Program;
  readonly theme: Theme;
  /** Draws the panes; without one Ink does. */
  readonly painter?: Painter | undefined;
  /** A screen could not be drawn; nothing is in its place. */
  readonly onError: (error: unknown) => void;
  readonly onTerminal?: (handle: TerminalHandle) => void;
}): ReactNode {
  const { suspendTerminal } = useApp();
  const [generation, setGeneration] = useState(0);
  useEffect(() => {
    onTerminal?.({
      leave: suspendTerminal,
      redraw: () => {
        if (painter !== undefined) {
          painter.redraw();
          return;
        }
        // Leaving and entering the terminal makes Ink forget what it has drawn.
        void suspendTerminal(async () => {}).then(() => setGeneration((count) => count + 1));
      },
    });
  }, [onTerminal, painter, suspendTerminal]);
  const subscribe = useMemo(() => onceATurn(program.subscribe), [program]);
  const state = useSyncExternalStore(subscribe, program.getState);
  useInput((input, key) => {
    for (const message of keysFrom(input, key)) program.send(message);
  });
  usePaste((text) => {
    program.send({ type: 'paste', text });
  });
  return (
    <Boundary onError={onError}>
      <ThemeContext value={theme}>
        <PainterContext value={painter}>
          <Screen key={generation} state={state} />
        </PainterContext>
      </ThemeContext>
    </Boundary>
  );
}

/**
 * Tells of changes after all input that is there has been handled, so that keys held down, or coming
 * late over a slow line, are drawn once and never queue up as frames.
 */
function onceATurn(subscribe: Program['subscribe']): Program['subscribe'] {
  return (listener) => {
    let waiting: NodeJS.Immediate | undefined;
    const unsubscribe = subscribe(() => {
      waiting ??= setImmediate(() => {
        waiting = undefined;
        listener();
      });
    });
    return () => {
      clearImmediate(waiting);
      unsubscribe();
    };
  };
}

/** Any state as a screen; tests draw states with it. */
export function Screen({ state }: { readonly state: State }): ReactNode {
  const { columns, rows } = state.size;
  if (isTooSmall(state.size)) {
    const text = `Terminal too small (${columns}x${rows}); Inquest needs ${SMALLEST.columns}x${SMALLEST.rows}. Ctrl-C quits.`;
    return (
      <Box width={columns} height={rows}>
        <Text wrap="wrap">{text.slice(0, columns * rows)}</Text>
      </Box>
    );
  }
  return drawn(state, topScreen(state));
}
