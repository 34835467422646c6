/** Runs the viewer in a terminal: fulfils the effects of `app/` with threads, clocks and streams. */
import { supportsColor } from 'chalk';
import { render, type Instance } from 'ink';
import { createElement } from 'react';
import { initialState, type Start } from '../app/initial.ts';
import type { Effect, Message, TimerName } from '../app/message.ts';
import { plural } from '../stats/bars.ts';
import { UserError } from '../base/user-error.ts';
import { isAddress, parseAddress, shownAddress } from '../store/postgres/address.ts';
import { App, type Program, type TerminalHandle } from '../ui/app.tsx';
import { createPainter, type Painter } from '../ui/painter/painter.ts';
import { createTheme, type Theme } from '../text/theme.ts';
import { createAnnotationFile } from './annotation-file.ts';
import { createBookmarkFiles } from './bookmark-files.ts';
import { bringBookmarks } from './bring-bookmarks.ts';
import { controlJob } from './job-control.ts';
import { exportTrials } from './export-trials.ts';
import { canSelect, openKeyboard } from './keyboard.ts';
import type { Backend } from './backend.ts';
import type { ViewerOptions } from './options.ts';
import { createProgram } from './program.ts';
import type { NotesServer } from './notes-server.ts';
import { takeCrashes, tell } from '../process/streams.ts';
import { keepSession } from './keep-session.ts';
import { themeName } from './theme-name.ts';
import { watchEnd } from './watch-end.ts';
import { sizeOf, watchSize } from './watch-size.ts';

const FIRST_LIST_MS = 80;

/** Draws the viewer until it is left; resolves with the exit code. Throws a `UserError`. */
export async function runScreen(options: ViewerOptions, backend: Backend): Promise<number> {
  let stdin: NodeJS.ReadStream;
  const start = startOf(options);
  let record: Awaited<ReturnType<typeof recorder>>;
  try {
    record = await recorder(start);
    stdin = openKeyboard((pointed) => program.send(pointed));
  } catch (error) {
    await backend.close();
    throw error;
  }
  const { stdout } = process;
  const timers = new Map<TimerName, NodeJS.Timeout>();
  const terminal: { handle?: TerminalHandle; instance?: Instance } = {};
  let failure: unknown;
  /** The first drawing has been shown. */
  let isShown = false;
  /** Why the bookmarks could not be written in the end. */
  let lost: string | undefined;

  /** Ends the viewer, which gives the terminal back; the first failure is the one that is told. */
  function fail(error: unknown): void {
    failure ??= error;
    terminal.instance?.unmount();
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'ask':
        // Behind the drawing, which comes first: waking another thread takes its time. The first
        // drawing waits for an answer.
        if (isShown) setImmediate(() => backend.ask(effect.request));
        else backend.ask(effect.request);
        break;
      case 'timer': {
        const { name, timerId, ms } = effect;
        clearTimeout(timers.get(name));
        const tick = (): void =>
          program.send({ type: 'timer', name, timerId, now: performance.now() });
        timers.set(name, setTimeout(tick, ms));
        break;
      }
      case 'copy':
        stdout.write(clipboardCode(effect.text));
        break;
      case 'keep':
        bookmarks.keep(effect.change, effect.walkthrough);
        break;
      case 'save': {
        const { file, walkthrough, replace } = effect;
        void bookmarks.save(file, walkthrough, replace).then((outcome) => {
          program.send({ type: 'saved', file, walkthrough, outcome });
        });
        break;
      }
      case 'annotate':
        void annotations.write(effect).then(program.send);
        break;
      case 'judge':
        backend.judgeBy(effect.rule);
        break;
      case 'remember':
        sessions.write(effect.session);
        break;
      case 'export':
        void exportTrials(options.again, effect).then(program.send);
        break;
      case 'mouse':
        painter?.setMouse(effect.isOn);
        break;
      case 'outside':
        void import('./outside.ts').then(({ giveTerminal }) =>
          giveTerminal(effect, terminal.handle, program.send),
        );
        break;
      case 'redraw':
        terminal.handle?.redraw();
        break;
      case 'suspend':
        job.suspend();
        break;
      case 'quit':
        terminal.instance?.unmount();
        break;
      default:
        effect satisfies never;
    }
  }

  const job = controlJob(async (during) => {
    if (terminal.handle !== undefined) {
      await terminal.handle.leave(during);
      return;
    }
    // Nothing is drawn yet.
    stdin.setRawMode(false);
    await during();
    stdin.setRawMode(true);
  }, fail);
  const program: Program = createProgram(initialState(start), perform, record);
  const bookmarks = createBookmarkFiles(options, (change, problem) => {
    program.send({ type: 'kept', change, problem });
  });
  const annotations = createAnnotationFile(options.annotations);
  const sessions = keepSession(options, program);
  /** What is told once more on the terminal that was given back: a notice is soon gone. */
  const lines: string[] = [];
  bringBookmarks(options, bookmarks, program, lines);
  const end = watchEnd(options.signal, stdin, () => program.send({ type: 'stop' }));
  backend.listen((event) => {
    if (event.type === 'unopened') {
      fail(event.error ?? new UserError(event.message, event.hint));
    } else {
      program.send(event);
    }
  });
  const first = options.notes === true ? undefined : firstList(program);
  const notes = await notesOf(options, program);
  const theme = themeOf(options);
  const isReadAloud = process.env['INK_SCREEN_READER'] === 'true';
  const painter = isReadAloud ? undefined : painterOf(theme, start.settings.mouse);
  // The first drawing is the slow one: it is made while the first trials are still being read.
  if (painter === undefined) await first;
  else painter.hold(true);
  const instance = render(
    createElement(App, {
      program,
      theme,
      painter,
      onError: fail,
      onTerminal: (handle: TerminalHandle) => {
        terminal.handle = handle;
      },
    }),
    {
      stdin,
      ...(painter === undefined
        ? { incrementalRendering: true, maxFps: 120 }
        : { stdout: painter.stdout, debug: true }),
      // Read aloud, a screen is a text from top to bottom that may be longer than the terminal.
      alternateScreen: !isReadAloud,
      exitOnCtrlC: false,
      // `console` goes to our own door, and never into a frame.
      patchConsole: false,
      // CI=true would make Ink draw nothing until the end, even on a terminal.
      interactive: true,
    },
  );
  terminal.instance = instance;
  if (failure !== undefined || end.reason() !== undefined) instance.unmount();
  const unwatch = watchSize(stdout, painter?.redraw ?? forgetOf(instance), program, terminal);
  // A mistake of ours, wherever it is made: it is told in one line, on a terminal that is given back.
  const giveBackCrashes = takeCrashes(fail);
  try {
    await first;
    isShown = true;
    // Behind the drawing of what has come.
    setImmediate(() => painter?.hold(false));
    setImmediate(backend.readFiles);
    setImmediate(sessions.begin);
    await instance.waitUntilExit();
  } finally {
    unwatch();
    painter?.close();
    notes?.close();
    for (const timer of timers.values()) clearTimeout(timer);
    lost = await bookmarks.close();
    lines.push(...(await annotations.close()), ...(await sessions.close()));
    if (lost !== undefined) lines.push(`the bookmarks are lost: ${lost}`);
    await backend.close();
    giveBackCrashes();
    job.close();
    stdin.setRawMode(false);
    if (stdin !== process.stdin) stdin.destroy();
  }
  for (const line of lines) tell(line);
  const stopped = end.reason() ?? failure;
  if (stopped !== undefined) throw stopped;
  return lost === undefined && !annotations.hasLost() ? 0 : 2;
}

