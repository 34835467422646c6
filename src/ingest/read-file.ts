/** Reads one file into the store. */
import { setImmediate as turn } from 'node:timers/promises';
import { DamagedFile } from '../formats/raw-bytes.ts';
import { detect, recognise as recogniseFormat, type Detected } from '../formats/index.ts';
import type { Format } from '../formats/format.ts';
import { sniffJson } from '../formats/json/json.ts';
import type { LedgerEntry, StoreWriter } from '../store/store.ts';
import type { Problem } from '../trial/types.ts';
import { UserError } from '../base/user-error.ts';
import { COMMIT_MS, type Batch } from './batch.ts';
import { continued, NO_CHECKSUM, type Checksum } from './checksum.ts';
import { fingerprint, stampWith, type Decision } from './decide.ts';
import type { Load, LoadItem, Loads } from './load.ts';
import type { IngestRequest } from './messages.ts';
import type { FoundFile } from './find-files.ts';
import { isRecent, lasting, stampAt } from './stamp.ts';

/** What the collection has so far; counted up while reading. */
export type Tally = { trials: number; problems: number; bytes: number };

export type FileResult =
  | { readonly type: 'read' }
  /** Nobody knows this file, or there is nothing in it. */
  | {
      readonly type: 'passed-over';
      readonly problem?: Problem;
      /** Of a file in a folder that by its name should hold transcripts. */
      readonly unread?: Problem;
    }
  /** It cannot be read. What is known of it is kept while it is followed. */
  | { readonly type: 'unreadable'; readonly problem: Problem };

export type Reading = {
  readonly writer: StoreWriter;
  readonly request: IngestRequest;
  readonly signal: AbortSignal;
  readonly formats: readonly Format[];
  readonly batch: Batch;
  readonly tally: Tally;
  readonly isOpened: (path: string) => boolean;
  readonly roots: ReadonlySet<string>;
  readonly loads: Loads;
  /** The program starts on the files, and does not follow them. */
  readonly isOpening: boolean;
  /** Of files that have a table of contents that is read, and of other files nothing. */
  readonly onlyOutline?: boolean | undefined;
};

/** How far the checksum of a file is ahead of what is read of it; readers read ahead too. Bytes. */
const CHECKED_AHEAD = 16 * 1024 * 1024;

/** Names of files that hold records. */
const DATA = /\.(?:jsonl?|ndjson|eval|traj)(?:\.gz|\.zst)?$/i;

/** The place of an item in a file of lines. */
const LINE = /^line (\d+)$/;

/**
 * Reads a file, from its beginning or on from where it ended. A damaged file gives what can be had
 * of it and problems; this throws only where the store cannot be written or the request is wrong.
 */
