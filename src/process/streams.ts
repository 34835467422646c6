/**
 * The door to standard error, and the guard before both outputs: nothing that a library, Node or a
 * mistake of ours would print goes out as it is. Standard output has `output.ts`, and the viewer.
 */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { safe, safeLine, type SafeText } from '../text/safe.ts';

/** What libraries do to the cursor when the program ends. */
const CURSOR = /^\u001B\[\?25[hl]$/;
const CLEAR_LINE = '\r\u001B[K';

let write = (text: string): void => {
  process.stderr.write(text);
};
let isDebugging = false;
let crash: (error: unknown) => void = () => undefined;

/** A line for a person on standard error, beside the data. */
export function tell(text: string): void {
  write(`inquest: ${safeLine(text)}\n`);
}

/** Several lines on standard error: a help text, a stack trace. */
export function tellLines(text: string): void {
  write(`${safe(text).trimEnd()}\n`);
}

/** A line of a terminal that is written again and again; undefined clears it. Elsewhere nothing. */
export function tellProgress(text: SafeText | undefined): void {
  const { isTTY, columns } = process.stderr;
  if (isTTY) write(CLEAR_LINE + (text ?? '').slice(0, (columns || 80) - 1));
}

/**
 * Puts the guard up, once, before anything else runs. Warnings, `console` and what libraries write to
 * standard error are dropped, with `debug` shown as safe lines. An error that nobody caught is given
 * to `onCrash`, whichever way it comes.
 */
export function guardStreams(debug: boolean, onCrash: (error: unknown) => void): void {
  isDebugging = debug;
  crash = onCrash;
  // Node's own listener prints warnings as they are, with all that libraries quote in them.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => stray(`${name}: ${message}`));
  process.on('uncaughtException', (error) => crash(error));
  process.on('unhandledRejection', (reason) => crash(reason));
  // Without a listener a closed output would end the program with a stack trace. Who writes to
  // standard output finds out by itself; a closed standard error has no one left to tell.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const original = process.stderr.write.bind(process.stderr);
  write = (text) => {
    original(text);
  };
  process.stderr.write = takeStray;
  const sink = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      stray(text);
      done();
    },
  });
  Object.assign(console, new Console(sink));
}

/** Has uncaught errors given to another function until the returned one is called. */
export function takeCrashes(handler: (error: unknown) => void): () => void {
  const before = crash;
  crash = handler;
  return () => {
    crash = before;
  };
}

/** In the place of `process.stderr.write`: only the cursor's own codes pass. */
function takeStray(chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean {
  const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
  if (CURSOR.test(text)) write(text);
  else stray(text);
  const done = rest.at(-1);
  if (typeof done === 'function') process.nextTick(done);
  return true;
}

function stray(text: string): void {
  if (isDebugging) tellLines(`debug: ${text}`);
}
