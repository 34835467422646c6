/**
 * Reads the write-ahead log that SQLite keeps beside a database, to know which pages a checkpoint
 * will write: https://sqlite.org/fileformat2.html#walformat
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** Of a log whose own sums are of little-endian words; big-endian ones have one more. */
const MAGIC = 0x377f0682;

/** How far a log has been read; the salt changes when SQLite begins it anew. */
export type LogPosition = { readonly salt: string; readonly at: number };

export const LOG_START: LogPosition = { salt: '', at: 0 };

type Sums = readonly [number, number];

/**
 * Calls `onPage` with each page that committed transactions have put into the log since `position`,
 * in their order, and gives the position after them. `isTrusted`: the log was written by this
 * process; otherwise it is read as SQLite does after a crash, up to the first frame that is damaged.
 */
export function readLog(
  log: string,
  position: LogPosition,
  isTrusted: boolean,
  onPage: (page: number, sum: number) => void,
): LogPosition {
  let handle: number;
  try {
    handle = openSync(log, 'r');
  } catch {
    return LOG_START;
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    if (readSync(handle, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return LOG_START;
    const magic = header.readUInt32BE(0);
    if ((magic & ~1) >>> 0 !== MAGIC) return LOG_START;
    const isSwapped = ((magic & 1) === 1) !== (endianness() === 'BE');
    const pageSize = header.readUInt32BE(8);
    const salt = header.toString('latin1', 16, 24);
    let sums = summed(header.subarray(0, 24), [0, 0], isSwapped);
    if (!isTrusted && !areAt(header, 24, sums)) return LOG_START;
    const isSame = position.salt === salt;
    let at = isSame && position.at > 0 ? position.at : HEADER_BYTES;
    let committed = at;
    let pending: (readonly [number, number])[] = [];
    const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageSize);
    while (readSync(handle, frame, 0, frame.length, at) === frame.length) {
      if (frame.toString('latin1', 8, 16) !== salt) break;
      const page = frame.subarray(FRAME_HEADER_BYTES);
      if (!isTrusted) {
        sums = summed(page, summed(frame.subarray(0, 8), sums, isSwapped), isSwapped);
        if (!areAt(frame, 16, sums)) break;
      }
      at += frame.length;
      pending.push([frame.readUInt32BE(0), crc32(page)]);
      const isCommit = frame.readUInt32BE(4) !== 0;
      if (!isCommit) continue;
      for (const [number, sum] of pending) onPage(number, sum);
      [pending, committed] = [[], at];
    }
    return { salt, at: committed };
  } finally {
    closeSync(handle);
  }
}

/** Continues the checksum that SQLite has in its log over more bytes. */
function summed(bytes: Buffer, [first, second]: Sums, isSwapped: boolean): Sums {
  const copy = Buffer.from(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  if (isSwapped) copy.swap32();
  const words = new Uint32Array(copy.buffer);
  let [a, b] = [first, second];
  for (let at = 0; at < words.length; at += 2) {
    a = (a + (words[at] ?? 0) + b) >>> 0;
    b = (b + (words[at + 1] ?? 0) + a) >>> 0;
  }
  return [a, b];
}

function areAt(bytes: Buffer, offset: number, [first, second]: Sums): boolean {
  return bytes.readUInt32BE(offset) === first && bytes.readUInt32BE(offset + 4) === second;
}
