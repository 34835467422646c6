/** The viewer's two threads: one reads files into the database, one answers questions from it. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Effect, Message, Progress } from '../app/message.ts';
import { cachedDatabase, removeTemporaryDatabase, temporary } from '../ingest/locate.ts';
import type { IngestMessage, IngestRequest } from '../ingest/messages.ts';
import { startIngest, type Ingest } from '../ingest/start.ts';
import { startThread } from '../ingest/thread.ts';
import type { Answer, AskName } from '../query/asks.ts';
import type { FromQueryWorker, QueryWorkerData, ToQueryWorker } from './query-worker.ts';
import type { ViewerOptions } from './viewer-options.ts';
import { workerFile } from './worker-files.ts';

type Ask = Extract<Effect, { type: 'ask' }>;

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
/** How often a damaged index is made anew before that is given up. */
const MOST_REBUILDS = 3;

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
  const queries = startThread(workerFile('query-worker'), workerData);
  const tell = (message: ToQueryWorker): void => queries.postMessage(message);
  queries.on('message', (message: FromQueryWorker) => {
    // What was there at the last opening can be shown before anybody has looked for changes.
    if (message.type === 'damaged') rebuild();
    else if (message.type === 'ready') {
      const { redacted, isAnother } = message;
      emit({ type: 'load', message: { type: 'opened', redacted, isAnother } });
      if (read !== undefined) emit({ type: 'load', message: { type: 'done', progress: read } });
    } else if (isMistake(message.answer)) {
      void withReport(message).then((told) => emit(told as Message));
    } else emit(message as Message);
  });
  queries.on('error', (error) => {
    emit({ type: 'failed', text: `Asking the collection failed: ${error.message}` });
  });
  // What is to be redacted is not shown before all of it is known.
  const cached = redact === undefined ? cachedDatabase(request) : undefined;
  const redacted = redact === undefined ? undefined : temporary().database;
  let original: string | undefined;
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
  let isClosed = false;
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
    ask: tell,
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

function isMistake(answer: Answer<AskName>): boolean {
  return !answer.ok && 'failure' in answer && answer.error !== undefined;
}

/** An answer that says where the report of a mistake of our own is. */
async function withReport(
  message: Extract<FromQueryWorker, { type: 'answer' }>,
): Promise<FromQueryWorker> {
  const { answer } = message;
  if (answer.ok || !('failure' in answer) || answer.error === undefined) return message;
  const { reportMistake } = await import('./report.ts');
  const report = reportMistake(answer.error, process.argv.slice(2));
  return { ...message, answer: { ok: false, failure: `${answer.failure}; ${report}` } };
}
