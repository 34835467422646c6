/** Runs the viewer in a terminal: fulfils the effects of `app/` with workers, clocks and streams. */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { supportsColor } from 'chalk';
import { render, type Instance } from 'ink';
import { createElement } from 'react';
import { Worker } from 'node:worker_threads';
import { initialState } from '../app/initial.ts';
import type { Effect, Message, TimerName } from '../app/message.ts';
import type { State } from '../app/state.ts';
import { startIngest } from '../ingest/start.ts';
import type { IngestMessage } from '../ingest/messages.ts';
import { UserError } from '../trial/user-error.ts';
import { App, type Program, type TerminalHandle } from '../ui/app.tsx';
import { createTheme, type ThemeName } from '../ui/theme.ts';
import type { FromQueryWorker, QueryWorkerData, ToQueryWorker } from './query-worker.ts';
import type { ViewerOptions } from './viewer-options.ts';
import { createProgram } from './viewer-program.ts';
import { workerFile } from './worker-files.ts';

const CLEAR_SCREEN = '\u001B[2J\u001B[H';

/** Opens the viewer and resolves with the exit code when it is left. */
export async function runViewer(options: ViewerOptions): Promise<number> {
  const stdin = keyboard();
  // Before anything is drawn: a Ctrl-Z or Ctrl-C pressed at the first frame is a key already, and
  // not a signal that would leave the terminal as it is.
  stdin.setRawMode(true);
  const stdout = process.stdout;
  const workerData: QueryWorkerData = { options: { signals: options.config.signals } };
  const queries = new Worker(workerFile('query-worker'), { workerData });
  const timers = new Map<TimerName, NodeJS.Timeout>();
  const terminal: { handle?: TerminalHandle; instance?: Instance } = {};
  let failure: UserError | undefined;

  function tellQueries(message: ToQueryWorker): void {
    queries.postMessage(message);
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'ask':
        tellQueries(effect);
        break;
      case 'timer': {
        const { name, ticket, ms } = effect;
        clearTimeout(timers.get(name));
        timers.set(
          name,
          setTimeout(() => program.send({ type: 'timer', name, ticket }), ms),
        );
        break;
      }
      case 'copy':
        // OSC 52: the terminal, also across SSH, puts it on the user's clipboard.
        stdout.write(`\u001B]52;c;${Buffer.from(effect.text).toString('base64')}\u0007`);
        break;
      case 'redraw':
        terminal.handle?.redraw();
        break;
      case 'suspend':
        void terminal.handle?.suspend();
        break;
      case 'quit':
        terminal.instance?.unmount();
        break;
      default:
        effect satisfies never;
    }
  }

  const program: Program = createProgram(startState(options), perform);
  queries.on('message', (message: FromQueryWorker) => program.send(message as Message));
  queries.on('error', (error) => {
    program.send({ type: 'failed', text: `Asking the collection failed: ${error.message}` });
  });

  const ingest = startIngest(
    options.request,
    (message: IngestMessage) => {
      if (message.type === 'opened') tellQueries({ type: 'open', database: message.database });
      if (message.type === 'failed') {
        failure = new UserError(message.message, message.hint);
        terminal.instance?.unmount();
        return;
      }
      program.send({ type: 'load', message });
    },
    workerFile('ingest-worker'),
  );

  const instance = render(
    createElement(App, {
      program,
      theme: createTheme(themeName(options), supportsColor === false ? 0 : supportsColor.level),
      onTerminal: (handle: TerminalHandle) => {
        terminal.handle = handle;
      },
    }),
    {
      stdin,
      alternateScreen: true,
      exitOnCtrlC: false,
      // CI=true would make Ink draw nothing until the end, even on a terminal.
      interactive: true,
      incrementalRendering: true,
      maxFps: 120,
    },
  );
  terminal.instance = instance;
  // A terminal that was made smaller and larger again has lost cells that Ink believes drawn: all of
  // it is drawn anew. Before Ink's own listener, so that Ink begins at the top too.
  let isNewSize = false;
  const resize = (): void => {
    isNewSize = true;
    instance.clear();
    stdout.write(CLEAR_SCREEN);
    program.send({ type: 'resize', size: sizeOf(stdout) });
  };
  stdout.prependListener('resize', resize);
  // Smaller and back again before it was noticed: the size is the same, the cells are lost all the same.
  const windowChanged = (): void => {
    if (!isNewSize) terminal.handle?.redraw();
    isNewSize = false;
  };
  process.on('SIGWINCH', windowChanged);
  try {
    await instance.waitUntilExit();
  } finally {
    stdout.off('resize', resize);
    process.off('SIGWINCH', windowChanged);
    for (const timer of timers.values()) clearTimeout(timer);
    tellQueries({ type: 'close' });
    await Promise.all([ingest.stop(), closed(queries)]);
    stdin.setRawMode(false);
    if (stdin !== process.stdin) stdin.destroy();
  }
  if (failure !== undefined) throw failure;
  return 0;
}

function startState(options: ViewerOptions): State {
  return initialState({
    size: sizeOf(process.stdout),
    settings: {
      sample: options.sample,
      title: options.sample ? 'sample study' : options.paths.join(' '),
      wordsPerMinute: options.config.wordsPerMinute,
      keys: options.config.keys,
      signals: Object.keys(options.config.signals),
    },
    query: options.query,
    trial: options.trial,
    turn: options.turn,
  });
}

function sizeOf(stdout: NodeJS.WriteStream): { columns: number; rows: number } {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}

/** Where keys come from: standard input, or the terminal itself when data comes in there. */
function keyboard(): NodeJS.ReadStream {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync('/dev/tty', 'r+')) as NodeJS.ReadStream;
  } catch {
    throw new UserError(
      'standard input is not a terminal, and there is no other to read keys from',
      'use a printing command (inquest list, show, search, stats), or run it in a terminal',
    );
  }
}

function themeName(options: ViewerOptions): ThemeName {
  const { theme } = options.config;
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') return 'none';
  if (theme !== 'auto') return theme;
  // Terminals that tell give foreground;background, where 7 and 9 to 15 are light backgrounds.
  const background = Number(process.env['COLORFGBG']?.split(';').at(-1));
  return background === 7 || background >= 9 ? 'light' : 'dark';
}

async function closed(worker: Worker): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, 500).unref();
  });
  const exit = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  await Promise.race([exit, late]);
  await worker.terminate();
}
