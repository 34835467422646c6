/**
 * The door to standard output. Text for a terminal is made safe here; data for a pipe goes out
 * as it is. Waits when the reader is slow, and stops without a word when it has gone away.
 */
import { styleText } from 'node:util';
import { safeJson } from '../text/json.ts';
import { safe, type SafeText } from '../text/safe.ts';
import type { Line } from '../text/spans.ts';
import { OutputClosed } from '../base/exits.ts';
import { unwritable } from '../base/file-errors.ts';

/** How a command's result is printed. */
export type Form = 'text' | 'json' | 'jsonl' | 'csv';

/** Whether matches are set off: `auto` on a terminal, unless `NO_COLOR` is set. */
export const COLORS = ['auto', 'always', 'never'] as const;
export type Color = (typeof COLORS)[number];

export type Output = {
  readonly isTerminal: boolean;
  /** Cells of a line; undefined where lines may be of any length: a pipe, a file. */
  readonly columns: number | undefined;
  /** Text for people: what is not safe must go through `text/` first. */
  readonly text: (text: SafeText) => Promise<void>;
  /** A line with its matches set off, on a terminal that may show it. */
  readonly line: (line: Line) => Promise<void>;
  /** JSON from `jsonText`; on a terminal, whatever cannot be seen is written as escapes too. */
  readonly json: (text: string) => Promise<void>;
  /** Bytes as the source has them. On a terminal they are made safe all the same. */
  readonly raw: (text: string) => Promise<void>;
  /** Forgets what was printed, to print it anew. False where some of it has been written already. */
  readonly restart: () => boolean;
  /** Waits until all has been taken. */
  readonly finish: () => Promise<void>;
};

/** Characters gathered before they are written in one go. */
const CHUNK = 64 * 1024;

/** Printing throws `OutputClosed` when the reader has gone, and the signal's reason when aborted. */
export function createOutput(
  stream: NodeJS.WriteStream,
  signal: AbortSignal,
  color: Color = 'auto',
): Output {
  const isTerminal = stream.isTTY;
  let waiting = '';
  let isWritten = false;
  let failure: NodeJS.ErrnoException | undefined;
  // Without a listener a closed pipe would end the program with a stack trace.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error;
  });

  function check(): void {
    signal.throwIfAborted();
    if (failure?.code === 'EPIPE' || failure?.code === 'ERR_STREAM_DESTROYED') {
      throw new OutputClosed();
    }
    if (failure !== undefined) throw unwritable(failure, 'the output');
  }

  async function flush(): Promise<void> {
    check();
    const text = waiting;
    waiting = '';
    if (text === '') return;
    isWritten = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = (): void => resolve();
    signal.addEventListener('abort', stop);
    stream.write(text, stop);
    await promise;
    signal.removeEventListener('abort', stop);
    // An error is announced in the same turn as the write's end, or just after it.
    await new Promise((resolve) => setImmediate(resolve));
    check();
  }

  async function write(text: string): Promise<void> {
    waiting += text;
    if (waiting.length >= CHUNK) await flush();
    else check();
  }

  return {
    isTerminal,
    columns: isTerminal ? stream.columns || 80 : undefined,
    text: write,
    line: (line) => write(`${line.map((span) => styled(span, stream, color)).join('')}\n`),
    json: (text) => write(isTerminal ? safeJson(text) : text),
    raw: (text) => write(isTerminal ? safe(text) : text),
    restart: () => {
      if (!isWritten) waiting = '';
      return !isWritten;
    },
    finish: flush,
  };
}

/**
 * Styles are added after the text was made safe. Unless asked for, pipes get the bare text, and so
 * does everyone who sets `NO_COLOR`.
 */
function styled({ text, style }: Line[number], stream: NodeJS.WriteStream, color: Color): string {
  if (style === undefined || color === 'never') return text;
  const options = color === 'always' ? { validateStream: false } : { stream };
  return styleText(['bold', 'underline'], text, options);
}
