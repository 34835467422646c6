/**
 * A thread that reads large files and encodes their trials while the thread that asked for them stores
 * what has been encoded: on two cores they take as long as the slower one of them. It waits where it
 * is faster, so that memory does not grow with the file.
 */
import { Worker, type MessagePort, type ResourceLimits } from 'node:worker_threads';
import type { ReadOptions, SourceFile } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import type { StoreLocation } from '../store/backend.ts';
import { openStore } from '../store/open.ts';
import type { EncodedBatch, TrialEncoder } from '../store/store.ts';
import { UserError } from '../base/user-error.ts';
import { readLoads, type Load, type LoadItem } from './load.ts';
import { startThread } from './thread.ts';

type ReadJob = {
  /** The store that takes the trials; the same for all jobs of a thread. */
  readonly location: StoreLocation;
  readonly file: SourceFile;
  /** Name of the format. */
  readonly format: string;
  readonly options: ReadOptions;
};

/** What the worker is started with, so that one file can hold both kinds of thread. */
export const READER = 'reader';

type ToReader =
  | { readonly type: 'read'; readonly job: ReadJob }
  /** A load has been stored. */
  | { readonly type: 'stored'; readonly bytes: number }
  | { readonly type: 'stop' };

type FromReader =
  /** `rows` is JSON, which is quicker to pass on than objects; the buffers are transferred. */
  | ({ readonly type: 'load'; readonly rows: string } & Pick<EncodedBatch, 'buffers' | 'size'>)
  | { readonly type: 'end' }
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly hint: string | undefined;
      readonly byUser: boolean;
      /** The thread is gone. */
      readonly isOutOfMemory: boolean;
    };

type Rows = { readonly items: readonly LoadItem[]; readonly batch: unknown };

/** Bytes, of rows too, that may be encoded and not yet stored. One load is always allowed, however large. */
const AHEAD_BYTES = 4 * 1024 * 1024;

/** Answers in the thread that reads. */
export function serveReader(port: MessagePort): void {
  let encoder: TrialEncoder | undefined;
  let ahead = 0;
  let isStopped = false;
  let wake: () => void = () => undefined;

  function mayGoOn(): boolean {
    return ahead <= AHEAD_BYTES || isStopped;
  }

  async function read({ location, file, format: name, options }: ReadJob): Promise<void> {
    const format = FORMATS.find((one) => one.name === name);
    if (format === undefined) throw new Error(`no format ${name}`);
    encoder ??= await openStore(location).encoder();
    for await (const load of readLoads(file, format, options, { encoder, isSlow: false })) {
      const { items, batch } = load;
      const rows = JSON.stringify({ items, batch: batch?.rows } satisfies Rows);
      const { buffers = [], size = 0 } = batch ?? {};
      ahead += rows.length + size;
      const message: FromReader = { type: 'load', rows, buffers, size };
      port.postMessage(
        message,
        buffers.map(({ buffer }) => buffer),
      );
      while (!mayGoOn()) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (isStopped) break;
    }
  }

  port.on('message', (message: ToReader) => {
    switch (message.type) {
      case 'read':
        isStopped = false;
        ahead = 0;
        read(message.job)
          .then((): FromReader => ({ type: 'end' }), failure)
          .then(
            (end) => port.postMessage(end),
            () => undefined,
          );
        break;
      case 'stored':
        ahead -= message.bytes;
        wake();
        break;
      case 'stop':
        isStopped = true;
        wake();
        break;
      default:
        message satisfies never;
    }
  });
}

export type ReaderThread = {
  /** Reads a file; one at a time. */
  readonly read: (job: Omit<ReadJob, 'location'>) => AsyncGenerator<Load>;
  readonly close: () => Promise<void>;
};

/**
 * Has a thread that reads; it is started with the first file, and anew after one that took all its
 * memory. `workerFile` is where `worker.ts` ended up.
 */
export function startReader(
  workerFile: URL,
  location: StoreLocation,
  limits: ResourceLimits = {},
): ReaderThread {
  let worker: Worker | undefined;
  let received: FromReader[] = [];
  let wake: () => void = () => undefined;
  const receive = (message: FromReader): void => {
    received.push(message);
    wake();
  };

  function start(): Worker {
    const started = startThread(workerFile, READER, limits);
    started.on('message', receive);
    started.on('error', (error) => {
      worker = undefined;
      receive(failure(error));
    });
    return started;
  }

  function tell(message: ToReader): void {
    worker?.postMessage(message);
  }

  async function next(): Promise<FromReader> {
    for (;;) {
      const message = received.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    read: async function* (job) {
      let isEnded = false;
      worker ??= start();
      received = [];
      tell({ type: 'read', job: { ...job, location } });
      try {
        for (;;) {
          const message = await next();
          isEnded = message.type !== 'load';
          if (message.type === 'end') return;
          if (message.type === 'failed') {
            if (!message.isOutOfMemory) throw thrown(message);
            yield tooLarge(job.file);
            return;
          }
          const { items, batch } = JSON.parse(message.rows) as Rows;
          const { rows, buffers, size } = message;
          yield { items, batch: { rows: batch, buffers, size } };
          // Freed now: the garbage collector sees little of a thread's memory, and waits for long.
          for (const { buffer } of buffers) buffer.transfer(0);
          tell({ type: 'stored', bytes: rows.length + size });
        }
      } finally {
        if (!isEnded) tell({ type: 'stop' });
        while (!isEnded) isEnded = (await next()).type !== 'load';
      }
    },
    close: async () => {
      received = [];
      await worker?.terminate();
    },
  };
}

function failure(error: unknown): FromReader {
  return {
    type: 'failed',
    message: error instanceof Error ? error.message : String(error),
    hint: error instanceof UserError ? error.hint : undefined,
    byUser: error instanceof UserError,
    isOutOfMemory:
      (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY',
  };
}

/** The others go on. */
function tooLarge({ name }: SourceFile): Load {
  const message = 'reading it takes more memory than there is; trials of it may be missing';
  const problem = { source: name, severity: 'error', message } as const;
  return { items: [{ type: 'problem', problem }], batch: undefined };
}

function thrown({ message, hint, byUser }: Extract<FromReader, { type: 'failed' }>): Error {
  return byUser ? new UserError(message, hint) : new Error(message);
}
