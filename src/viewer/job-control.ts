/**
 * Stops and continues the viewer as a shell expects of a job, whether by Ctrl-Z or by `kill -TSTP`,
 * `kill -CONT` and `fg`. SIGTTIN and SIGTTOU keep what the system does: who asks the terminal for
 * something from the background is stopped until `fg`, and then goes on here.
 */
import { setTimeout as delay } from 'node:timers/promises';

export type JobControl = {
  /** Gives the terminal back and stops the job until it is continued. */
  readonly suspend: () => void;
  readonly close: () => void;
};

/** The number that `kill` takes for all processes of the job: those that started this one with it. */
const WHOLE_GROUP = 0;
/** Time for a signal that was sent to arrive. Milliseconds. */
const SIGNAL_MS = 10;
/** A job that no shell waits for is not stopped by the system, and goes on after this time. Milliseconds. */
const NOT_STOPPED_MS = 500;

/** `leave` gives the terminal back, waits for what it is given, and takes the terminal again. */
export function controlJob(
  leave: (during: () => Promise<void>) => Promise<void>,
  onError: (error: unknown) => void,
): JobControl {
  let isAway = false;

  async function away(isStopping: boolean): Promise<void> {
    if (isAway) return;
    isAway = true;
    const continued = Promise.withResolvers<boolean>();
    const onContinued = (): void => continued.resolve(true);
    process.once('SIGCONT', onContinued);
    try {
      await leave(async () => {
        if (!isStopping) return;
        // The shell, told before us, may have stopped us already on the way here.
        const isBack = await Promise.race([continued.promise, delay(SIGNAL_MS, false)]);
        if (!isBack) await stop(continued.promise);
      });
    } finally {
      process.off('SIGCONT', onContinued);
      isAway = false;
    }
    // The terminal may have been resized meanwhile, of which nobody has told us.
    process.kill(process.pid, 'SIGWINCH');
  }

  /**
   * Stops all of the job: a launcher that went on would keep the shell waiting, with no program to
   * take a key. The timer also keeps the event loop alive, which nothing else does meanwhile.
   */
  async function stop(continued: Promise<boolean>): Promise<void> {
    process.off('SIGTSTP', onStop);
    process.kill(WHOLE_GROUP, 'SIGTSTP');
    await Promise.race([continued, delay(NOT_STOPPED_MS)]);
    process.on('SIGTSTP', onStop);
  }

  const onStop = (): void => void away(true).catch(onError);
  // After a stop of which we were not told (SIGSTOP) the terminal is as the shell left it.
  const onContinue = (): void => void away(false).catch(onError);
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);
  return {
    suspend: onStop,
    close: () => {
      process.off('SIGTSTP', onStop);
      process.off('SIGCONT', onContinue);
    },
  };
}
