/** The threads that read files, so that the screen never waits for them: one stores, one may help. */
import { parentPort, workerData } from 'node:worker_threads';
import { ingest } from './ingest.ts';
import type { IngestRequest } from './messages.ts';
import { READER, serveReader } from './reader-thread.ts';

if (parentPort !== null && workerData === READER) serveReader(parentPort);
else if (parentPort !== null) {
  const port = parentPort;
  const stop = new AbortController();
  const held = Promise.withResolvers<void>();
  let isTemporary = false;
  port.on('message', (message) => {
    if (message === 'stop') stop.abort();
    held.resolve();
  });
  await ingest(workerData as IngestRequest, {
    send: (message) => {
      isTemporary ||= message.type === 'opened' && message.temporary;
      port.postMessage(message);
    },
    signal: stop.signal,
    workerFile: new URL(import.meta.url),
  });
  // This thread's lock on a temporary folder ends with it: the main thread has its own by then.
  if (isTemporary) await held.promise;
  port.close();
}
