/** Reads pieces of text that were compressed together in blocks. */
import type { DatabaseSync } from 'node:sqlite';
import type { TextSlice } from '../encoded-trials.ts';
import { UnusableStore } from '../store.ts';

/** Decompressed bytes kept while reading: a trial's pieces lie together. The last block always is. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Room for a whole block at once: pieces would be put together, which takes as much again. Also too
 * much for Node's pool of small buffers, so that a block can be given back without harm to others.
 */
const CHUNKS = { chunkSize: 192 * 1024 };

export type BlockReader = { readonly read: (piece: TextSlice) => string };

export function createBlockReader(database: DatabaseSync): BlockReader {
  const getBlock = database.prepare('SELECT body FROM block WHERE id = ?');
  const kept = new Map<number, Buffer<ArrayBuffer>>();
  let keptBytes = 0;

  function blockBody(id: number): Buffer {
    const found = kept.get(id);
    if (found !== undefined) return found;
    const row = getBlock.get(id);
    if (row === undefined) throw new UnusableStore(`block ${id} is not in the database`);
    // Loaded at the first text: a list of trials, which comes first, needs none.
    const { zstdDecompressSync } = process.getBuiltinModule('node:zlib');
    const packed = row['body'] as Uint8Array<ArrayBuffer>;
    const body = orUnusable(() => zstdDecompressSync(packed, CHUNKS));
    giveBack(packed);
    keptBytes += body.buffer.byteLength;
    for (const [oldest, bytes] of kept) {
      if (keptBytes <= KEPT_BYTES) break;
      kept.delete(oldest);
      keptBytes -= bytes.buffer.byteLength;
      giveBack(bytes);
    }
    kept.set(id, body);
    return body;
  }

  return {
    read: ({ block, start, length, json }) => {
      const body = blockBody(block);
      if (start + length > body.length) throw new UnusableStore(`block ${block} is too short`);
      const text = body.toString('utf8', start, start + length);
      return json === 1 ? orUnusable(() => JSON.parse(text) as string) : text;
    },
  };
}

/** Decodes what a writer has encoded: where that fails, it is not what was written. */
export function orUnusable<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new UnusableStore(error instanceof Error ? error.message : String(error));
  }
}

/** Frees bytes now: a collector sees little of them, and waits for long. */
function giveBack({ buffer }: Uint8Array<ArrayBuffer>): void {
  buffer.transfer(0);
}

/** The first number that a table has not used. */
export function nextId(database: DatabaseSync, table: 'block' | 'passage' | 'trial'): number {
  const column = table === 'trial' ? 'key' : 'id';
  const row = database
    .prepare(`SELECT coalesce(max(${column}), 0) + 1 AS next FROM ${table}`)
    .get();
  return row?.['next'] as number;
}
