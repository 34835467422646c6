/** Listens for the signals that stop a command, so that it can put things in order first. */
import { Interrupted } from './endings.ts';

export type Stop = {
  /** Aborted, with an `Interrupted` as its reason, when the program is told to stop. */
  readonly signal: AbortSignal;
  /** Leaves the signals to others. */
  readonly release: () => void;
};

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export function listenForStop(): Stop {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    const code = SIGNALS[name as keyof typeof SIGNALS];
    // The second time it is meant, whatever is in the middle of what.
    if (controller.signal.aborted) process.exit(code);
    controller.abort(new Interrupted(code));
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
