/** The viewer's two threads: one reads files into the store, one answers questions from it. */
import type { Worker } from 'node:worker_threads';
import type { Message } from '../app/message.ts';
import type { Answer, Request, RequestName } from '../collection/protocol.ts';
import { createReading } from '../collection/reading.ts';
import type { ReadingEvent } from '../collection/reading-events.ts';
import { createRequestQueue } from '../collection/request-queue.ts';
import { startThread } from '../ingest/thread.ts';
import type { FromQueryWorker, QueryWorkerData, ToQueryWorker } from './query-worker.ts';
import { loadRegexes } from '../text/regex.ts';
import type { ViewerOptions } from './options.ts';
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
  /** Reads the files again with another rule for the verdict; undefined: as they say. */
  readonly judgeBy: (rule: string | undefined) => void;
  /** From now on events go to the listener, those that came before first. */
  readonly listen: (listener: (event: BackendEvent) => void) => void;
  /** Ends both threads; a temporary store goes with them. */
  readonly close: () => Promise<void>;
};

/** How long a thread that is busy is waited for at the end. Milliseconds. */
const PATIENCE = 500;
/** How often the thread that answers is started again before that is given up. */
const MOST_RESTARTS = 1;

export function startBackend(options: ViewerOptions): Backend {
  const { request, config, redact, report, annotations } = options;
  const waiting: BackendEvent[] = [];
  let emit = (event: BackendEvent): void => {
    waiting.push(event);
  };

  const pace = paceOf(process.env['INQUEST_CHUNK']);
  const workerData: QueryWorkerData = {
    options: { signals: config.signals, annotations, ...pace.options },
    chunk: pace.chunk,
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
      reading.sourceAgain();
      queue.refuseAll(failure);
    } else {
      dead = `${failure}; start Inquest again`;
      queue.refuseAll(dead);
    }
    if (cause !== undefined) void tellReport(failure, cause);
  }

  async function tellReport(failure: string, cause: Error): Promise<void> {
    emit({ type: 'failed', text: `${failure}; ${await report(cause)}` });
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
        if (tally !== undefined) reading.copied();
        break;
      }
      case 'answer':
        void readyAnswer(message.answer, report).then((one) => queue.take(message.id, one));
        break;
      default:
        message satisfies never;
    }
  }

  function takeReading(event: ReadingEvent): void {
    switch (event.type) {
      case 'open':
      case 'redact':
        tell(event);
        break;
      case 'failed':
        emit({ ...event, type: 'unopened' });
        break;
      case 'notice':
        emit({ type: 'failed', text: `${event.text}.` });
        break;
      case 'listed':
        emit({ type: 'load', message: { ...event, type: 'progress' } });
        break;
      default:
        emit({ type: 'load', message: event });
    }
  }

  /** Has the index made again, of the same files, while the screen shows what it has. */
  function rebuild(): void {
    const complaint = reading.rebuild();
    if (complaint !== undefined) emit({ type: 'failed', text: complaint });
  }

  const reading = createReading(request, redact, takeReading);
  // With an index there is something to show at once: on two cores a third thread would only delay it.
  if (!reading.openCached()) reading.start();

  return {
    ask: (one) => {
      queue.submit(one);
      if (dead !== undefined) queue.refuseAll(dead);
    },
    readFiles: reading.start,
    judgeBy: (rule) => {
      const complaint = reading.judgeBy(rule);
      if (complaint !== undefined) emit({ type: 'failed', text: complaint });
    },
    listen: (listener) => {
      emit = listener;
      for (const event of waiting.splice(0)) listener(event);
    },
    close: async () => {
      isClosed = true;
      tell({ type: 'close' });
      await ended(queries);
      await reading.stop();
    },
  };
}

/** How a search goes on: in chunks of so many passages, telling what it has after each. */
function paceOf(wanted: string | undefined): Pick<QueryWorkerData, 'chunk'> & {
  readonly options?: Pick<QueryWorkerData['options'], 'firstPart'>;
} {
  const chunk = Number(wanted);
  return Number.isInteger(chunk) && chunk > 0 ? { chunk, options: { firstPart: 0 } } : {};
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

/** An answer that can be shown: what it looks for can be looked for in this thread too. */
async function readyAnswer(
  answer: Answer<RequestName>,
  report: ViewerOptions['report'],
): Promise<Answer<RequestName>> {
  if (answer.status === 'refused') return withReport(answer, report);
  const { result } = answer;
  const opened = 'loaded' in result ? result.loaded : 'trial' in result ? result : undefined;
  const looked = [
    ...('patterns' in result ? result.patterns : []),
    ...Object.values(opened?.signals ?? {}).flat(),
  ];
  if (looked.some((one) => 'regex' in one)) await loadRegexes();
  return answer;
}

/** An answer that says where the report of a mistake of our own is. */
async function withReport(
  answer: Answer<RequestName>,
  report: ViewerOptions['report'],
): Promise<Answer<RequestName>> {
  if (answer.status !== 'refused' || answer.reason.type !== 'failure') return answer;
  const { error, message } = answer.reason;
  if (error === undefined) return answer;
  const told = `${message}; ${await report(error)}`;
  return { status: 'refused', reason: { type: 'failure', message: told } };
}
