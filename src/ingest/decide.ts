/** What to do with a file that may have been read before. */
import { onDisk } from '../base/path-bytes.ts';
import { hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { compressionOf } from '../formats/bytes.ts';
import type { Format } from '../formats/format.ts';
import type { LedgerEntry } from '../store/store.ts';
import { isUnchanged } from './checksum.ts';
import type { FoundFile } from './find-files.ts';
import { lasting, stampAt } from './stamp.ts';

export type Decision =
  /** `stamp`: what is to be remembered of the file instead; its contents are the same. */
  | { readonly type: 'keep'; readonly stamp?: string }
  /** Everything, from the beginning. */
  | { readonly type: 'read' }
  /** The file only grew, or reading it was interrupted: on from where it ended. */
  | { readonly type: 'resume'; readonly byte: number; readonly line: number }
  /** What is not there yet: of some trials only the table of contents was read. */
  | { readonly type: 'fill' };

export type DecideOptions = {
  /** The format of a name. */
  readonly formatOf: (name: string) => Format | undefined;
  /** The program starts on the file, and does not follow it. */
  readonly isOpening: boolean;
  readonly signal: AbortSignal;
};

const PIECE = 4096;
/** While a file is followed, what was read of it is read again at each growth up to this size. */
const MOST_CHECKED = 64 * 1024 * 1024;

/** Compares a file with what is known of it. */
export async function decide(
  file: FoundFile,
  known: LedgerEntry | undefined,
  { formatOf, isOpening, signal }: DecideOptions,
): Promise<Decision> {
  if (known === undefined || file.pipe) return { type: 'read' };
  const format = formatOf(known.format);
  const stamp = stampWith(file, format);
  const isSame = known.stamp === stamp;
  const mayFill = format?.contents !== undefined && known.trials > 0;
  const isRemembered = (): Promise<boolean> => isUnchanged(file.path, known, signal);
  if (isSame && known.complete) return { type: 'keep' };
  if (isSame && mayFill) return { type: 'fill' };
  const isSameSize = known.size === file.size && known.checkedBytes === file.size;
  const areSameBeside = besidePart(known.stamp) === besidePart(stamp);
  const mayBeSame = (known.complete || mayFill) && isSameSize && areSameBeside;
  if (mayBeSame && (await isRemembered())) {
    return known.complete
      ? { type: 'keep', stamp: stampWith(file, format, lasting) }
      : { type: 'fill' };
  }
  const mayResume =
    format?.appends === true &&
    known.readBytes > 0 &&
    file.size >= Math.max(known.readBytes, known.checkedBytes) &&
    // A file that was rewritten at the same size did not grow.
    (file.size > known.size || !known.complete) &&
    known.fingerprint !== '' &&
    fingerprint(file.path, known.readBytes) === known.fingerprint;
  if (!mayResume) return { type: 'read' };
  // Reading a large file again for each line that is added would take all the time there is.
  const isChecked = isOpening || known.checkedBytes <= MOST_CHECKED;
  return !isChecked || (await isRemembered())
    ? { type: 'resume', byte: known.readBytes, line: known.readLines }
    : { type: 'read' };
}

/** The stamps of the files and folders that also decide what is read of a file, and its own last. */
export function stampWith(
  { path, stamp }: FoundFile,
  format: Format | undefined,
  as = (one: string): string => one,
): string {
  const beside = format?.beside?.(path) ?? [];
  return [...beside.map(stampAt), stamp].map(as).join();
}

function besidePart(stamp: string): string {
  return stamp.slice(0, stamp.lastIndexOf(',') + 1);
}

/**
 * The identity of what was read of a plain file: a hash of the first and the last 4 KB before `end`.
 * A file that only grew still has it. Empty where there is none: the file cannot be read, or not on
 * from its middle because it is compressed.
 */
export function fingerprint(file: string, end: number): string {
  if (end === 0) return '';
  try {
    const handle = openSync(onDisk(file), 'r');
    try {
      const length = Math.min(PIECE, end);
      const bytes = Buffer.alloc(2 * length);
      readSync(handle, bytes, 0, length, 0);
      readSync(handle, bytes, length, length, end - length);
      return compressionOf(bytes) === 'none' ? hash('sha1', bytes, 'hex') : '';
    } finally {
      closeSync(handle);
    }
  } catch {
    return '';
  }
}
