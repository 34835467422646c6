/** The viewer's two threads: one reads files into the database, one answers questions from it. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Message } from '../app/message.ts';
import type { Answer, Progress, Request, RequestName } from '../collection/protocol.ts';
import { createRequestQueue } from '../collection/request-queue.ts';
import { cachedDatabase, removeTemporaryDatabase, temporary } from '../ingest/locate.ts';
import type { IngestMessage, IngestRequest } from '../ingest/messages.ts';
import { startIngest, type Ingest } from '../ingest/start.ts';
import { startThread } from '../ingest/thread.ts';
import type { FromQueryWorker, QueryWorkerData, ToQueryWorker } from './query-worker.ts';
import type { ViewerOptions } from './viewer-options.ts';
import { workerFile } from '../collection/worker-files.ts';

type BackendEvent =
  | Message
  /** Nothing could be opened. */
  | {
      readonly type: 'unopened';
      readonly message: string;
      readonly hint?: string | undefined;
      /** Where it is a mistake of our own. */
      readonly error?: Error | undefined;
    };

export type Backend = {
  readonly ask: (request: Request) => void;
  /** Looks at the files, if that was put off until what is known of them has been shown. */
  readonly readFiles: () => void;
  /** From now on events go to the listener, those that came before first. */
  readonly listen: (listener: (event: BackendEvent) => void) => void;
  /** Ends both threads; a temporary database goes with them. */
  readonly close: () => Promise<void>;
};

/** How long a thread that is busy is waited for at the end. Milliseconds. */
const PATIENCE = 500;
/** How often a damaged index is made anew before that is given up. */
const MOST_REBUILDS = 3;
/** How often the thread that answers is started again before that is given up. */
const MOST_RESTARTS = 1;

