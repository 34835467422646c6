/**
 * Bytes of a source file: plain, gzip or zstd (told by their first bytes), in order and in small
 * pieces, with everything readable of a damaged file yielded before its damage is told.
 */
import { systemReason } from '../base/file-errors.ts';
import { closeSync, constants, fstatSync, openSync, read, readSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

import type { Head, SourceFile } from './format.ts';
import { asUtf8, utf16Of } from './utf16.ts';

/** How much of a file's beginning detection looks at first, in bytes. */
export const HEAD_BYTES = 64 * 1024;
/** How much it looks at where the first record goes on beyond that. */
export const MOST_HEAD_BYTES = 32 * 1024 * 1024;

const READ_BYTES = 1024 * 1024;
/** Read where nothing more is expected. */
const END_BYTES = 1024;
/** A piece of this size cannot inflate to more than some hundred MB, whatever is in it. */
const FEED_BYTES = { gzip: 64 * 1024, zstd: 8 * 1024 } as const;

/** How the bytes of a file are stored; of all but `none` it is decoded from its beginning. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'utf-16';

/** Decoded bytes, and how many bytes of the file have been read to get them. */
export type Piece = {
  readonly bytes: Buffer;
  readonly rawEnd: number;
  /** Frees the bytes now, for who is done with them: a collector lets many megabytes come together. */
  readonly free?: (() => void) | undefined;
};

/** Damage to a file: what came before it has been yielded. `message` is one line for people. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

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
  let isFirstLine = pipes.has(file.path);
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

/** A few words for an error of the operating system; never a stack. */
export function plainReason(error: unknown): string {
  // What walks over JSON goes as deep as the stack.
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return 'it is nested too deeply';
  }
  const reason = systemReason(error, { EIO: 'the device could not read it' });
  return reason ?? (error instanceof Error ? error.message : String(error));
}

/**
 * A pipe cannot be read twice: its beginning, which `readHead` takes, is kept here. Standard input
 * goes by its number, not by `process.stdin`, which a worker thread does not have.
 */
type Pipe = {
  /** The next bytes; none at the end. */
  readonly next: () => Promise<Buffer>;
  readonly kept: Buffer[];
};
const pipes = new Map<string, Pipe>([['-', { next: () => readPipe(0), kept: [] }]]);
const PIPE_KEPT = MOST_HEAD_BYTES + HEAD_BYTES;

function rawPieces(path: string, from: number): AsyncGenerator<Piece> {
  const pipe = pipes.get(path);
  return pipe === undefined ? filePieces(path, from) : pipePieces(pipe);
}

/** Without waiting for other threads: for the many small files of a tree that would take longest. */
async function* filePieces(path: string, from: number): AsyncGenerator<Piece> {
  const pipe = await openPipe(path);
  if (pipe !== undefined) {
    yield* pipePieces(pipe);
    return;
  }
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new DamagedFile(`could not be opened: ${plainReason(error)}`, { cause: error });
  }
  try {
    const { size } = fstatSync(file);
    let at = from;
    for (;;) {
      // A first small read: most files of a results tree are small, and detection wants little.
      const most = at === from ? HEAD_BYTES : READ_BYTES;
      // Beyond its size only a file that grew meanwhile has something.
      const bytes = Buffer.allocUnsafe(Math.min(most, Math.max(size - at, END_BYTES)));
      const count = readSync(file, bytes, 0, bytes.length, at);
      if (count === 0) return;
      at += count;
      const { buffer, byteLength } = bytes;
      // Small ones share their memory with others.
      const free = buffer.byteLength === byteLength ? () => void buffer.transfer(0) : undefined;
      yield { bytes: bytes.subarray(0, count), rawEnd: at, free };
    }
  } catch (error) {
    if (error instanceof DamagedFile) throw error;
    throw new DamagedFile(`could not be read: ${plainReason(error)}`, { cause: error });
  } finally {
    closeSync(file);
  }
}

/**
 * A named pipe, opened. Undefined for other files. Without waiting for a writer, which would hold up
 * the end of the program too: a socket sees when one comes.
 */
async function openPipe(path: string): Promise<Pipe | undefined> {
  try {
    if (!statSync(path).isFIFO()) return undefined;
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { Socket } = await import('node:net');
    const socket = new Socket({ fd: descriptor, readable: true, writable: false });
    const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
    const pipe = { next: () => nextOf(chunks), kept: [] };
    pipes.set(path, pipe);
    return pipe;
  } catch {
    // Opening it again will tell what is wrong.
    return undefined;
  }
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  try {
    const { done, value } = await chunks.next();
    return done === true ? Buffer.alloc(0) : value;
  } catch (error) {
    throw new DamagedFile(`could not be read: ${plainReason(error)}`, { cause: error });
  }
}

