/** A checksum of a file from its beginning, which can be continued. */
import { onDisk } from '../base/path-bytes.ts';
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

export type Checksum = { readonly checkedBytes: number; readonly checksum: number };

export const NO_CHECKSUM: Checksum = { checkedBytes: 0, checksum: 0 };

const PIECE = 1024 * 1024;
/** Bytes after which others have a turn. */
const CHUNK = 32 * PIECE;

/** Continues a checksum to the byte `end`, or to the end of the file. A file that cannot be read adds nothing. */
export function continued(
  { checkedBytes, checksum }: Checksum,
  path: string,
  end: number,
): Checksum {
  if (end <= checkedBytes) return { checkedBytes, checksum };
  let [at, sum] = [checkedBytes, checksum];
  let handle: number | undefined;
  try {
    handle = openSync(onDisk(path), 'r');
    const piece = Buffer.allocUnsafe(Math.min(PIECE, end - at));
    while (at < end) {
      const count = readSync(handle, piece, 0, Math.min(piece.length, end - at), at);
      if (count === 0) break;
      sum = crc32(piece.subarray(0, count), sum);
      at += count;
    }
  } catch {
    // Reading the file itself tells what is wrong.
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
  return { checkedBytes: at, checksum: sum };
}

/** Whether a file still begins with the bytes that a checksum was made of. */
export async function isUnchanged(
  path: string,
  { checkedBytes, checksum }: Checksum,
  signal: AbortSignal,
): Promise<boolean> {
  let now = NO_CHECKSUM;
  while (now.checkedBytes < checkedBytes && !signal.aborted) {
    const end = Math.min(checkedBytes, now.checkedBytes + CHUNK);
    now = continued(now, path, end);
    if (now.checkedBytes < end) return false;
    await turn();
  }
  return !signal.aborted && now.checksum === checksum;
}
