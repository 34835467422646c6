/** The thread that reads files, so that the screen never waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { ingest } from './ingest.ts';
import type { IngestRequest } from './messages.ts';

if (parentPort !== null) {
  const port = parentPort;
  const stop = new AbortController();
  port.on('message', (message) => {
    if (message === 'stop') stop.abort();
  });
  await ingest(workerData as IngestRequest, {
    send: (message) => port.postMessage(message),
    signal: stop.signal,
  });
  port.close();
}
