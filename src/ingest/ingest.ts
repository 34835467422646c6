/** Reads a collection into its store: what is new or changed, and nothing else. */
import { FORMATS } from '../formats/index.ts';
import type { Format } from '../formats/format.ts';
import type { StoreLocation } from '../store/backend.ts';
import { isDamaged, isUnwritable, openStore } from '../store/open.ts';
import type { Source, StoreWriter } from '../store/store.ts';
import { mistakeIn, UserError } from '../base/user-error.ts';
import type { Problem } from '../trial/types.ts';
import { COMMIT_MS, createBatch } from './batch.ts';
import { decide, type Decision } from './decide.ts';
import { grouped, nothingFound, nothingRead, oneLine } from './failures.ts';
import type { Loads } from './load.ts';
import { follow } from './follow.ts';
import { LARGE_BYTES, startLoads } from './loads.ts';
import { locate, removeTemporaryStore, type Located } from './locate.ts';
import { StuckLock, waitForLock } from './lock.ts';
import type { IngestMessage, IngestRequest, Progress } from './messages.ts';
import { readFile, type FileResult, type Tally } from './read-file.ts';
import { giveUp, REBUILT } from './rebuild.ts';
import { findFiles, type FoundFiles, type FoundFile } from './find-files.ts';
import { surveyed } from './survey.ts';

export type IngestOptions = {
  readonly send: (message: IngestMessage) => void;
  readonly signal: AbortSignal;
  readonly formats?: readonly Format[];
  /** Where `worker.ts` ended up: with it, large files are read in a thread of their own. */
  readonly workerFile?: URL;
};

/**
 * Opens the store of a request and reads into it what it does not have yet. Says `opened` as soon as
 * the store can be read, `progress` after each commit, and at last `done` or `failed`; neither when it
 * was told to stop. Where files are followed, `done` may come again. It may say `opened` again, of
 * another store, when the first one cannot be written.
 */
export async function ingest(request: IngestRequest, options: IngestOptions): Promise<void> {
  const { signal } = options;
  const send = withoutRepeats(options.send);
  try {
    const onFound = (files: number): void =>
      send({ type: 'progress', progress: { ...NO_PROGRESS, phase: 'scanning', files } });
    const found = await findFiles(request.paths, request.cwd, { signal, onFound });
    if (signal.aborted) return;
    if (found.files.length === 0) throw nothingFound(request, found);
    const isPiped = found.files.some(({ pipe }) => pipe);
    let located = locate(request, isPiped);
    const into = (files: FoundFiles, more: Partial<ReadOptions>): Promise<void> =>
      ingestInto(located, request, files, { ...options, send, ...more });
    // A pipe could not be read a second time; but with one, the store is temporary anyway.
    const read = async (files: FoundFiles, isOpening = false): Promise<void> => {
      try {
        const isRebuild = isOpening && request.rebuild === true;
        await into(files, { isOpening, isRebuild }).catch((error: unknown) => {
          if (located.temporary || !isDamaged(error)) throw error;
          return into(files, { isOpening: true, isRebuild: true });
        });
      } catch (error) {
        const isUnusable = isUnwritable(error) || isDamaged(error) || error instanceof StuckLock;
        if (located.temporary || !isUnusable) throw error;
        located = await giveUp(located, error);
        await into(files, { isOpening: true });
      }
    };
    await read(found, true);
    if (request.follow !== true || isPiped) return;
    const look = (): Promise<FoundFiles> => findFiles(request.paths, request.cwd, { signal });
    // All may be gone for a moment; what was there is kept.
    const readAgain = (files: FoundFiles): Promise<void> =>
      read(files).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
      });
    await follow(found, look, readAgain, signal);
  } catch (error) {
    const hint = error instanceof UserError ? error.hint : undefined;
    send({ type: 'failed', message: oneLine(error), hint, error: mistakeIn(error) });
  }
}

const NO_PROGRESS: Progress = {
  phase: 'reading',
  trials: 0,
  problems: 0,
  files: 0,
  filesDone: 0,
  passedOver: 0,
  unopened: [],
  bytes: 0,
  totalBytes: 0,
};

