/** Reads a collection into its database: what is new or changed, and nothing else. */
import { FORMATS, surveyAll } from '../formats/index.ts';
import type { Format } from '../formats/format.ts';
import type { SourceRecord, StoreWriter } from '../store/store.ts';
import { UnusableDatabase } from '../store/sqlite/schema.ts';
import { openWriter } from '../store/sqlite/writer.ts';
import { UserError } from '../trial/user-error.ts';
import type { Problem } from '../trial/types.ts';
import { decide } from './decide.ts';
import { locate, removeDatabase, removeTemporary, temporary, type Location } from './locate.ts';
import { tryLock, type Lock } from './lock.ts';
import type { IngestMessage, IngestRequest, Progress } from './messages.ts';
import { readFile } from './read-file.ts';
import { scan, type Scan } from './scan.ts';

export type IngestOptions = {
  readonly send: (message: IngestMessage) => void;
  readonly signal: AbortSignal;
  readonly formats?: readonly Format[];
};

/** The first trials are committed at once, so that there is something to see. */
const FIRST_COMMIT_MS = 30;
const COMMIT_MS = 250;
/** How often a process that must wait looks whether there is more. */
const POLL_MS = 200;

/**
 * Opens the database of a request and reads into it what it does not have yet. Says `opened` as
 * soon as the database can be read, `progress` after each commit, and at last `done` or `failed`.
 */
export async function ingest(request: IngestRequest, options: IngestOptions): Promise<void> {
  try {
    const found = await scan(request.paths, request.cwd);
    if (found.files.length === 0) throw nothingFound(request, found);
    const location = locate(request);
    try {
      await ingestInto(location, request, found, options);
    } catch (error) {
      if (location.temporary || !isUnwritable(error)) throw error;
      const notice = `the index cannot be written (${oneLine(error)}); a temporary one is used`;
      await ingestInto({ ...temporary(), notice }, request, found, options);
    }
  } catch (error) {
    const hint = error instanceof UserError ? error.hint : undefined;
    options.send({ type: 'failed', message: oneLine(error), hint });
  }
}

async function ingestInto(
  location: Location,
  request: IngestRequest,
  found: Scan,
  options: IngestOptions,
): Promise<void> {
  const lock = await waitForLock(location, options);
  if (lock === undefined) return;
  try {
    const writer = openOrRebuild(location.database);
    try {
      options.send({ type: 'opened', ...location });
      const notices = location.notice === undefined ? [] : [notice(location.notice)];
      await readAll(writer, request, found, notices, options);
    } catch (error) {
      if (location.temporary) removeTemporary(location.database);
      throw error;
    } finally {
      await writer.close();
    }
  } finally {
    lock.release();
  }
}

async function readAll(
  writer: StoreWriter,
  request: IngestRequest,
  found: Scan,
  notices: readonly Problem[],
  { send, signal, formats = FORMATS }: IngestOptions,
): Promise<void> {
  const known = new Map(writer.sources().map((source) => [source.path, source]));
  const clock = createClock();
  const count = {
    trials: [...known.values()].reduce((sum, source) => sum + source.trials, 0),
    problems: [...known.values()].reduce((sum, source) => sum + source.problems, 0),
    filesDone: 0,
    passedOver: 0,
    bytes: 0,
  };
  const totalBytes = found.files.reduce((sum, file) => sum + file.size, 0);
  const progress = (phase: Progress['phase']): Progress => ({
    phase,
    ...count,
    files: found.files.length,
    totalBytes,
  });
  const appends = (name: string): boolean =>
    formats.find((format) => format.name === name)?.appends === true;

  const loose: Problem[] = [
    ...notices,
    ...found.problems,
    ...surveyAll({
      files: found.files.map((file) => file.path),
      emptyFolders: found.emptyFolders,
    }).map((problem) => ({ ...problem, source: nameFor(problem.source, found) })),
  ];

  for (const file of found.files) {
    if (signal.aborted) break;
    const old = known.get(file.path);
    const base = { ...count };
    const decision = decide(file, old, appends);
    if (decision.type !== 'keep') {
      const kept = decision.type === 'resume' ? 0 : (old?.trials ?? 0);
      const keptProblems = decision.type === 'resume' ? 0 : (old?.problems ?? 0);
      const result = await readFile(file, old, decision, {
        writer,
        request,
        signal,
        formats,
        isDue: clock.isDue,
        committed: (bytes, trials, problems) => {
          count.bytes = base.bytes + bytes;
          count.trials = base.trials - kept + trials;
          count.problems = base.problems - keptProblems + problems;
          if (clock.tell()) send({ type: 'progress', progress: progress('reading') });
        },
      });
      if (result.type === 'passed-over') {
        count.passedOver += 1;
        if (file.named) loose.push({ source: file.name, severity: 'error', message: result.why });
      }
    }
    count.bytes = base.bytes + file.size;
    count.filesDone += 1;
  }

  if (!signal.aborted) {
    markMissing(writer, known, found);
    if (count.trials === 0 && writer.sources().every((source) => source.problems === 0)) {
      throw nothingRead(request, loose, count.passedOver);
    }
  }
  writer.begin();
  writer.setLooseProblems(loose);
  writer.commit();
  count.problems += loose.length;
  send({ type: 'done', progress: progress('done') });
}

