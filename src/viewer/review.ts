/** Runs a review in a terminal. It is given what may be seen, and no collection to ask for more. */
import { supportsColor } from 'chalk';
import { render, type Instance } from 'ink';
import { createElement } from 'react';
import type { KeptRecord, ReviewEffect, ReviewMessage } from '../app/audit/message.ts';
import { startReview, type ReviewStart, type ReviewState } from '../app/audit/state.ts';
import { updateReview } from '../app/audit/update.ts';
import { UserError } from '../base/user-error.ts';
import { takeCrashes } from '../process/streams.ts';
import { createTheme, type Colours } from '../text/theme.ts';
import type { TerminalHandle } from '../ui/app.tsx';
import { Review, type ReviewProgram } from '../ui/audit/review.tsx';
import { createPainter } from '../ui/painter/painter.ts';
import { controlJob } from './job-control.ts';
import { openKeyboard } from './keyboard.ts';
import { themeName } from './theme-name.ts';
import { watchEnd } from './watch-end.ts';

/** What is kept of a record: the file's head, and the verdict where it is shown now. */
type Kept = {
  readonly record: KeptRecord;
  readonly head: string;
  readonly verdict?: string | undefined;
};

export type ReviewOptions = {
  readonly start: Omit<ReviewStart, 'size' | 'now'>;
  readonly theme: 'auto' | 'dark' | 'light' | 'none';
  /** Colours of the config. */
  readonly colours?: Colours | undefined;
  readonly signal: AbortSignal;
  /** Puts a record on the disk. Rejects with a `UserError` where it cannot. */
  readonly keep: (record: KeptRecord) => Promise<Kept>;
  /** Closes the audit, and gives the file's head. */
  readonly close: () => Promise<string>;
};

/** The title says nothing of what is reviewed. */
const TITLE = '\u001B]2;inquest audit\u0007';

export async function runReview(options: ReviewOptions): Promise<number> {
  const stdin = openKeyboard();
  const { stdout } = process;
  const size = (): ReviewStart['size'] => ({
    columns: stdout.columns || 80,
    rows: stdout.rows || 24,
  });
  let failure: unknown;
  let instance: Instance | undefined;
  let handle: TerminalHandle | undefined;
  const fail = (error: unknown): void => {
    failure ??= error;
    instance?.unmount();
  };
  const perform = performer(options, {
    send: (message) => program.send(message),
    fail,
    leave: () => instance?.unmount(),
  });
  const program = createReview(
    startReview({ ...options.start, size: size(), now: Date.now() }),
    perform,
  );
  const theme = createTheme(
    themeName(options.theme),
    supportsColor === false ? 0 : supportsColor.level,
    options.colours,
  );
  const isReadAloud = process.env['INK_SCREEN_READER'] === 'true';
  const painter =
    isReadAloud || process.env['INQUEST_PAINTER'] === 'ink'
      ? undefined
      : createPainter(stdout, theme.paint);
  const job = controlJob(async (during) => {
    await (handle === undefined ? during() : handle.leave(during));
  }, fail);
  const end = watchEnd(options.signal, stdin, () => instance?.unmount());
  stdout.write(TITLE);
  instance = render(
    createElement(Review, {
      program,
      theme,
      painter,
      now: Date.now,
      onError: fail,
      onTerminal: (one: TerminalHandle) => {
        handle = one;
      },
    }),
    {
      stdin,
      ...(painter === undefined ? { maxFps: 120 } : { stdout: painter.stdout, debug: true }),
      alternateScreen: !isReadAloud,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
    },
  );
  const resized = (): void => {
    painter?.redraw();
    program.send({ type: 'resize', size: size() });
  };
  stdout.prependListener('resize', resized);
  const giveBackCrashes = takeCrashes(fail);
  if (end.reason() !== undefined) instance.unmount();
  try {
    await instance.waitUntilExit();
  } finally {
    stdout.off('resize', resized);
    painter?.close();
    giveBackCrashes();
    job.close();
    stdin.setRawMode(false);
    if (stdin !== process.stdin) stdin.destroy();
  }
  const stopped = end.reason();
  if (stopped !== undefined) throw stopped;
  if (failure !== undefined) throw failure;
  return 0;
}

/** Carries out what a review asks for. */
function performer(
  options: ReviewOptions,
  outside: {
    readonly send: (message: ReviewMessage) => void;
    readonly fail: (error: unknown) => void;
    readonly leave: () => void;
  },
): (effect: ReviewEffect) => void {
  const answered = (work: Promise<ReviewMessage>): void => {
    work.then(outside.send, (error: unknown) => {
      if (error instanceof UserError)
        outside.send({ type: 'failed', text: `not saved: ${error.message}` });
      else outside.fail(error);
    });
  };
  return (effect) => {
    switch (effect.type) {
      case 'keep':
        answered(
          options.keep(effect.record).then(({ verdict, ...kept }) => ({
            type: 'kept',
            ...kept,
            ...(verdict === undefined ? {} : { verdict }),
          })),
        );
        break;
      case 'close':
        answered(options.close().then((head) => ({ type: 'closed', head })));
        break;
      case 'copy':
        process.stdout.write(`\u001B]52;c;${Buffer.from(effect.text).toString('base64')}\u0007`);
        break;
      case 'quit':
        outside.leave();
        break;
      default:
        effect satisfies never;
    }
  };
}

/** Holds the state of a review; messages go in one at a time. */
function createReview(
  initial: ReviewState,
  perform: (effect: ReviewEffect) => void,
): ReviewProgram {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: (message) => {
      const [next, ...effects] = updateReview(state, message);
      state = next;
      for (const listener of listeners) listener();
      // Answers come later: an effect never sends while a message is handled.
      for (const effect of effects) perform(effect);
    },
  };
}