async function* pipePieces({ next, kept }: Pipe): AsyncGenerator<Piece> {
  let at = 0;
  for (const bytes of kept) {
    at += bytes.length;
    yield { bytes, rawEnd: at };
  }
  for (;;) {
    const bytes = await next();
    if (bytes.length === 0) return;
    at += bytes.length;
    if (at <= PIPE_KEPT) kept.push(bytes);
    yield { bytes, rawEnd: at };
  }
}

async function readPipe(descriptor: number): Promise<Buffer> {
  for (;;) {
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const room = Buffer.allocUnsafe(HEAD_BYTES);
        read(descriptor, room, 0, HEAD_BYTES, null, (error, size, buffer) => {
          if (error === null) resolve(buffer.subarray(0, size));
          else reject(error);
        });
      });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Whoever started us may have left the pipe non-blocking: nothing there yet.
      if (code !== 'EAGAIN') {
        throw new DamagedFile(`could not be read: ${plainReason(error)}`, { cause: error });
      }
      await setTimeout(10);
    }
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

async function* inflated(
  raw: AsyncIterable<Piece>,
  compression: 'gzip' | 'zstd',
): AsyncGenerator<Piece> {
  const decoder = makeDecoder(compression);
  const step = FEED_BYTES[compression];
  let rawEnd = 0;
  try {
    for await (const piece of raw) {
      const start = piece.rawEnd - piece.bytes.length;
      for (let at = 0; at < piece.bytes.length; at += step) {
        const part = piece.bytes.subarray(at, at + step);
        const parts = await decoder.feed(part);
        rawEnd = start + at + part.length;
        for (const bytes of parts) yield { bytes, rawEnd };
        decoder.check();
      }
    }
    for (const bytes of await decoder.finish()) yield { bytes, rawEnd };
    decoder.check();
  } finally {
    decoder.close();
  }
}

type Decoder = {
  readonly feed: (bytes: Buffer) => Promise<readonly Buffer[]>;
  readonly finish: () => Promise<readonly Buffer[]>;
  /** Throws if the last call met damage; what could be decoded before it was returned. */
  readonly check: () => void;
  readonly close: () => void;
};

/**
 * Feeds a decompressor by hand, since a piped one drops what it has decoded when it meets damage.
 * Node's zstd stops at the end of a frame without a word, so each frame gets its own.
 */
function makeDecoder(compression: 'gzip' | 'zstd'): Decoder {
  let decoded: Buffer[] = [];
  let failure: Error | undefined;
  let closed = false;
  let wake: () => void = () => undefined;
  const start = () => {
    const engine = compression === 'gzip' ? createGunzip() : createZstdDecompress();
    engine.on('data', (bytes: Buffer) => decoded.push(bytes));
    engine.on('error', (error) => {
      failure = error;
      wake();
    });
    // A decompressor that met its end takes what follows without ever calling back.
    engine.on('end', () => wake());
    engine.on('close', () => {
      closed = true;
      wake();
    });
    closed = false;
    return engine;
  };
  let engine = start();
  const settle = (act: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      act(resolve);
    });
  const take = () => {
    const taken = decoded;
    decoded = [];
    return taken;
  };
  return {
    feed: async (bytes) => {
      let left = bytes;
      for (;;) {
        if (left.length === 0 || failure !== undefined || closed) break;
        const before = engine.bytesWritten;
        const part = left;
        await settle((done) => engine.write(part, done));
        const used = engine.bytesWritten - before;
        if (compression === 'gzip' || used >= left.length) break;
        engine = start();
        left = left.subarray(used);
        if (used === 0) break;
      }
      return take();
    },
    finish: async () => {
      if (!closed) {
        await new Promise((resolve) => {
          engine.once('close', resolve);
          engine.end();
        });
      }
      return take();
    },
    check: () => {
      if (failure === undefined) return;
      const cut = failure.message === 'unexpected end of file';
      throw new DamagedFile(
        cut
          ? `the ${compression} file is cut short; what came before the cut was read`
          : `the ${compression} file is damaged; what could be read before the damage was`,
        { cause: failure },
      );
    },
    close: () => engine.destroy(),
  };
}
