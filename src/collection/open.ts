/** Opens paths for a command: reads them whole, and gives the collection over what was read. */
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../base/user-error.ts';
import type { IngestRequest } from '../ingest/messages.ts';
import type { ReaderOptions } from '../store/backend.ts';
import type { RedactSpec } from '../redact/types.ts';
import { questionsOf, type Collection } from './collection.ts';
import type { EngineOptions } from './engine.ts';
import type { Progress } from './protocol.ts';
import { createReading } from './reading.ts';
import type { ReadingEvent, Source } from './reading-events.ts';
import { openView, type View } from './view.ts';

type OpenOptions = Pick<EngineOptions, 'signals' | 'annotations'> & {
  readonly redact?: RedactSpec | undefined;
  /** Rows are all that is asked for: tables of contents will do. */
  readonly isListing?: boolean | undefined;
  /** Stops the load, without a broken cache. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Is told how it goes where texts are read for a regular expression (`ReaderOptions`). */
  readonly onLooked?: ReaderOptions['onLooked'];
  /** Takes a line about how it goes. */
  readonly onNotice: (text: string) => void;
};

const REPLACED = 'the index of the files that are followed was made anew';

/** How long a worker may take to leave its store in order. */
const STOP_MS = 1000;

/** Reads the paths in a worker thread and resolves when all is read. Throws a `UserError`. */
export async function openCollection(
  request: IngestRequest,
  { signals, annotations, redact, signal, onProgress, onLooked, onNotice, isListing }: OpenOptions,
): Promise<Collection> {
  const { verdict } = request;
  const readable = expected<Source>();
  const loaded = expected<Progress>();
  let changes = expected<void>();
  let source: Source | undefined;
  let isLoaded = false;
  const load = (progress: Progress): void => {
    if (source !== undefined) readable.resolve(source);
    loaded.resolve(progress);
  };
  const fail = (error: unknown): void => {
    for (const one of [readable, loaded, changes]) one.reject(error);
  };
  const take = (event: ReadingEvent): void => {
    switch (event.type) {
      case 'open':
      case 'redact':
        source = event;
        // Keys of rows mean something else in another store.
        if (isLoaded) changes.reject(new UserError(REPLACED, 'start it again'));
        if (event.type === 'redact') readable.resolve(event);
        break;
      case 'notice':
        onNotice(event.text);
        break;
      case 'progress':
        onProgress(event.progress);
        break;
      case 'listed':
        if (isListing === true && redact === undefined) load(event.progress);
        break;
      case 'done':
        if (isLoaded) changes.resolve();
        isLoaded = true;
        load(event.progress);
        break;
      case 'failed':
        fail(event.error ?? new UserError(event.message, event.hint));
        break;
      default:
        event satisfies never;
    }
  };
  const reading = createReading(request, redact, take);
  const interrupt = (): void => fail(signal.reason);
  signal.addEventListener('abort', interrupt);
  try {
    reading.start();
    const found = await readable.promise;
    const original = await openView(found.location, { verdict, onLooked });
    const files = (await original.store.sources()).map((one) => one.path);
    let view = original;
    if (found.type === 'redact') {
      await original.store.close();
      view = await openRedacted({ ...found, verdict }, signal, onLooked);
      reading.copied();
    }
    const summary = await loaded.promise;
    return {
      ...questionsOf(view, {
        signals,
        annotations: redact === undefined ? annotations : undefined,
      }),
      summary,
      files,
      changed: async () => {
        await changes.promise;
        changes = expected();
        if (signal.aborted) changes.reject(signal.reason);
      },
      close: async () => {
        signal.removeEventListener('abort', interrupt);
        await view.store.close();
        await reading.stop();
      },
    };
  } catch (error) {
    // A worker that waits for standard input would not hear of it before more comes in; ending the
    // program takes it, and its temporary store, along.
    await Promise.race([reading.stop(), setTimeout(STOP_MS, undefined, { ref: false })]);
    signal.removeEventListener('abort', interrupt);
    throw error;
  }
}

/** Something that may come to pass, or fail, without anyone who waits for it. */
function expected<T>(): PromiseWithResolvers<T> {
  const one = Promise.withResolvers<T>();
  one.promise.catch(() => undefined);
  return one;
}

/** Makes the redacted copy, in a thread, and opens it. */
async function openRedacted(
  job: Extract<Source, { type: 'redact' }> & { readonly verdict: string | undefined },
  signal: AbortSignal,
  onLooked: OpenOptions['onLooked'],
): Promise<View> {
  const [{ redactInThread }, { redactedView }] = await Promise.all([
    import('./redacted/thread.ts'),
    import('./redacted/view.ts'),
  ]);
  const redactor = await redactInThread(job, signal);
  return redactedView(await openView(job.into, { onLooked }), redactor);
}
