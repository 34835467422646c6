/** Decompresses a member of a zip: stored, deflate or zstd (of one frame or many), within a limit. */
import { inflateRawSync, zstdDecompressSync } from 'node:zlib';

/** Damage to a zip, or to one of its members. `message` is one line for people. */
export class ZipDamage extends Error {
  override readonly name = 'ZipDamage';
}

/** A writer starts a frame every 200 MiB; whoever has thousands of them means harm. */
const MOST_FRAMES = 4096;
const CHUNK_BYTES = 1024 * 1024;

/** @throws ZipDamage if it cannot be decompressed, or is more than `most` bytes. */
export function inflate(packed: Buffer, method: number, most: number): Buffer {
  try {
    if (method === 0) return stored(packed, most);
    if (method === 8) {
      return inflateRawSync(packed, { maxOutputLength: most, chunkSize: chunkFor(packed) });
    }
    if (method === 93) return zstdFrames(packed, most);
  } catch (error) {
    if (error instanceof ZipDamage) throw error;
    throw new ZipDamage(reasonOf(error, most), { cause: error });
  }
  throw new ZipDamage(`its compression (method ${method}) is not known`);
}

function stored(packed: Buffer, most: number): Buffer {
  if (packed.length > most) throw new ZipDamage(tooLarge(most));
  return packed;
}

/** Node's zstd stops at the end of a frame, so each frame is decompressed by itself. */
function zstdFrames(packed: Buffer, most: number): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  let size = 0;
  while (at < packed.length || parts.length === 0) {
    if (parts.length === MOST_FRAMES) throw new ZipDamage('it has too many zstd frames');
    const rest = packed.subarray(at);
    const options = {
      // Zero would mean the default, which is no limit.
      maxOutputLength: Math.max(1, most - size),
      chunkSize: chunkFor(rest),
      info: true,
    };
    // With `info` it gives an object, which the types do not say.
    const { buffer, engine } = zstdDecompressSync(rest, options) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    if (engine.bytesWritten === 0) throw new ZipDamage('its data is damaged');
    at += engine.bytesWritten;
    size += buffer.length;
    if (size > most) throw new ZipDamage(tooLarge(most));
    parts.push(buffer);
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, size);
}

/** Room that is made at once: small members, of which there are many, need little. */
function chunkFor(packed: Buffer): number {
  return Math.min(CHUNK_BYTES, Math.max(4096, packed.length * 8));
}

function reasonOf(error: unknown, most: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(most);
  // What zlib calls an unexpected end of the file; zstd has several words for it.
  if (code === 'Z_BUF_ERROR' || /srcSize|unexpected end/i.test(String(error))) {
    return 'its data ends too early';
  }
  return 'its data is damaged';
}

function tooLarge(most: number): string {
  return `it is larger than ${Math.round(most / 2 ** 20)} MiB unpacked, more than is read`;
}