/** Files that are gone keep their trials, marked, until the collection is opened without them. */
function markMissing(
  writer: StoreWriter,
  known: ReadonlyMap<string, SourceRecord>,
  found: Scan,
): void {
  const there = new Set(found.files.map((file) => file.path));
  const changed = [...known.values()].filter(
    (source) => source.missing === there.has(source.path) && source.path !== '-',
  );
  if (changed.length === 0) return;
  writer.begin();
  for (const source of changed) {
    // Gone at the last opening already: now it goes.
    if (source.missing) writer.clearSource(source.path);
    writer.putSource({ ...source, missing: !there.has(source.path) });
  }
  writer.commit();
}

/** The first commit comes soon, later ones in larger batches; progress is told as often. */
function createClock(): { readonly isDue: () => boolean; readonly tell: () => boolean } {
  let last = performance.now();
  let first = true;
  let told = 0;
  let items = 0;
  return {
    isDue: () => {
      // Looking at the clock for every trial would cost more than the trial.
      items += 1;
      if (!first && items % 16 !== 0) return false;
      const due = performance.now() - last >= (first ? FIRST_COMMIT_MS : COMMIT_MS);
      if (due) {
        first = false;
        last = performance.now();
      }
      return due;
    },
    tell: () => {
      const now = performance.now();
      if (told !== 0 && now - told < COMMIT_MS) return false;
      told = now;
      return true;
    },
  };
}

/** While another process reads the same files, shows what it has committed. */
async function waitForLock(
  location: Location,
  { send, signal }: IngestOptions,
): Promise<Lock | undefined> {
  let opened = false;
  for (;;) {
    const lock = tryLock(location.database);
    if (lock !== undefined) return lock;
    if (signal.aborted) return undefined;
    const now = peek(location.database);
    if (now !== undefined) {
      if (!opened) send({ type: 'opened', ...location });
      opened = true;
      send({ type: 'progress', progress: now });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** How far the process that has the lock has come; undefined if its database is not ready. */
function peek(database: string): Progress | undefined {
  let writer: StoreWriter | undefined;
  try {
    writer = openWriter(database);
    const sources = writer.sources();
    return {
      phase: 'reading',
      trials: sources.reduce((sum, source) => sum + source.trials, 0),
      problems: sources.reduce((sum, source) => sum + source.problems, 0),
      files: sources.length,
      filesDone: sources.filter((source) => source.complete).length,
      passedOver: 0,
      bytes: sources.reduce((sum, source) => sum + source.readBytes, 0),
      totalBytes: sources.reduce((sum, source) => sum + source.size, 0),
    };
  } catch {
    return undefined;
  } finally {
    void writer?.close();
  }
}

function openOrRebuild(database: string): StoreWriter {
  try {
    return openWriter(database);
  } catch (error) {
    if (!(error instanceof UnusableDatabase)) throw error;
    removeDatabase(database);
    return openWriter(database);
  }
}

function isUnwritable(error: unknown): boolean {
  return (
    error instanceof Error &&
    /readonly|read-only|disk is full|disk I\/O|unable to open|ENOSPC|EROFS|EACCES/i.test(
      error.message,
    )
  );
}

function notice(message: string): Problem {
  return { source: 'index', severity: 'notice', message };
}

/** A path in a survey's problem, as the user would name it. */
function nameFor(file: string, found: Scan): string {
  const sibling = found.files.find((one) => one.path === file);
  return sibling?.name ?? file;
}

function nothingFound(request: IngestRequest, found: Scan): UserError {
  const [problem] = found.problems;
  if (problem !== undefined) {
    return new UserError(
      `cannot open ${problem.source}: ${problem.message}`,
      'name a file or folder of transcripts, or run inquest without a path to see the sample study',
    );
  }
  return new UserError(
    `no files in ${request.paths.join(' ')}`,
    'name a folder that holds transcripts (JSONL, or a results tree)',
  );
}

function nothingRead(
  request: IngestRequest,
  problems: readonly Problem[],
  passedOver: number,
): UserError {
  const problem = problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined) {
    return new UserError(
      `cannot open ${problem.source}: ${problem.message}`,
      'inquest check PATH says what each file is; --format and --map open files it does not recognise',
    );
  }
  const files = passedOver === 1 ? '1 file' : `${passedOver} files`;
  return new UserError(
    `no transcripts in ${request.paths.join(' ')} (${files} of other kinds passed over)`,
    'inquest check PATH says what each file is',
  );
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
}
