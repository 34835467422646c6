/** Reads pieces of text that were compressed together in blocks. */
import type { DatabaseSync } from 'node:sqlite';
import type { Piece } from '../parcel.ts';

/** Decompressed blocks kept while reading: a trial's pieces lie together. */
const BLOCKS_KEPT = 32;

export type BlockReader = { readonly read: (piece: Piece) => string };

export function createBlockReader(database: DatabaseSync): BlockReader {
  const getBlock = database.prepare('SELECT body FROM block WHERE id = ?');
  const kept = new Map<number, Buffer>();

  function blockBody(id: number): Buffer {
    const found = kept.get(id);
    if (found !== undefined) return found;
    const row = getBlock.get(id);
    if (row === undefined) throw new Error(`block ${id} is not in the database`);
    // Loaded at the first text: a list of trials, which comes first, needs none.
    const { zstdDecompressSync } = process.getBuiltinModule('node:zlib');
    const body = zstdDecompressSync(row['body'] as Uint8Array);
    const oldest = kept.keys().next();
    if (kept.size >= BLOCKS_KEPT && oldest.done !== true) kept.delete(oldest.value);
    kept.set(id, body);
    return body;
  }

  return {
    read: ({ block, start, length, json }) => {
      const text = blockBody(block).toString('utf8', start, start + length);
      return json === 1 ? (JSON.parse(text) as string) : text;
    },
  };
}

/** The first number that a table has not used. */
export function nextId(database: DatabaseSync, table: 'block' | 'passage' | 'trial'): number {
  const column = table === 'trial' ? 'key' : 'id';
  const row = database
    .prepare(`SELECT coalesce(max(${column}), 0) + 1 AS next FROM ${table}`)
    .get();
  return row?.['next'] as number;
}
