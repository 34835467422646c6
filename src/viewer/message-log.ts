/**
 * The log that `INQUEST_LOG` asks for: how the viewer began, and every message since. Put through
 * `update` again it gives the same screens, which makes a test of a bug report.
 */
import { openSync, writeSync } from 'node:fs';
import type { Start } from '../app/initial.ts';
import type { Message } from '../app/message.ts';
import { unwritable } from '../base/file-errors.ts';
import { packageVersion } from '../process/package-root.ts';

/** The first line of a log. */
export type LogHead = {
  readonly warning: string;
  readonly version: string;
  readonly start: Start;
};

const WARNING =
  'This log holds text of the transcripts that were open, and every key that was pressed. Do not share it.';

/**
 * Makes the file, which must not be there yet, for the user alone, and gives what adds a message.
 * Throws a `UserError` where it cannot be made.
 */
export function createMessageLog(file: string, start: Start): (message: Message) => void {
  let log: number;
  try {
    // `x`: neither a file that is there nor what a link points to is written.
    log = openSync(file, 'ax', 0o600);
  } catch (error) {
    throw unwritable(error, file);
  }
  const add = (line: LogHead | Message): void => {
    writeSync(log, `${JSON.stringify(line)}\n`);
  };
  add({ warning: WARNING, version: packageVersion(), start });
  return add;
}
