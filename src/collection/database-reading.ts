/** A collection in a database: nothing is read but how much there is, now and whenever others have added to it. */
import { setTimeout as delay } from 'node:timers/promises';
import { temporary, removeTemporaryStore } from '../ingest/locate.ts';
import type { IngestRequest } from '../ingest/messages.ts';
import { mistakeIn, UserError } from '../base/user-error.ts';
import type { RedactSpec } from '../redact/types.ts';
import type { StoreLocation } from '../store/backend.ts';
import { openStore } from '../store/open.ts';
import { isAddress } from '../store/postgres/address.ts';
import type { Store } from '../store/store.ts';
import type { Progress } from './protocol.ts';
import type { Reading, ReadingEvent } from './reading-events.ts';

/** How often the database is asked whether there is more. Milliseconds. */
const LOOK_MS = 2000;
/** How long an answer that is under way is waited for at the end. Milliseconds. */
const STOP_MS = 1000;

const IN_DATABASE =
  'The trials are in a database as they were pushed; only files can be read again.';

/** The address among the paths of a request. Throws a `UserError` where there is more than that. */
export function databaseOf({ paths }: IngestRequest): StoreLocation | undefined {
  const address = paths.find(isAddress);
  if (address === undefined) return undefined;
  if (paths.length > 1) {
    throw new UserError('a database is opened alone', 'give its address, or files');
  }
  return { scheme: 'postgres', address };
}

/** Says where the answers come from, then how much there is; see `createReading`. */
export function createDatabaseReading(
  location: StoreLocation,
  { follow }: IngestRequest,
  redact: RedactSpec | undefined,
  emit: (event: ReadingEvent) => void,
): Reading {
  const stop = new AbortController();
  const copies: StoreLocation[] = [];
  let read: Progress | undefined;
  let looking: Promise<void> | undefined;

  function nameSource(): void {
    if (redact === undefined) {
      emit({ type: 'open', location, tentative: false });
      return;
    }
    const into = temporary().location;
    copies.push(into);
    emit({ type: 'redact', location, into, spec: redact });
  }

  async function look(): Promise<void> {
    let store: Store | undefined;
    try {
      store = await openStore(location).reader();
      // Before anything is read: what is pushed meanwhile is a change.
      const generation = await store.generation();
      if (redact !== undefined) await checkWhole(store);
      read = await progressOf(store, emit);
      nameSource();
      if (redact !== undefined) {
        emit({ type: 'progress', progress: { ...read, phase: 'redacting' } });
        return;
      }
      emit({ type: 'done', progress: read });
      if (follow === true) await watch(store, generation, emit, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) emit(failureOf(error));
    } finally {
      await store?.close();
    }
  }

  return {
    openCached: () => false,
    start: () => {
      looking ??= look();
    },
    copied: () => {
      if (read !== undefined) emit({ type: 'done', progress: read });
    },
    sourceAgain: () => {
      if (read !== undefined) nameSource();
    },
    rebuild: () => 'The database gave what cannot be read.',
    judgeBy: () => IN_DATABASE,
    stop: async () => {
      stop.abort();
      for (const copy of copies) removeTemporaryStore(copy);
      // A server that does not answer is not waited for.
      await Promise.race([looking, delay(STOP_MS, undefined, { ref: false })]);
    },
  };
}

/** A copy would be taken for all of it. */
async function checkWhole({ missing }: Store): Promise<void> {
  const what = await missing?.();
  if (what !== undefined) throw new UserError(`not redacted: ${what}`);
}

/** Tells of what is newer than a generation. A connection that is lost is tried again: what is shown stays. */
async function watch(
  store: Store,
  known: number,
  emit: (event: ReadingEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let generation = known;
  let isLost = false;
  for (;;) {
    await delay(LOOK_MS, undefined, { signal });
    try {
      const now = await store.generation();
      // What was refused meanwhile is asked for again.
      if (isLost || now !== generation) {
        emit({ type: 'done', progress: await progressOf(store, emit) });
      }
      [generation, isLost] = [now, false];
    } catch (error) {
      if (signal.aborted) throw error;
      if (!isLost) emit({ type: 'notice', text: `${messageOf(error)}; it is tried again` });
      isLost = true;
    }
  }
}

/** How much there is; says where something of it is in doubt. */
async function progressOf(store: Store, emit: (event: ReadingEvent) => void): Promise<Progress> {
  const [{ trials, problems, doubt }, sources] = [await store.totals(), await store.sources()];
  if (doubt !== undefined) emit({ type: 'notice', text: doubt });
  const bytes = sources.reduce((sum, { size }) => sum + size, 0);
  return {
    phase: 'done',
    trials,
    problems,
    files: sources.length,
    filesDone: sources.length,
    passedOver: 0,
    unopened: [],
    bytes,
    totalBytes: bytes,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failureOf(error: unknown): ReadingEvent {
  const hint = error instanceof UserError ? error.hint : undefined;
  return { type: 'failed', message: messageOf(error), hint, error: mistakeIn(error) };
}
