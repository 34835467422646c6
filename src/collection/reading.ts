/**
 * Reads the files of a collection and says which store is to be asked: the index itself or, where
 * something is redacted, a copy of it. The one place that interprets what the ingest worker says.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { cachedStore, removeTemporaryStore, temporary } from '../ingest/locate.ts';
import type { IngestMessage, IngestRequest } from '../ingest/messages.ts';
import { startIngest, type Ingest } from '../ingest/start.ts';
import type { RedactSpec } from '../redact/types.ts';
import type { StoreLocation } from '../store/backend.ts';
import type { Progress } from './protocol.ts';
import type { Reading, ReadingEvent, Source } from './reading-events.ts';
import { createDatabaseReading, databaseOf } from './database-reading.ts';
import { workerFile } from './worker-files.ts';

/** How often a damaged index is made again. */
const MAX_REBUILDS = 3;

const PIPED = 'The index is damaged, and a pipe cannot be read again.';
const TOO_OFTEN = 'The index is damaged again and again. Is the disk all right?';

/** Redacted copies: temporary stores, removed together. */
function createCopies(): { readonly next: () => StoreLocation; readonly remove: () => void } {
  const copies: StoreLocation[] = [];
  return {
    next: () => {
      const { location } = temporary();
      copies.push(location);
      return location;
    },
    remove: () => {
      for (const copy of copies) removeTemporaryStore(copy);
    },
  };
}

/** Prepares reading the files of a request. Throws a `UserError` where a copy has no place. */
export function createReading(
  request: IngestRequest,
  redact: RedactSpec | undefined,
  emit: (event: ReadingEvent) => void,
): Reading {
  const database = databaseOf(request);
  if (database !== undefined) return createDatabaseReading(database, request, redact, emit);
  const copies = createCopies();
  let into = redact === undefined ? undefined : copies.next();
  let original: StoreLocation | undefined;
  let source: Source | undefined;
  /** With something to be redacted: what was read, once that is all. */
  let read: Progress | undefined;
  let ingest: Ingest | undefined;
  let isRebuilding = false;
  let rebuilds = 0;
  let readings = 0;
  let isStopped = false;
  let { verdict } = request;

  function setSource(next: Source): void {
    source = next;
    emit(next);
  }

  function take(message: IngestMessage): void {
    switch (message.type) {
      case 'opened':
        isRebuilding = false;
        original = message.location;
        if (redact === undefined)
          setSource({ type: 'open', location: original, tentative: false, verdict });
        break;
      case 'done':
        if (redact === undefined || into === undefined || original === undefined) {
          emit(message);
          break;
        }
        // A copy is of what was there when it was made.
        if (read !== undefined) break;
        read = message.progress;
        setSource({ type: 'redact', location: original, into, spec: redact, verdict });
        emit({ type: 'progress', progress: { ...read, phase: 'redacting' } });
        break;
      default:
        emit(message);
    }
  }

  function start(wanted: IngestRequest): void {
    ingest = startIngest(wanted, take, workerFile('ingest-worker'));
  }

  function readAgain(wanted: IngestRequest): void {
    isRebuilding = true;
    read = undefined;
    if (source?.type === 'redact') {
      source = undefined;
      into = copies.next();
    }
    readings += 1;
    const reading = readings;
    void (ingest?.stop() ?? Promise.resolve()).then(() => {
      // Of several that were asked for meanwhile, the last one counts.
      if (!isStopped && reading === readings) start(wanted);
    });
  }

  return {
    openCached: () => {
      // What is to be redacted is not shown before all of it is known.
      const location = redact === undefined ? cachedStore(request) : undefined;
      if (location === undefined) return false;
      setSource({ type: 'open', location, tentative: true, verdict });
      return true;
    },
    start: () => {
      if (!isRebuilding && ingest === undefined) start(request);
    },
    copied: () => {
      if (read !== undefined) emit({ type: 'done', progress: read });
    },
    sourceAgain: () => {
      if (source === undefined) return;
      if (source.type === 'open') emit(source);
      else {
        // The copy may be half made, and only the thread knew which name stands for which.
        removeTemporaryStore(source.into);
        into = copies.next();
        setSource({ ...source, into });
      }
    },
    rebuild: () => {
      if (isRebuilding || isStopped) return undefined;
      if (ingest !== undefined && isPiped(request)) return PIPED;
      rebuilds += 1;
      if (rebuilds > MAX_REBUILDS) return TOO_OFTEN;
      readAgain({ ...request, verdict, rebuild: true });
      return undefined;
    },
    judgeBy: (rule) => {
      if (isPiped(request)) return 'What came through a pipe cannot be read again.';
      verdict = rule;
      if (!isStopped) readAgain({ ...request, verdict });
      return undefined;
    },
    stop: async () => {
      isStopped = true;
      copies.remove();
      await ingest?.stop();
    },
  };
}

function isPiped({ paths, cwd }: IngestRequest): boolean {
  const isPipe = (one: string): boolean =>
    one === '-' || statSync(path.resolve(cwd, one), { throwIfNoEntry: false })?.isFIFO() === true;
  return paths.some(isPipe);
}
