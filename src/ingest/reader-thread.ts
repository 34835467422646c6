/**
 * A thread that reads and packs large files while the thread that asked for them stores what has
 * been packed: on two cores they take as long as the slower one of them. It is held back where it
 * is faster, so that memory does not grow with the file.
 */
import { Worker, type MessagePort, type ResourceLimits } from 'node:worker_threads';
import type { ReadOptions, SourceFile } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import { createPacker, type Block, type PackedTrial } from '../store/sqlite/encoded-trials.ts';
import { UserError } from '../base/user-error.ts';
import { readLoads, type Load, type LoadItem } from './load.ts';
import { startThread } from './thread.ts';

export type ReadJob = {
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
  /** `rows` is JSON, which is quicker to pass on than objects; blocks are handed over. */
  | { readonly type: 'load'; readonly rows: string; readonly blocks: readonly Block[] }
  | { readonly type: 'end' }
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly hint: string | undefined;
      readonly byUser: boolean;
      /** The thread is gone. */
      readonly isOutOfMemory: boolean;
    };

type Rows = { readonly items: readonly LoadItem[]; readonly trials: readonly PackedTrial[] };

/** Bytes, of rows too, that may be packed and not yet stored. One load is always allowed, however large. */
const AHEAD_BYTES = 4 * 1024 * 1024;

/** Answers in the thread that reads. */
export function serveReader(port: MessagePort): void {
  const packer = createPacker();
  let ahead = 0;
  let isStopped = false;
  let wake: () => void = () => undefined;

  function mayGoOn(): boolean {
    return ahead <= AHEAD_BYTES || isStopped;
  }

  async function read({ file, format: name, options }: ReadJob): Promise<void> {
    const format = FORMATS.find((one) => one.name === name);
    if (format === undefined) throw new Error(`no format ${name}`);
    for await (const load of readLoads(file, format, options, { packer, isSlow: false })) {
      const { items, parcel } = load;
      const rows = JSON.stringify({ items, trials: parcel.trials } satisfies Rows);
      const { blocks } = parcel;
      ahead += sizeOf(rows, blocks);
      const message: FromReader = { type: 'load', rows, blocks };
      port.postMessage(
        message,
        blocks.flatMap(({ text, body }) => [text.buffer, body.buffer]),
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
  readonly read: (job: ReadJob) => AsyncGenerator<Load>;
  readonly close: () => Promise<void>;
};

/**
 * Has a thread that reads; it is started with the first file, and anew after one that took all its
 * memory. `workerFile` is where `worker.ts` ended up.
 */
export function startReader(workerFile: URL, limits: ResourceLimits = {}): ReaderThread {
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
      tell({ type: 'read', job });
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
          const { items, trials } = JSON.parse(message.rows) as Rows;
          const { blocks } = message;
          const bytes = sizeOf(message.rows, blocks);
          yield { items, parcel: { trials, blocks } };
          // Given back now: a collector sees little of a thread's memory, and waits for long.
          for (const { text, body } of blocks)
            [text, body].forEach(({ buffer }) => buffer.transfer(0));
          tell({ type: 'stored', bytes });
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

function sizeOf(rows: string, blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.byteLength, rows.length);
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
  return { items: [{ type: 'problem', problem }], parcel: { trials: [], blocks: [] } };
}

function thrown({ message, hint, byUser }: Extract<FromReader, { type: 'failed' }>): Error {
  return byUser ? new UserError(message, hint) : new Error(message);
}