/** Says `opened` once for a store, and progress only as often as a person can follow. */
function withoutRepeats(send: IngestOptions['send']): IngestOptions['send'] {
  let opened: string | undefined;
  let told = Number.NEGATIVE_INFINITY;
  return (message) => {
    const now = performance.now();
    // It may have made way for another store.
    if (message.type === 'notice') opened = undefined;
    const name = message.type === 'opened' ? nameOfStore(message.location) : undefined;
    if (name !== undefined && name === opened) return;
    if (message.type === 'progress' && now - told < COMMIT_MS / 2) return;
    if (message.type === 'opened') {
      opened = name;
      // The first trials are to be shown at once, whatever was said of the scan.
      told = Number.NEGATIVE_INFINITY;
    } else told = now;
    send(message);
  };
}

/** Another one where the store at the location is made anew. */
function nameOfStore(location: StoreLocation): string {
  return JSON.stringify([location, openStore(location).identity()]);
}

/**
 * `isOpening`: the first look at the files, not one at what has become of them since. `isRebuild`:
 * the store is damaged.
 */
type ReadOptions = IngestOptions & { readonly isOpening?: boolean; readonly isRebuild?: boolean };

async function ingestInto(
  { location, temporary: isTemporary, notice }: Located,
  request: IngestRequest,
  found: FoundFiles,
  options: ReadOptions,
): Promise<void> {
  const lock = await waitForLock(location, options);
  if (lock === undefined) return;
  try {
    const { signal, send, isOpening = false, isRebuild = false } = options;
    const writer = await openStore(location).writer({
      isKept: !isTemporary,
      isOpening,
      isRebuild,
      signal,
      onRebuild: (why) => send({ type: 'notice', text: REBUILT[why] }),
    });
    const reading = await startLoads(location, options);
    try {
      send({ type: 'opened', location, temporary: isTemporary });
      const notices: readonly Problem[] =
        notice === undefined ? [] : [{ source: 'index', severity: 'notice', message: notice }];
      await readAll(writer, request, found, notices, reading.loads, options);
    } finally {
      await reading.close();
      await writer.close();
    }
  } catch (error) {
    if (isTemporary) removeTemporaryStore(location);
    throw error;
  } finally {
    await lock.release();
  }
}

