/** Programs that people use today, where they are installed: told beside our own figures. */
import { spawnSync } from 'node:child_process';

/** How often each is run; the quietest counts. */
const RUNS = 3;

/**
 * Milliseconds that ripgrep takes to count the lines of a file that have a phrase; undefined where
 * it is not installed.
 */
export function ripgrep(phrase: string, file: string): number | undefined {
  return quietest('rg', ['--count', '--fixed-strings', '--ignore-case', phrase, file]);
}

/**
 * Milliseconds that lnav takes to read a file and end, without a screen; undefined where it is not
 * installed.
 */
export function lnav(file: string): number | undefined {
  return quietest('lnav', ['-n', '-c', ':quit', file]);
}

function quietest(program: string, args: readonly string[]): number | undefined {
  let least = Infinity;
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    const { error, status } = spawnSync(program, args, { stdio: 'ignore' });
    // ripgrep's 1 says that nothing matched.
    if (error !== undefined || status === null || status > 1) return undefined;
    least = Math.min(least, performance.now() - started);
  }
  return least;
}
