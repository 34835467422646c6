/** Starts the ingest worker and tidies up after it. */
import { setTimeout as delay } from 'node:timers/promises';
import { folderOf } from './locate.ts';
import type { IngestMessage, IngestRequest } from './messages.ts';
import { holdTemporary, removeTemporary } from '../base/temporary.ts';
import { startThread } from './thread.ts';

/** How long a worker may take to stop by itself. Milliseconds. */
const PATIENCE = 1000;

export type Ingest = {
  /**
   * Stops reading, leaving a correct database, and removes it if it was temporary. Resolves when
   * the worker has ended; to be called when nobody reads the database any more.
   */
  readonly stop: () => Promise<void>;
};

/** Reads a collection in a thread of its own. `workerFile` is where `worker.ts` ended up. */
export function startIngest(
  request: IngestRequest,
  onMessage: (message: IngestMessage) => void,
  workerFile: URL,
): Ingest {
  const temporaries = new Set<string>();
  const worker = startThread(workerFile, request);
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  worker.on('message', (message: IngestMessage) => {
    if (message.type === 'opened' && message.temporary) {
      const folder = folderOf(message.location);
      temporaries.add(folder);
      // The worker may end before the database is read to the end.
      holdTemporary(folder);
      worker.postMessage('held');
    }
    onMessage(message);
  });
  worker.on('error', (error) => onMessage({ type: 'failed', message: error.message, error }));
  return {
    stop: async () => {
      worker.postMessage('stop');
      const isLate = await Promise.race([
        ended.then(() => false),
        delay(PATIENCE, true, { ref: false }),
      ]);
      // It may wait for input that never comes. What it has committed stays.
      if (isLate) await worker.terminate();
      for (const folder of temporaries) removeTemporary(folder);
    },
  };
}