export async function readFile(
  file: FoundFile,
  known: LedgerEntry | undefined,
  decision: Exclude<Decision, { type: 'keep' }>,
  {
    writer,
    request,
    signal,
    formats,
    batch,
    tally,
    loads,
    isOpened,
    roots,
    isOpening,
    onlyOutline,
  }: Reading,
): Promise<FileResult> {
  const recognised = await recognise(file, request, formats);
  if (onlyOutline === true && (recognised.type !== 'known' || !recognised.format.contents)) {
    return { type: 'read' };
  }
  if (recognised.type !== 'known') {
    // What cannot be read for a moment stays for those who have it open.
    if (known !== undefined && (isOpening || recognised.type === 'passed-over')) {
      await batch.open();
      await writer.removeSource(file.path);
      tally.trials -= known.trials;
      tally.problems -= known.problems;
    }
    return recognised;
  }
  const { format, claim } = recognised;
  const resume = decision.type === 'resume' && known?.format === format.name ? decision : undefined;
  const isFill = decision.type === 'fill' && known?.format === format.name;
  const kept = resume === undefined && !isFill ? undefined : known;
  const progress = {
    bytes: resume?.byte ?? 0,
    lines: resume?.line ?? 0,
    trials: kept?.trials ?? 0,
    problems: kept?.problems ?? 0,
  };
  const bytesBefore = tally.bytes;

  // Looked at before reading: what changes meanwhile is then read the next time.
  let stamp = file.pipe ? '' : stampWith(file, format, lasting);
  let checksum: Checksum = kept ?? NO_CHECKSUM;
  /**
   * Takes bytes into the checksum. Of files of lines before they are read: if they change in
   * between, they differ from it, and are read anew.
   */
  const check = (end: number): void => {
    // A table of contents is to be there at once; what it is of can be told by the stamp.
    if (file.pipe || (onlyOutline === true && !isRecent(stamp))) return;
    const { checkedBytes } = checksum;
    const next = format.appends ? progress.bytes : checkedBytes;
    checksum = continued(checksum, file.path, Math.min(end, next + CHECKED_AHEAD));
  };

  const record = (complete: boolean): LedgerEntry => ({
    path: file.path,
    name: file.name,
    format: format.name,
    why: claim.why,
    size: file.size,
    stamp,
    fingerprint: file.pipe || !format.appends ? '' : fingerprint(file.path, progress.bytes),
    checkedBytes: checksum.checkedBytes,
    checksum: checksum.checksum,
    readBytes: progress.bytes,
    readLines: progress.lines,
    complete,
    trials: progress.trials,
    problems: progress.problems,
    missing: false,
  });

  await batch.open();
  if (kept === undefined && known !== undefined) {
    await writer.clearSource(file.path);
    tally.trials -= known.trials;
    tally.problems -= known.problems;
  }
  const source = await writer.putSource(record(false));
  if (resume !== undefined) {
    // The line that was unfinished is read again; it may be right now.
    const mended = await writer.removeProblems(source, `line ${resume.line + 1}`);
    progress.problems -= mended;
    tally.problems -= mended;
  }
  const held = isFill ? await writer.reopenSource(file.path) : undefined;
  if (held !== undefined) {
    tally.problems -= progress.problems;
    progress.problems = 0;
  }

  /** Counts what was stored. */
  const count = (item: LoadItem): void => {
    if (item.type === 'outline') {
      progress.trials += 1;
      tally.trials += 1;
    } else if (item.type === 'trial') {
      // One that only takes the place of its outline has been counted.
      if (item.place === undefined || held?.places.has(item.place) !== true) {
        progress.trials += 1;
        tally.trials += 1;
      }
      const line = LINE.exec(item.place ?? '')?.[1];
      if (line !== undefined) progress.lines = Math.max(progress.lines, Number(line));
    } else if (item.type === 'problem') {
      progress.problems += 1;
      tally.problems += 1;
    } else if (item.line !== undefined) {
      progress.lines = item.line;
    }
    if (item.end !== undefined) progress.bytes = item.end;
    tally.bytes = bytesBefore + Math.min(progress.bytes, file.pipe ? Infinity : file.size);
  };

  const finishChecksum = (): void => {
    checksum = continued(checksum, file.path, Math.max(file.size, progress.bytes));
    // Another file would be taken for what was read.
    if (!format.appends && stampAt(file.path) !== file.stamp) [stamp, checksum] = ['', NO_CHECKSUM];
  };

  let isNew = false;
  const store = async ({ items, batch: trials }: Load): Promise<void> => {
    isNew = true;
    if (trials !== undefined) await writer.addTrials(source, trials);
    const problems = items.flatMap((item) => (item.type === 'problem' ? item.problem : []));
    if (problems.length > 0) await writer.addProblems(source, problems);
    for (const item of items) count(item);
  };
  const commit = async (): Promise<void> => {
    if (!isNew) return;
    isNew = false;
    await writer.putSource(record(false));
    await batch.commit();
    await batch.open();
  };
  const inTurn = oneByOne();
  // What came through a pipe is shown also while nothing is written into it. An error reaches the
  // next task.
  const timer = file.pipe
    ? setInterval(() => void inTurn(commit).catch(() => undefined), COMMIT_MS)
    : undefined;
  try {
    const options = {
      map: request.map,
      verdict: request.verdict,
      isOpened,
      roots,
      fromByte: resume?.byte,
      fromLine: resume?.line,
      skip: held?.whole,
    };
    check(file.size);
    const reader = onlyOutline === true ? outlineOnly(format) : format;
    for await (const load of loads(file, reader, options)) {
      await inTurn(() => store(load));
      if (signal.aborted) break;
      if (batch.isDue()) await inTurn(commit);
      check(file.size);
      // Lets a wish to stop come in.
      await turn();
    }
  } finally {
    clearInterval(timer);
  }
  const isComplete = !signal.aborted && onlyOutline !== true;
  if (!signal.aborted && !file.pipe && (isComplete || isRecent(stamp))) finishChecksum();
  await inTurn(() => writer.putSource(record(isComplete)));
  return { type: 'read' };
}

/** Does tasks in their order, each when the one before is done; none after one that failed. */
function oneByOne(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = last.then(task);
    last = done;
    return done;
  };
}

/** A format that reads the table of contents, in this thread. */
function outlineOnly(format: Format): Format {
  return { ...format, appends: false, read: format.contents?.outline ?? format.read };
}

/** Which format a file is, or why it is none. */
export async function recognise(
  file: FoundFile,
  request: IngestRequest,
  formats: readonly Format[],
): Promise<({ readonly type: 'known' } & Detected) | Exclude<FileResult, { type: 'read' }>> {
  try {
    const { head, detected: claimed } = await recogniseFormat(file, request.format);
    // A map is for files that no reader knows by itself.
    const mapped =
      request.map !== undefined && (claimed === undefined || claimed.format.mappable === true);
    const detected = mapped && head.bytes.length > 0 ? detect(head, 'jsonl') : claimed;
    const format = formats.find(({ name }) => name === detected?.format.name);
    if (detected !== undefined && format !== undefined) {
      return { type: 'known', format, claim: detected.claim };
    }
    if (head.whole && head.bytes.length === 0) {
      return { type: 'passed-over', problem: problemOf(file, 'notice', 'the file is empty') };
    }
    const message = head.bytes.includes(0)
      ? 'this is a binary file that no reader knows'
      : 'no reader knows this kind of file';
    if (file.named) return { type: 'passed-over', problem: problemOf(file, 'error', message) };
    // Of a folder, those that by their names should hold transcripts: their absence changes rates.
    if (!DATA.test(file.name)) return { type: 'passed-over' };
    const keys = [...(sniffJson(head)?.keys ?? [])];
    const names = keys.slice(0, 8).map(([key]) => key);
    const list = keys.find(([, start]) => start === '[')?.[0];
    const hint = list === undefined ? '' : `; its records may be in a list: --map records=${list}`;
    const fields = keys.length === 0 ? '' : ` (fields: ${names.join(', ')}${hint})`;
    const unread = problemOf(file, 'warning', `${message}${fields}; it was passed over`);
    return { type: 'passed-over', unread };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof DamagedFile ? error.message : `failed: ${messageOf(error)}`;
    return { type: 'unreadable', problem: problemOf(file, 'error', message) };
  }
}

function problemOf({ name }: FoundFile, severity: Problem['severity'], message: string): Problem {
  return { source: name, severity, message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
