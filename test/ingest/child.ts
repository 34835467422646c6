/**
 * Run as a program by tests: ingests the request in its first argument, a message a line. With
 * `hold` as its second, it stands still after the first trials until something comes in.
 */
import { readSync, writeSync } from 'node:fs';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestMessage, IngestRequest } from '../../src/ingest/messages.ts';

const [request = '', hold] = process.argv.slice(2);
let isHeld = hold !== 'hold';

function send(message: IngestMessage): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
  if (isHeld || message.type !== 'progress' || message.progress.trials === 0) return;
  isHeld = true;
  readSync(0, Buffer.alloc(1));
}

await ingest(JSON.parse(request) as IngestRequest, {
  send,
  signal: new AbortController().signal,
  workerFile: new URL('../../src/ingest/worker.ts', import.meta.url),
});
