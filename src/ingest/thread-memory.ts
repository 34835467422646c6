/** How much memory the threads are given. */
import { setFlagsFromString } from 'node:v8';

/** Room for what is new in a thread's memory: with more, it is only cleared up later. */
export const YOUNG_MB = 6;

/**
 * Has the memory of all threads cleared up once it has grown by a third, or by some megabytes: each
 * would wait for far more by itself, and there are four of them. A flag that V8 does not know is
 * complained about on standard error, which the tests of every command would show.
 */
export function keepHeapsSmall(): void {
  setFlagsFromString('--heap-growing-percent=33');
}
