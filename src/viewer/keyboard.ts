/** The keyboard of the viewer. */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { UserError } from '../base/user-error.ts';
import { dropAnswers, type Pointed } from '../ui/terminal-answers.ts';

/**
 * Where keys come from: standard input, or the terminal itself when data comes in there. It gives
 * single keys from now on: a Ctrl-Z or Ctrl-C pressed at the first frame is a key already, and not a
 * signal that would leave the terminal as it is. Throws a `UserError` where there is no terminal.
 */
export function openKeyboard(onMouse?: (pointed: Pointed) => void): NodeJS.ReadStream {
  if (process.env['TERM'] === 'dumb') {
    throw new UserError(
      'this terminal cannot move its cursor (TERM=dumb)',
      'use a printing command (inquest list, show, search, stats), or another terminal',
    );
  }
  const stdin = process.stdin.isTTY ? process.stdin : terminalItself();
  stdin.setRawMode(true);
  dropAnswers(stdin, onMouse);
  return stdin;
}

function terminalItself(): NodeJS.ReadStream {
  try {
    return new ReadStream(openSync('/dev/tty', 'r+'));
  } catch {
    throw new UserError(
      'standard input is not a terminal, and there is no other to read keys from',
      'use a printing command (inquest list, show, search, stats), or run it in a terminal',
    );
  }
}

/** Whether Shift selects text where the mouse is reported: some terminals have no way to it. */
export function canSelect(environment: NodeJS.ProcessEnv): boolean {
  return environment['TERM'] !== 'linux' && environment['TERM_PROGRAM'] !== 'Apple_Terminal';
}
