/** What to do with a file that may have been read before. */
import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { SourceRecord } from '../store/store.ts';
import type { ScannedFile } from './scan.ts';

export type Decision =
  | { readonly type: 'keep' }
  /** Everything, from the beginning. */
  | { readonly type: 'read' }
  /** The file only grew, or reading it was interrupted: on from where it ended. */
  | { readonly type: 'resume'; readonly byte: number; readonly line: number };

const HEAD = 4096;

/** Compares a file with what is known of it. `appends`: whether its format can be read on. */
export async function decide(
  file: ScannedFile,
  known: SourceRecord | undefined,
  appends: (format: string) => boolean,
): Promise<Decision> {
  if (known === undefined || file.path === '-') return { type: 'read' };
  const same = known.size === file.size && known.mtimeMs === file.mtimeMs;
  if (same && known.complete) return { type: 'keep' };
  const [length = '0'] = known.headHash.split(':');
  const canResume =
    appends(known.format) &&
    known.readBytes > 0 &&
    file.size >= known.readBytes &&
    // A file that was rewritten at the same size did not grow.
    (file.size > known.size || !known.complete) &&
    (await headHash(file.path, Number(length))) === known.headHash;
  return canResume
    ? { type: 'resume', byte: known.readBytes, line: known.readLines }
    : { type: 'read' };
}

/** `N:hash` of the first N bytes: the identity of a file that may grow. */
export async function headHash(file: string, most: number = HEAD): Promise<string> {
  if (file === '-') return '0:';
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
    return `${bytesRead}:${hash('sha1', buffer.subarray(0, bytesRead), 'hex')}`;
  } finally {
    await handle.close();
  }
}