async function readAll(
  writer: StoreWriter,
  request: IngestRequest,
  found: FoundFiles,
  notices: readonly Problem[],
  loads: Loads,
  { send, signal, formats = FORMATS, isOpening = false }: ReadOptions,
): Promise<void> {
  if (isOpening) await forgetMissing(writer, found);
  const sources = await writer.ledger();
  const known = new Map(sources.map((source) => [source.path, source]));
  const tally: Tally = {
    trials: sources.reduce((sum, { trials }) => sum + trials, 0),
    problems: sources.reduce((sum, { problems }) => sum + problems, 0),
    bytes: 0,
  };
  const { unopened } = found;
  const files = { filesDone: 0, passedOver: 0, files: found.files.length, unopened };
  const totalBytes = found.files.reduce((sum, { size }) => sum + size, 0);
  const progress = (phase: Progress['phase']): Progress => ({
    phase,
    ...tally,
    ...files,
    totalBytes,
  });
  const batch = createBatch(writer, () => {
    send({ type: 'progress', progress: progress('reading') });
  });
  const formatOf = (name: string): Format | undefined =>
    formats.find((format) => format.name === name);
  const opened = new Set(found.files.map(({ path }) => path));
  let repeats = 0;
  const loose: Problem[] = [...found.problems, ...surveyed(found, request)];
  const unread: Problem[] = [];

  const decisions = new Map<string, Decision>();
  const decideOn = async (file: FoundFile): Promise<Decision> => {
    const decision = await decide(file, known.get(file.path), { formatOf, isOpening, signal });
    decisions.set(file.path, decision);
    return decision;
  };
  const readOne = async (file: FoundFile, onlyOutline = false): Promise<FileResult> => {
    const decision = decisions.get(file.path) ?? (await decideOn(file));
    const before = known.get(file.path);
    if (decision.type === 'keep') {
      if (before !== undefined && decision.stamp !== undefined) {
        await batch.open();
        await writer.putSource({ ...before, stamp: decision.stamp });
      }
      return { type: 'read' };
    }
    const isOpened = (path: string): boolean => opened.has(path);
    const reading = {
      writer,
      request,
      signal,
      formats,
      batch,
      tally,
      loads,
      isOpened,
      roots: found.roots,
      isOpening,
      onlyOutline,
    };
    return readFile(file, before, decision, reading);
  };
  const readThem = async (some: readonly FoundFile[]): Promise<void> => {
    for (const file of some) {
      const bytesBefore = tally.bytes;
      const result = await readOne(file);
      if (signal.aborted) break;
      if (result.type === 'passed-over') {
        files.passedOver += 1;
        if (result.unread !== undefined) unread.push(result.unread);
      }
      if (result.type !== 'read' && result.problem !== undefined) loose.push(result.problem);
      if (!file.pipe) tally.bytes = bytesBefore + file.size;
      files.filesDone += 1;
    }
  };
  /** What depends on all files: which are gone, their order, what belongs to none of them. */
  const settle = async (): Promise<void> => {
    await markMissing(writer, batch.open, found);
    await batch.open();
    await writer.orderSources(found.files.map(({ path }) => path));
    repeats = await writer.settleIds();
    await writer.setCollectionProblems([...notices, ...loose, ...grouped(unread)]);
    await batch.commit();
  };

  // Tables of contents first, so that every trial is in the list before any large log is read.
  for (const file of found.files) {
    const { type } = await decideOn(file);
    // A decision that was broken off is none.
    if (signal.aborted) return;
    if (file.pipe || file.size < LARGE_BYTES || type !== 'read') continue;
    await readOne(file, true);
    const outlined = (await writer.ledger()).find(({ path }) => path === file.path);
    if (outlined === undefined || outlined.trials === 0) continue;
    known.set(file.path, outlined);
    if (!outlined.complete) decisions.set(file.path, { type: 'fill' });
  }
  const outlined = new Set(found.files.filter(({ path }) => decisions.get(path)?.type === 'fill'));
  await readThem(found.files.filter((file) => !outlined.has(file)));
  if (outlined.size > 0 && !signal.aborted) {
    await settle();
    const problems =
      tally.problems + repeats + notices.length + loose.length + grouped(unread).length;
    send({ type: 'listed', progress: { ...progress('reading'), problems } });
    await readThem([...outlined]);
  }
  if (signal.aborted) {
    await batch.commit();
    return;
  }
  if (tally.trials === 0 && tally.problems === 0) {
    await markMissing(writer, batch.open, found);
    await batch.commit();
    throw nothingRead(request, loose, files.passedOver);
  }
  await settle();
  await batch.open();
  await writer.summarise();
  await batch.commit();
  tally.problems += repeats + notices.length + loose.length + grouped(unread).length;
  send({ type: 'done', progress: progress('done') });
}

/** Forgets files that are not there any more: only one who has them open goes on seeing them. */
async function forgetMissing(writer: StoreWriter, found: FoundFiles): Promise<void> {
  const there = new Set(found.files.map(({ path }) => path));
  const forgotten = (await writer.ledger()).filter(({ path }) => !there.has(path));
  if (forgotten.length === 0) return;
  await writer.begin();
  for (const { path } of forgotten) await writer.removeSource(path);
  await writer.commit();
}

/** Marks files that are gone, keeping their trials, and takes the mark from those that are back. */
async function markMissing(
  writer: StoreWriter,
  open: () => Promise<void>,
  found: FoundFiles,
): Promise<void> {
  const there = new Set(found.files.map(({ path }) => path));
  const isWrong = ({ path, missing }: Source): boolean => missing === there.has(path);
  for (const source of (await writer.ledger()).filter(isWrong)) {
    await open();
    await writer.putSource({ ...source, missing: !source.missing });
  }
}
