/** The threads that read files, so that the screen never waits for them: one stores, one may help. */
import { parentPort, workerData } from 'node:worker_threads';
import { ingest } from './ingest.ts';
import type { IngestRequest } from './messages.ts';
import { READER, serveReader } from './reader-thread.ts';

if (parentPort !== null && workerData === READER) serveReader(parentPort);
else if (parentPort !== null) {
  const port = parentPort;
  const stop = new AbortController();
  port.on('message', (message) => {
    if (message === 'stop') stop.abort();
  });
  await ingest(workerData as IngestRequest, {
    send: (message) => port.postMessage(message),
    signal: stop.signal,
    workerFile: new URL(import.meta.url),
  });
  port.close();
}
