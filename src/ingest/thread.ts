/** Starts the program's threads: little memory, and nothing of theirs reaches the terminal. */
import { setFlagsFromString } from 'node:v8';
import { Worker, type ResourceLimits } from 'node:worker_threads';

/** Room for what is new in a thread's memory: with more, it is only cleared up later. */
const YOUNG_MB = 6;

/**
 * A thread that runs a file. What it, Node or a library prints in it (warnings quote the text that
 * was read) is dropped: a thread tells what there is to tell by messages.
 */
export function startThread(
  file: URL,
  workerData: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  keepHeapsSmall();
  const worker = new Worker(file, {
    workerData,
    // A store may keep files open until the process ends: closing one would release locks on it.
    trackUnmanagedFds: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, ...resourceLimits },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/**
 * Has the memory of all threads cleared up once it has grown by a third, or by some megabytes: each
 * would wait for far more by itself, and there are four of them. A flag that V8 does not know is
 * complained about on standard error, which the tests of every command would show.
 */
function keepHeapsSmall(): void {
  setFlagsFromString('--heap-growing-percent=33');
}
