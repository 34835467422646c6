/**
 * Whether the answer to a request is still wanted. It is known wherever the answer is made, so that every question to a
 * store can be ended on a server, and no caller in between has to pass it on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Calls a function; what it asks of stores is no longer wanted when the signal is aborted. */
export function whileWanted<T>(signal: AbortSignal | undefined, use: () => T): T {
  return signals.run(signal, use);
}

/** Calls a function whose result others take too: it goes on whoever does not want it any more. */
export function forEveryone<T>(use: () => T): T {
  return signals.run(undefined, use);
}

/** The signal of the request that is being answered. */
export function wantedSignal(): AbortSignal | undefined {
  return signals.getStore();
}
