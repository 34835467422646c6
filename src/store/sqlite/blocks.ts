/** Pieces of text, compressed together in blocks of some 64 KB. */
import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const BLOCK_BYTES = 64 * 1024;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
/** Decompressed blocks kept while reading: a trial's pieces lie together. */
const BLOCKS_KEPT = 64;

export type BlockWriter = {
  /** Adds a text; the number it can be read back by. It is there after the next `flush`. */
  readonly add: (text: string) => number;
  /** Writes what is waiting. */
  readonly flush: () => void;
};

export function createBlockWriter(database: DatabaseSync): BlockWriter {
  const putBlock = database.prepare('INSERT INTO block (id, body) VALUES (?, ?)');
  const putPiece = database.prepare(
    'INSERT INTO piece (id, block, start, length, json) VALUES (?, ?, ?, ?, ?)',
  );
  let block = nextId(database, 'block');
  let piece = nextId(database, 'piece');
  let parts: Buffer[] = [];
  let bytes = 0;

  function flush(): void {
    if (parts.length === 0) return;
    putBlock.run(block, zstdCompressSync(Buffer.concat(parts, bytes), LEVEL));
    block += 1;
    parts = [];
    bytes = 0;
  }

  return {
    add: (text) => {
      // UTF-8 has no lone surrogates; JSON escapes them, so that evidence is kept to the letter.
      const json = !text.isWellFormed();
      const body = Buffer.from(json ? JSON.stringify(text) : text);
      putPiece.run(piece, block, bytes, body.length, json ? 1 : 0);
      parts.push(body);
      bytes += body.length;
      if (bytes >= BLOCK_BYTES) flush();
      piece += 1;
      return piece - 1;
    },
    flush,
  };
}

export type BlockReader = { readonly read: (piece: number) => string };

export function createBlockReader(database: DatabaseSync): BlockReader {
  const getPiece = database.prepare('SELECT block, start, length, json FROM piece WHERE id = ?');
  const getBlock = database.prepare('SELECT body FROM block WHERE id = ?');
  const kept = new Map<number, Buffer>();

  function blockBody(id: number): Buffer {
    const found = kept.get(id);
    if (found !== undefined) return found;
    const body = zstdDecompressSync(getBlock.get(id)?.['body'] as Uint8Array);
    const oldest = kept.keys().next();
    if (kept.size >= BLOCKS_KEPT && oldest.done !== true) kept.delete(oldest.value);
    kept.set(id, body);
    return body;
  }

  return {
    read: (piece) => {
      const row = getPiece.get(piece) as
        | { block: number; start: number; length: number; json: number }
        | undefined;
      if (row === undefined) throw new Error(`piece ${piece} is not in the database`);
      const text = blockBody(row.block).toString('utf8', row.start, row.start + row.length);
      return row.json === 1 ? (JSON.parse(text) as string) : text;
    },
  };
}

/** The first number that a table has not used. */
export function nextId(
  database: DatabaseSync,
  table: 'block' | 'piece' | 'passage' | 'trial',
): number {
  const column = table === 'trial' ? 'key' : 'id';
  const row = database
    .prepare(`SELECT coalesce(max(${column}), 0) + 1 AS next FROM ${table}`)
    .get();
  return row?.['next'] as number;
}