/** OSC 52: the terminal, also across SSH, puts it on the user's clipboard. */
function clipboardCode(text: string): string {
  return `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** Speakers' terminals are told what is on the stage, if there is one. */
async function notesOf(options: ViewerOptions, program: Program): Promise<NotesServer | undefined> {
  if (options.present === undefined) return undefined;
  const { serveNotes } = await import('./notes-server.ts');
  return serveNotes(options.present.file, program, (text) =>
    program.send({ type: 'failed', text }),
  );
}

/** Waits a moment for the first trials: quicker than showing an empty screen, and then them. */
async function firstList(program: Program): Promise<void> {
  const isThere = (): boolean => program.getState().list.known;
  if (isThere()) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, FIRST_LIST_MS);
    const unsubscribe = program.subscribe(() => {
      if (isThere()) done();
    });
    function done(): void {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    }
  });
}

function painterOf(theme: Theme, mouse: boolean | undefined): Painter | undefined {
  if (process.env['INQUEST_PAINTER'] === 'ink') return undefined;
  return createPainter(process.stdout, theme.paint, mouse);
}

/** Makes Ink draw everything anew. */
const forgetOf = (instance: Instance) => (): void => {
  instance.clear();
  process.stdout.write('\u001B[2J\u001B[H');
};

function themeOf({ config: { theme, colours } }: ViewerOptions): Theme {
  return createTheme(themeName(theme), supportsColor === false ? 0 : supportsColor.level, colours);
}

function startOf(options: ViewerOptions): Start {
  return {
    size: sizeOf(process.stdout),
    settings: {
      sample: options.sample,
      redacted: options.redact !== undefined,
      title: titleOf(options),
      wordsPerMinute: options.config.wordsPerMinute,
      keys: options.config.keys,
      mouse: options.config.mouse && canSelect(process.env),
      signals: Object.keys(options.config.signals),
      presets: options.config.presets,
      author: options.present === undefined ? options.annotations?.author : undefined,
      columns: options.config.columns,
      verdict: options.request.verdict,
      audited: options.audited,
    },
    query: options.query,
    trial: options.trial,
    turn: options.turn,
    present: options.present,
    audit: options.audit,
    claims: options.claims,
    notes: options.notes,
  };
}

/** Writes the messages down, where `INQUEST_LOG` names a file. */
async function recorder(start: Start): Promise<((message: Message) => void) | undefined> {
  const file = process.env['INQUEST_LOG'];
  if (file === undefined || file === '') return undefined;
  const { createMessageLog } = await import('./message-log.ts');
  return createMessageLog(file, start);
}

/** What is open. Names of files can say what is to be hidden. */
function titleOf({ sample, paths, redact }: ViewerOptions): string {
  if (sample) return 'sample study';
  if (redact !== undefined) return plural(paths.length, 'path');
  const shown = paths.map((one) => (isAddress(one) ? shownAddress(parseAddress(one)) : one));
  return shown.join(' ');
}
