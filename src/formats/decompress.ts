/** Decompresses gzip and zstd piece by piece, with all that comes before damage. */
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { DamagedFile, type Piece } from './raw-bytes.ts';

/** A piece of this size cannot inflate to more than some hundred MB, whatever is in it. */
const FEED_BYTES = { gzip: 64 * 1024, zstd: 8 * 1024 } as const;

/** What the pieces of a compressed file hold. Throws `DamagedFile` behind what could be read. */
export async function* inflated(
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
