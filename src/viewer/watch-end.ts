/** Notices that the viewer has to end: a signal, or a terminal that is gone. */
import { Interrupted } from '../base/exits.ts';
import { SIGNALS } from '../process/stop.ts';

/**
 * Calls `leave` when the program is told to end, or its terminal is gone: then reading and writing
 * fail, with or without a signal. `reason`: what it ends with; undefined: none of this has happened.
 */
export function watchEnd(
  signal: AbortSignal,
  stdin: NodeJS.ReadStream,
  leave: () => void,
): { readonly reason: () => unknown } {
  let gone: Interrupted | undefined;
  const hungUp = (): void => {
    if (gone !== undefined) return;
    gone = new Interrupted(SIGNALS.SIGHUP);
    leave();
  };
  stdin.on('error', hungUp).on('end', hungUp);
  process.stdout.on('error', hungUp);
  process.stderr.on('error', hungUp);
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  return { reason: () => (signal.aborted ? signal.reason : gone) };
}
