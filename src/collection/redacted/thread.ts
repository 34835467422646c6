/** Redacts a collection in a thread of its own. */
import { startThread } from '../../ingest/thread.ts';
import { createRedactor, type Redactor } from '../../redact/redactor.ts';
import type { Redacted, RedactWorkerData } from './worker.ts';
import { workerFile } from '../worker-files.ts';

/**
 * Writes the redacted collection into a new database, and resolves with a redactor that goes on from
 * there. Rejects with the reason of `signal` as soon as that is aborted; the thread is ended then.
 */
export async function redactInThread(
  data: RedactWorkerData,
  signal: AbortSignal,
): Promise<Redactor> {
  signal.throwIfAborted();
  // It makes many short-lived strings, and ends soon: room for them, as Node gives by itself.
  const worker = startThread(workerFile('redact-worker'), data, { maxYoungGenerationSizeMb: 48 });
  const result = Promise.withResolvers<Redacted>();
  const stop = (): void => result.reject(signal.reason);
  signal.addEventListener('abort', stop);
  worker.once('message', result.resolve);
  worker.once('error', result.reject);
  try {
    const { findings, counted } = await result.promise;
    return createRedactor(findings, data.spec, counted);
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
