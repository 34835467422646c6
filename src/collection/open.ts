/** Opens paths for a command: reads them in, whole, and gives the store and the engine over it. */
import { setTimeout } from 'node:timers/promises';
import { removeTemporaryDatabase, temporary } from '../ingest/locate.ts';
import { startIngest } from '../ingest/start.ts';
import type { IngestRequest, Progress } from '../ingest/messages.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { RedactSpec } from '../redact/types.ts';
import { UnusableDatabase } from '../store/sqlite/schema.ts';
import { openReader } from '../store/sqlite/reader.ts';
import type { Store } from '../store/store.ts';
import type { Answer, Params, RequestName, Result } from './protocol.ts';
import type { QueryError } from '../query/ast.ts';
import { brief } from '../query/fields.ts';
import { UserError } from '../base/user-error.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import type { RedactWorkerData } from './redacted/worker.ts';
import { withLazyTrials } from './lazy-trials.ts';
import { workerFile } from './worker-files.ts';

export type Collection = {
  /** What the load came to. */
  readonly summary: Progress;
  /** What was read; with `redaction`, what that left of it. */
  readonly store: Store;
  /** The files that were read, by their real names: never to be shown. */
  readonly files: readonly string[];
  /** What was hidden, if something was to be. */
  readonly redaction?: Redactor | undefined;
  /** Asks the engine; a mistake in the query, or a failure, is thrown as a `UserError`. */
  readonly ask: <N extends RequestName>(name: N, params: Params<N>) => Promise<Result<N>>;
  /**
   * Where files are followed: resolves when something has changed since the last call. Rejects when
   * told to stop, or where following failed.
   */
  readonly changed: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type OpenOptions = Pick<EngineOptions, 'signals'> & {
  readonly redact?: RedactSpec | undefined;
  /** Rows are all that is asked for: tables of contents will do. */
  readonly isListing?: boolean | undefined;
  /** Stops the load, without a broken cache. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Takes a line about how it goes. */
  readonly onNotice: (text: string) => void;
};

const REPLACED = 'the index of the files that are followed was made anew';

/** How long a worker may take to put its database in order. */
const STOP_MS = 1000;

/** Reads the paths in a worker thread and resolves when all is read. Throws a `UserError`. */
export async function openCollection(
  request: IngestRequest,
  { signals, redact, signal, onProgress, onNotice, isListing }: OpenOptions,
): Promise<Collection> {
  const loaded = Promise.withResolvers<{ database: string; summary: Progress }>();
  let database: string | undefined;
  let isLoaded = false;
  let changes = newChange();
  const ingest = startIngest(
    request,
    (message) => {
      switch (message.type) {
        case 'opened':
          ({ database } = message);
          // Keys of rows mean something else in another database.
          if (isLoaded) changes.reject(new UserError(REPLACED, 'start it again'));
          break;
        case 'notice':
          onNotice(message.text);
          break;
        case 'progress':
          onProgress(message.progress);
          break;
        case 'listed':
          if (isListing !== true || redact !== undefined) break;
          if (database !== undefined) loaded.resolve({ database, summary: message.progress });
          break;
        case 'done':
          if (isLoaded) changes.resolve();
          else if (database !== undefined) {
            isLoaded = true;
            loaded.resolve({ database, summary: message.progress });
          }
          break;
        case 'failed': {
          const error = message.error ?? new UserError(message.message, message.hint);
          loaded.reject(error);
          changes.reject(error);
          break;
        }
        default:
          message satisfies never;
      }
    },
    workerFile('ingest-worker'),
  );
  const interrupt = (): void => {
    loaded.reject(signal.reason);
    changes.reject(signal.reason);
  };
  signal.addEventListener('abort', interrupt);
  try {
    const { database: file, summary } = await loaded.promise;
    const original = withLazyTrials(openReader(file), request.verdict);
    const files = (await original.sources()).map((source) => source.path);
    let hidden: Awaited<ReturnType<typeof redacted>> | undefined;
    if (redact !== undefined) {
      await original.close();
      hidden = await redacted({ database: file, spec: redact, verdict: request.verdict }, signal);
    }
    const store = hidden?.store ?? original;
    const engine = createEngine(store, { signals, ...hidden?.options });
    return {
      summary,
      store,
      files,
      redaction: hidden?.redactor,
      ask: async (name, params) => resultOf(await engine.ask(name, params), textOf(params)),
      changed: async () => {
        await changes.promise;
        changes = newChange();
        if (signal.aborted) changes.reject(signal.reason);
      },
      close: async () => {
        signal.removeEventListener('abort', interrupt);
        await store.close();
        hidden?.remove();
        await ingest.stop();
      },
    };
  } catch (error) {
    // A worker that waits for standard input would not hear of it before more comes in; ending the
    // program takes it, and its temporary database, along.
    await Promise.race([ingest.stop(), setTimeout(STOP_MS, undefined, { ref: false })]);
    signal.removeEventListener('abort', interrupt);
    throw error;
  }
}

function newChange(): PromiseWithResolvers<void> {
  const change = Promise.withResolvers<void>();
  // Nobody may be waiting for it.
  change.promise.catch(() => undefined);
  return change;
}

/** The redacted collection, in a database that is removed in the end. */
async function redacted(
  of: Omit<RedactWorkerData, 'into'>,
  signal: AbortSignal,
): Promise<{
  readonly store: Store;
  readonly redactor: Redactor;
  readonly options: Pick<EngineOptions, 'prepare'>;
  readonly remove: () => void;
}> {
  const [{ redactInThread }, { redactedWalkthrough }] = await Promise.all([
    import('./redacted/thread.ts'),
    import('./redacted/walkthrough.ts'),
  ]);
  const { database } = temporary();
  try {
    const redactor = await redactInThread({ ...of, into: database }, signal);
    return {
      store: openReader(database),
      redactor,
      options: { prepare: (walkthrough) => redactedWalkthrough(walkthrough, redactor) },
      remove: () => removeTemporaryDatabase(database),
    };
  } catch (error) {
    removeTemporaryDatabase(database);
    throw error;
  }
}

/** The result of an answer; a refusal is thrown. */
function resultOf<N extends RequestName>(answer: Answer<N>, query: string): Result<N> {
  if (answer.status !== 'refused') return answer.result;
  const { reason } = answer;
  if (reason.type === 'query') throw new UserError(queryComplaint(reason.error, query));
  if (reason.isDamaged === true) throw new UnusableDatabase(reason.message);
  throw reason.error ?? new UserError(reason.message);
}

/** One line: where in the query, what stands there, and what is wrong with it. */
function queryComplaint({ message, at }: QueryError, query: string): string {
  const wrong = brief(query.slice(at.start, at.end));
  const shown = wrong === '' ? '' : ` (${wrong})`;
  return `in the query, at character ${at.start + 1}${shown}: ${message}`;
}

function textOf(params: Params<RequestName>): string {
  return 'query' in params ? params.query.text : '';
}
