/** Listens for the signals that stop a command, so that it can put things in order first. */
import { Interrupted } from '../base/exits.ts';

export type Stop = {
  /** Aborted, with an `Interrupted` as its reason, when the program is told to stop. */
  readonly signal: AbortSignal;
  /** Leaves the signals to others. */
  readonly release: () => void;
};

/** The exit code that goes with each signal. */
export const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;

/**
 * A signal that comes again so soon is the same one: a terminal sends it to every process of the job,
 * and a launcher passes it on once more. Milliseconds.
 */
const SAME_MS = 500;

export function listenForStop(): Stop {
  const controller = new AbortController();
  let first: { readonly name: NodeJS.Signals; readonly at: number } | undefined;
  const stop = (name: NodeJS.Signals): void => {
    const code = SIGNALS[name as keyof typeof SIGNALS];
    if (first === undefined) {
      first = { name, at: performance.now() };
      controller.abort(new Interrupted(code));
    } else if (name !== first.name || performance.now() - first.at > SAME_MS) {
      // The second time it is meant, whatever is in the middle of what.
      process.exit(code);
    }
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, stop);
    },
  };
}
