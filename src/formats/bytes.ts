/**
 * Bytes of a source file: plain, gzip or zstd (told by their first bytes), in order and in small
 * pieces, with everything readable of a damaged file yielded before its damage is told.
 */
import { inflated } from './decompress.ts';
import type { Compression, Head, SourceFile } from './format.ts';
import { HEAD_BYTES, isPipe, type Piece, rawPieces } from './raw-bytes.ts';
import { asUtf8, utf16Of } from './utf16.ts';

/** Which compression the first bytes of a file speak of. */
export function compressionOf(start: Uint8Array): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start[0] === 0x28 && start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd) {
    return 'zstd';
  }
  return utf16Of(start) === undefined ? 'none' : 'utf-16';
}

/**
 * Opens a file (`-`: standard input) as decoded pieces. `fromByte` is a place in the plain file and
 * means nothing for a compressed one, which is always read from its start.
 *
 * Iterating throws `DamagedFile` where the file cannot be opened or read, is cut short or corrupt.
 */
export async function openBytes(
  path: string,
  fromByte = 0,
): Promise<{ readonly compression: Compression; readonly pieces: AsyncGenerator<Piece> }> {
  const raw = rawPieces(path, 0);
  const first = await raw.next();
  const compression = first.done === true ? 'none' : compressionOf(first.value.bytes);
  if (compression === 'utf-16') return { compression, pieces: asUtf8(resumed(first, raw)) };
  if (compression !== 'none') {
    return { compression, pieces: asUtf8(inflated(resumed(first, raw), compression)) };
  }
  if (fromByte === 0) return { compression, pieces: resumed(first, raw) };
  await raw.return(undefined);
  return { compression, pieces: rawPieces(path, fromByte) };
}

/**
 * The beginning of a file, decompressed. What is taken of a pipe is kept for the next
 * `openBytes` of it. Throws `DamagedFile` where nothing of the file can be read.
 */
export async function readHead(file: SourceFile, limit = HEAD_BYTES): Promise<Head> {
  const { pieces, compression } = await openBytes(file.path);
  const parts: Buffer[] = [];
  let size = 0;
  let whole = true;
  let isFirstLine = isPipe(file.path);
  try {
    for await (const piece of pieces) {
      parts.push(piece.bytes);
      size += piece.bytes.length;
      const endsLine = isFirstLine && piece.bytes.includes(0x0a);
      if (endsLine) isFirstLine = false;
      if (size > limit || (endsLine && hasRecord(Buffer.concat(parts)))) {
        whole = false;
        break;
      }
    }
  } catch (error) {
    // A file cut short is still worth recognising by what can be read of it.
    if (size === 0) throw error;
    whole = false;
  }
  return { file, bytes: Buffer.concat(parts).subarray(0, limit), whole, compression };
}

/** Whether the first line is a record: of a pipe that rests after it, no more may come for long. */
function hasRecord(bytes: Buffer): boolean {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return false;
  try {
    JSON.parse(bytes.toString('utf8', 0, end));
    return true;
  } catch {
    return false;
  }
}

async function* resumed(
  first: IteratorResult<Piece>,
  rest: AsyncGenerator<Piece>,
): AsyncGenerator<Piece> {
  try {
    if (first.done === true) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
