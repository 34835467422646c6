/** The viewer's two threads: one reads files into the database, one answers questions from it. */
import { Worker } from 'node:worker_threads';
import type { Effect, Message } from '../app/message.ts';
import { cachedDatabase } from '../ingest/locate.ts';
import type { IngestMessage } from '../ingest/messages.ts';
import { startIngest, type Ingest } from '../ingest/start.ts';
import type { FromQueryWorker, QueryWorkerData, ToQueryWorker } from './query-worker.ts';
import type { ViewerOptions } from './viewer-options.ts';
import { workerFile } from './worker-files.ts';

type Ask = Extract<Effect, { type: 'ask' }>;

type BackendEvent =
  | Message
  /** Nothing could be opened. */
  | { readonly type: 'unopened'; readonly message: string; readonly hint?: string | undefined };

export type Backend = {
  readonly ask: (ask: Ask) => void;
  /** Looks at the files, if that was put off until what is known of them has been shown. */
  readonly readFiles: () => void;
  /** From now on events go to the listener, those that came before first. */
  readonly listen: (listener: (event: BackendEvent) => void) => void;
  /** Ends both threads; a temporary database goes with them. */
  readonly close: () => Promise<void>;
};

/** How long a thread that is busy is waited for at the end. Milliseconds. */
const PATIENCE = 500;

export function startBackend({ request, config }: ViewerOptions): Backend {
  const waiting: BackendEvent[] = [];
  let emit = (event: BackendEvent): void => {
    waiting.push(event);
  };

  const workerData: QueryWorkerData = {
    options: { signals: config.signals },
    verdict: request.verdict,
  };
  const queries = new Worker(workerFile('query-worker'), { workerData });
  const tell = (message: ToQueryWorker): void => queries.postMessage(message);
  queries.on('message', (message: FromQueryWorker) => {
    // What was there at the last opening can be shown before anybody has looked for changes.
    if (message.type === 'ready') emit({ type: 'load', message: { type: 'opened' } });
    else emit(message as Message);
  });
  queries.on('error', (error) => {
    emit({ type: 'failed', text: `Asking the collection failed: ${error.message}` });
  });
  const cached = cachedDatabase(request);
  if (cached !== undefined) tell({ type: 'open', database: cached, tentative: true });

  function takeIngest(message: IngestMessage): void {
    switch (message.type) {
      case 'opened':
        tell({ type: 'open', database: message.database, tentative: false });
        break;
      case 'failed':
        emit({ ...message, type: 'unopened' });
        break;
      case 'listed':
        emit({ type: 'load', message: { ...message, type: 'progress' } });
        break;
      default:
        emit({ type: 'load', message });
    }
  }
  let ingest: Ingest | undefined;
  const readFiles = (): void => {
    ingest ??= startIngest(request, takeIngest, workerFile('ingest-worker'));
  };
  // With an index there is something to show at once: on two cores a third thread would only delay it.
  if (cached === undefined) readFiles();

  return {
    ask: tell,
    readFiles,
    listen: (listener) => {
      emit = listener;
      for (const event of waiting.splice(0)) listener(event);
    },
    close: async () => {
      tell({ type: 'close' });
      await ended(queries);
      await ingest?.stop();
    },
  };
}

async function ended(worker: Worker): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE).unref();
  });
  const exit = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  await Promise.race([exit, late]);
  await worker.terminate();
}
