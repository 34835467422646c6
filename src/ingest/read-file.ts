/** Reads one file into the store, a batch at a time. */
import { readHead } from '../formats/bytes.ts';
import { detect, type Detected } from '../formats/index.ts';
import type { Format, ReadItem } from '../formats/format.ts';
import type { SourceRecord, StoreWriter } from '../store/store.ts';
import type { Decision } from './decide.ts';
import { fingerprint } from './decide.ts';
import type { IngestRequest } from './messages.ts';
import type { ScannedFile } from './scan.ts';

export type FileResult =
  | { readonly type: 'read'; readonly trials: number }
  /** Nobody knows this file. */
  | { readonly type: 'passed-over'; readonly why: string };

export type Reading = {
  readonly writer: StoreWriter;
  readonly request: IngestRequest;
  readonly signal: AbortSignal;
  readonly formats: readonly Format[];
  /** Whether it is time to commit. */
  readonly isDue: () => boolean;
  /** Called after each commit with the bytes of this file that were read so far. */
  readonly committed: (bytes: number, trials: number, problems: number) => void;
};

/** The place of the last item in a file of lines. */
const LINE = /^line (\d+)$/;

/**
 * Reads a file, from its beginning or on from where it ended. A damaged file gives what can be had
 * of it and problems; this throws only where the store cannot be written.
 */
export async function readFile(
  file: ScannedFile,
  known: SourceRecord | undefined,
  decision: Exclude<Decision, { type: 'keep' }>,
  { writer, request, signal, formats, isDue, committed }: Reading,
): Promise<FileResult> {
  const recognised = await recognise(file, request, formats);
  if ('why' in recognised) return { type: 'passed-over', why: recognised.why };
  const { format, claim } = recognised.detected;
  const resume = decision.type === 'resume' && known !== undefined ? decision : undefined;
  const progress = {
    bytes: resume?.byte ?? 0,
    lines: resume?.line ?? 0,
    trials: resume === undefined ? 0 : (known?.trials ?? 0),
    problems: resume === undefined ? 0 : (known?.problems ?? 0),
  };

  const record = (complete: boolean): SourceRecord => ({
    path: file.path,
    name: file.name,
    format: format.name,
    why: claim.why,
    size: file.size,
    mtimeMs: file.mtimeMs,
    fingerprint: fingerprint(file.path, progress.bytes),
    readBytes: progress.bytes,
    readLines: progress.lines,
    complete,
    trials: progress.trials,
    problems: progress.problems,
    missing: false,
  });

  const [before, problemsBefore] = [progress.trials, progress.problems];
  writer.begin();
  if (resume === undefined) writer.clearSource(file.path);
  const source = writer.putSource(record(false));

  const take = (item: ReadItem): void => {
    if (item.type === 'trial') {
      const id = writer.addTrial(source, item.trial);
      progress.trials += 1;
      if (id !== item.trial.id) {
        progress.problems += 1;
        writer.addProblem(source, {
          source: file.name,
          ...(item.place === undefined ? {} : { place: item.place }),
          severity: 'warning',
          message: `the id ${item.trial.id} appears again; this trial is kept as ${id}`,
        });
      }
      const line = LINE.exec(item.place ?? '')?.[1];
      if (line !== undefined) progress.lines = Math.max(progress.lines, Number(line));
    } else if (item.type === 'problem') {
      progress.problems += 1;
      writer.addProblem(source, item.problem);
    } else if (item.line !== undefined) {
      progress.lines = item.line;
    }
    if (item.end !== undefined) progress.bytes = item.end;
  };

  const options = {
    map: request.map,
    verdict: request.verdict,
    fromByte: resume?.byte,
    fromLine: resume?.line,
  };
  for await (const item of format.read(file, options)) {
    take(item);
    if (signal.aborted) break;
    if (isDue()) {
      writer.putSource(record(false));
      writer.commit();
      committed(progress.bytes, progress.trials - before, progress.problems - problemsBefore);
      // Lets a wish to stop come in.
      await new Promise((resolve) => setImmediate(resolve));
      writer.begin();
    }
  }
  writer.putSource(record(!signal.aborted));
  writer.commit();
  committed(
    signal.aborted ? progress.bytes : file.size,
    progress.trials - before,
    progress.problems - problemsBefore,
  );
  return { type: 'read', trials: progress.trials };
}

/** Which format a file is, or why it is none. */
async function recognise(
  file: ScannedFile,
  request: IngestRequest,
  formats: readonly Format[],
): Promise<{ readonly detected: Detected } | { readonly why: string }> {
  try {
    const head = await readHead(file);
    const claimed = detect(head, request.format);
    // A map is for files that no reader knows by itself.
    const mapped =
      request.map !== undefined && (claimed === undefined || claimed.format.name === 'jsonl');
    const detected = mapped && head.bytes.length > 0 ? detect(head, 'jsonl') : claimed;
    if (detected !== undefined && formats.includes(detected.format)) return { detected };
    if (head.whole && head.bytes.length === 0) return { why: 'the file is empty' };
    if (head.bytes.includes(0)) return { why: 'this is a binary file that no reader knows' };
    return { why: 'no reader knows this kind of file' };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