export function startBackend({ request, config, redact }: ViewerOptions): Backend {
  const waiting: BackendEvent[] = [];
  let emit = (event: BackendEvent): void => {
    waiting.push(event);
  };

  const pace = paceOf(process.env['INQUEST_STRETCH']);
  /** With something to be redacted: what was read, once that is all. */
  let read: Progress | undefined;

  const workerData: QueryWorkerData = {
    options: { signals: config.signals, ...pace.options },
    verdict: request.verdict,
    stretch: pace.stretch,
  };
  let isClosed = false;
  let queries = startQueries();
  let restarts = 0;
  /** Why nothing can be asked any more. */
  let dead: string | undefined;
  const tell = (message: ToQueryWorker): void => queries.postMessage(message);
  const queue = createRequestQueue(tell, emitNow);

  function emitNow(event: BackendEvent): void {
    emit(event);
  }

  function startQueries(): Worker {
    const thread = startThread(workerFile('query-worker'), workerData);
    thread.on('message', takeFromQueries);
    let cause: Error | undefined;
    thread.on('error', (error) => {
      cause = error;
    });
    thread.on('exit', () => {
      if (!isClosed) restartQueries(cause);
    });
    return thread;
  }

  /** After the thread died: what was asked is refused, and another one answers from now on. */
  function restartQueries(cause: Error | undefined): void {
    const reason = cause === undefined ? 'its thread ended' : cause.message;
    const failure = `The collection could not be asked: ${reason}`;
    if (restarts < MOST_RESTARTS) {
      restarts += 1;
      queries = startQueries();
      openAgain();
      queue.refuseAll(failure);
    } else {
      dead = `${failure}; start Inquest again`;
      queue.refuseAll(dead);
    }
    if (cause !== undefined) void tellReport(failure, cause);
  }

  async function tellReport(failure: string, cause: Error): Promise<void> {
    const { reportMistake } = await import('./report.ts');
    emit({ type: 'failed', text: `${failure}; ${reportMistake(cause, process.argv.slice(2))}` });
  }

  function takeFromQueries(message: FromQueryWorker): void {
    switch (message.type) {
      case 'damaged':
        rebuild();
        break;
      case 'ready': {
        // What was there at the last opening can be shown before the files have been looked at.
        const { redacted: tally, isAnother } = message;
        emit({ type: 'load', message: { type: 'opened', redacted: tally, isAnother } });
        if (read !== undefined) emit({ type: 'load', message: { type: 'done', progress: read } });
        break;
      }
      case 'answer':
        void withReport(message.answer).then((answer) => queue.take(message.id, answer));
        break;
      default:
        message satisfies never;
    }
  }

  // What is to be redacted is not shown before all of it is known.
  const cached = redact === undefined ? cachedDatabase(request) : undefined;
  let redacted = redact === undefined ? undefined : temporary().database;
  let original: string | undefined;

  /** Has a new thread open what the one before it had open. */
  function openAgain(): void {
    if (redact === undefined) {
      const database = original ?? cached;
      if (database !== undefined)
        tell({ type: 'open', database, tentative: original === undefined });
    } else if (redacted !== undefined && original !== undefined && read !== undefined) {
      // The copy may be half made, and who stands for whom was known to the thread alone.
      removeTemporaryDatabase(redacted);
      redacted = temporary().database;
      tell({ type: 'redact', database: original, into: redacted, spec: redact });
    }
  }

  if (cached !== undefined) tell({ type: 'open', database: cached, tentative: true });

  function takeIngest(message: IngestMessage): void {
    switch (message.type) {
      case 'opened':
        isRebuilding = false;
        original = message.database;
        if (redact === undefined) {
          tell({ type: 'open', database: message.database, tentative: false });
        }
        break;
      case 'done':
        if (redact === undefined || redacted === undefined || original === undefined) {
          emit({ type: 'load', message });
          break;
        }
        if (read === undefined) {
          tell({ type: 'redact', database: original, into: redacted, spec: redact });
        }
        read = message.progress;
        emit({
          type: 'load',
          message: { type: 'progress', progress: { ...read, phase: 'redacting' } },
        });
        break;
      case 'failed':
        emit({ ...message, type: 'unopened' });
        break;
      case 'notice':
        emit({ type: 'failed', text: `${message.text}.` });
        break;
      case 'listed':
        emit({ type: 'load', message: { ...message, type: 'progress' } });
        break;
      default:
        emit({ type: 'load', message });
    }
  }
  let ingest: Ingest | undefined;
  let isRebuilding = false;
  let rebuilds = 0;
  const readFiles = (): void => {
    if (!isRebuilding) ingest ??= startIngest(request, takeIngest, workerFile('ingest-worker'));
  };

  /** Has the index made anew, of the same files, while the screen shows what it has. */
  function rebuild(): void {
    if (isRebuilding || isClosed) return;
    if (ingest !== undefined && isPiped(request)) {
      emit({ type: 'failed', text: 'The index is damaged, and a pipe cannot be read again.' });
      return;
    }
    rebuilds += 1;
    if (rebuilds > MOST_REBUILDS) {
      emit({
        type: 'failed',
        text: 'The index is damaged again and again. Is the disk all right?',
      });
      return;
    }
    isRebuilding = true;
    read = undefined;
    const stopped = ingest?.stop() ?? Promise.resolve();
    void stopped.then(() => {
      if (isClosed) return;
      const anew = { ...request, rebuild: true };
      ingest = startIngest(anew, takeIngest, workerFile('ingest-worker'));
    });
  }
  // With an index there is something to show at once: on two cores a third thread would only delay it.
  if (cached === undefined) readFiles();

  return {
    ask: (one) => {
      queue.submit(one);
      if (dead !== undefined) queue.refuseAll(dead);
    },
    readFiles,
    listen: (listener) => {
      emit = listener;
      for (const event of waiting.splice(0)) listener(event);
    },
    close: async () => {
      isClosed = true;
      tell({ type: 'close' });
      await ended(queries);
      await ingest?.stop();
      if (redacted !== undefined) removeTemporaryDatabase(redacted);
    },
  };
}

function isPiped({ paths, cwd }: IngestRequest): boolean {
  const isPipe = (one: string): boolean =>
    one === '-' || statSync(path.resolve(cwd, one), { throwIfNoEntry: false })?.isFIFO() === true;
  return paths.some(isPipe);
}

/** How a search goes on: in stretches of so many passages, telling what it has after each. */
function paceOf(wanted: string | undefined): Pick<QueryWorkerData, 'stretch'> & {
  readonly options?: Pick<QueryWorkerData['options'], 'firstPart'>;
} {
  const stretch = Number(wanted);
  return Number.isInteger(stretch) && stretch > 0 ? { stretch, options: { firstPart: 0 } } : {};
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

/** An answer that says where the report of a mistake of our own is. */
async function withReport(answer: Answer<RequestName>): Promise<Answer<RequestName>> {
  if (answer.status !== 'refused' || answer.reason.type !== 'failure') return answer;
  const { error, message } = answer.reason;
  if (error === undefined) return answer;
  const { reportMistake } = await import('./report.ts');
  const report = reportMistake(error, process.argv.slice(2));
  return { status: 'refused', reason: { type: 'failure', message: `${message}; ${report}` } };
}
