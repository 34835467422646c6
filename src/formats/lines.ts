/**
 * Lines of a file of any size: whole lines with their place, a missing last newline told apart,
 * lines over the limit counted but not held.
 */
import { openBytes } from './bytes.ts';
import type { Compression } from './format.ts';
import type { Piece } from './raw-bytes.ts';

/** Lines longer than this are passed over. Bytes; V8's longest string is about 512 million units. */
export const MAX_LINE_BYTES = 256 * 1024 * 1024;

/** One line, without its newline. `end` is the byte of the decoded file after the newline. */
export type Line = {
  /** From 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Bytes of the file as it lies on disk, read to get this line. */
  readonly rawEnd: number;
  /** False for a last line without a newline. */
  readonly finished: boolean;
  /** Undefined for a line over the limit. */
  readonly bytes: Buffer | undefined;
};

export type LineOptions = {
  readonly fromByte?: number | undefined;
  readonly fromLine?: number | undefined;
  readonly maxLineBytes?: number | undefined;
};

/** Opens a file as batches of lines. Iterating throws `DamagedFile`, after the last whole line. */
export async function openLines(
  path: string,
  options: LineOptions = {},
): Promise<{ readonly compression: Compression; readonly batches: AsyncGenerator<Line[]> }> {
  const { compression, pieces } = await openBytes(path, options.fromByte ?? 0);
  const plain = compression === 'none';
  return {
    compression,
    batches: splitLines(pieces, {
      maxLineBytes: options.maxLineBytes,
      fromByte: plain ? options.fromByte : 0,
      fromLine: plain ? options.fromLine : 0,
    }),
  };
}

/**
 * Splits pieces into lines, a batch a piece: at LF or CR LF, with a UTF-8 byte order mark at the
 * very beginning left out. The bytes of a batch are to be used up before the next one is asked for.
 */
export async function* splitLines(
  pieces: AsyncIterable<Piece>,
  options: LineOptions = {},
): AsyncGenerator<Line[]> {
  const limit = options.maxLineBytes ?? MAX_LINE_BYTES;
  let number = options.fromLine ?? 0;
  let start = options.fromByte ?? 0;
  let at = start;
  let rawEnd = 0;
  let held: Buffer[] = [];
  let heldSize = 0;

  const finish = (last: Buffer, end: number, finished: boolean): Line => {
    const size = heldSize + last.length;
    let bytes: Buffer | undefined;
    if (size <= limit) bytes = held.length === 0 ? last : Buffer.concat([...held, last], size);
    if (start === 0 && bytes !== undefined) bytes = withoutMark(bytes);
    if (bytes !== undefined && bytes.at(-1) === 0x0d) bytes = bytes.subarray(0, -1);
    number += 1;
    const line = { number, start, end, rawEnd, finished, bytes };
    held = [];
    heldSize = 0;
    start = end;
    return line;
  };

  let damage: unknown;
  try {
    for await (const piece of pieces) {
      rawEnd = piece.rawEnd;
      const lines: Line[] = [];
      let from = 0;
      for (;;) {
        const newline = piece.bytes.indexOf(0x0a, from);
        if (newline < 0) break;
        lines.push(finish(piece.bytes.subarray(from, newline), at + newline + 1, true));
        from = newline + 1;
      }
      const rest = piece.bytes.subarray(from);
      heldSize += rest.length;
      if (heldSize > limit) held = [];
      else if (rest.length > 0) held.push(piece.free === undefined ? rest : Buffer.from(rest));
      at += piece.bytes.length;
      if (lines.length > 0) yield lines;
      piece.free?.();
    }
  } catch (error) {
    damage = error;
  }
  if (heldSize > 0) {
    const last = heldSize > limit ? Buffer.alloc(0) : Buffer.concat(held, heldSize);
    const tooLong = heldSize > limit;
    held = [];
    if (!tooLong) heldSize = 0;
    yield [finish(last, at, false)];
  }
  if (damage !== undefined) throw damage;
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
