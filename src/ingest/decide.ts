/** What to do with a file that may have been read before. */
import { hash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { compressionOf } from '../formats/bytes.ts';
import type { Format } from '../formats/format.ts';
import type { SourceRecord } from '../store/store.ts';
import type { ScannedFile } from './scan.ts';

export type Decision =
  | { readonly type: 'keep' }
  /** Everything, from the beginning. */
  | { readonly type: 'read' }
  /** The file only grew, or reading it was interrupted: on from where it ended. */
  | { readonly type: 'resume'; readonly byte: number; readonly line: number }
  /** What is not there yet: of some trials only the table of contents was read. */
  | { readonly type: 'fill' };

const PIECE = 4096;

/** Compares a file with what is known of it. `formatOf`: the format of a name. */
export function decide(
  file: ScannedFile,
  known: SourceRecord | undefined,
  formatOf: (name: string) => Format | undefined,
): Decision {
  if (known === undefined || file.pipe) return { type: 'read' };
  const format = formatOf(known.format);
  const same =
    known.size === file.size &&
    known.mtimeMs === file.mtimeMs &&
    (format?.beside === undefined || known.fingerprint === stampOf(format.beside(file.path)));
  if (same && known.complete) return { type: 'keep' };
  if (same && format?.contents !== undefined && known.trials > 0) return { type: 'fill' };
  const canResume =
    format?.appends === true &&
    known.readBytes > 0 &&
    file.size >= known.readBytes &&
    // A file that was rewritten at the same size did not grow.
    (file.size > known.size || !known.complete) &&
    known.fingerprint !== '' &&
    fingerprint(file.path, known.readBytes) === known.fingerprint;
  return canResume
    ? { type: 'resume', byte: known.readBytes, line: known.readLines }
    : { type: 'read' };
}

/** The identity of files and folders beside one: when they were changed, and how large they are. */
export function stampOf(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const facts = statSync(path, { throwIfNoEntry: false });
      return facts === undefined ? '-' : `${facts.size}:${facts.mtimeMs}`;
    })
    .join();
}

/**
 * The identity of what was read of a plain file: a hash of the first and the last 4 KB before `end`.
 * A file that only grew still has it; one that was written anew, even with the same first records,
 * does not. Empty where there is none: the file cannot be read, or not on from its middle because
 * it is compressed.
 */
export function fingerprint(file: string, end: number): string {
  if (end === 0) return '';
  try {
    const handle = openSync(file, 'r');
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
