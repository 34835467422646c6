/** The bytes of files, named pipes and standard input, as they are stored. */
import { onDisk } from '../base/path-bytes.ts';
import { closeSync, constants, fstatSync, openSync, read, readSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { systemReason } from '../base/file-errors.ts';

/** How much of a file's beginning detection looks at first, in bytes. */
export const HEAD_BYTES = 64 * 1024;
/** How much it looks at where the first record goes on beyond that. */
export const MOST_HEAD_BYTES = 32 * 1024 * 1024;

const READ_BYTES = 1024 * 1024;
/** Read where nothing more is expected. */
const END_BYTES = 1024;

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

/** The pieces of a file from a byte on; of a pipe from its beginning, whatever of it was read before. */
export function rawPieces(path: string, from: number): AsyncGenerator<Piece> {
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
    file = openSync(onDisk(path), 'r');
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
    if (!statSync(onDisk(path)).isFIFO()) return undefined;
    const descriptor = openSync(onDisk(path), constants.O_RDONLY | constants.O_NONBLOCK);
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

/** Whether a path was met as a pipe. */
export function isPipe(path: string): boolean {
  return pipes.has(path);
}
