/** Pieces of text, compressed together in blocks of some 64 KB. */
import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const BLOCK_BYTES = 64 * 1024;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Decompressed blocks kept while reading: a trial's pieces lie together. */
const BLOCKS_KEPT = 64;

/** Where a text is: bytes of a decompressed block. */
export type Piece = {
  readonly block: number;
  readonly start: number;
  readonly length: number;
  /** 1: as a JSON string, because UTF-8 cannot carry it. */
  readonly json: 0 | 1;
};

export type BlockWriter = {
  /** Where a text goes if it is taken; it is forgotten if another is offered instead. */
  readonly offer: (text: string) => Piece;
  /** Takes what was offered last. It can be read after the next `flush`. */
  readonly take: () => void;
  /** Writes what is waiting. */
  readonly flush: () => void;
};

export function createBlockWriter(database: DatabaseSync): BlockWriter {
  const putBlock = database.prepare('INSERT INTO block (id, body) VALUES (?, ?)');
  let block = nextId(database, 'block');
  let parts: Buffer[] = [];
  let bytes = 0;
  let offered = Buffer.alloc(0);

  function flush(): void {
    if (parts.length === 0) return;
    putBlock.run(block, zstdCompressSync(Buffer.concat(parts, bytes), LEVEL));
    block += 1;
    parts = [];
    bytes = 0;
  }

  return {
    offer: (text) => {
      // UTF-8 has no lone surrogates; JSON escapes them, so that evidence is kept to the letter.
      const json = text.isWellFormed() ? 0 : 1;
      offered = Buffer.from(json === 1 ? JSON.stringify(text) : text);
      return { block, start: bytes, length: offered.length, json };
    },
    take: () => {
      parts.push(offered);
      bytes += offered.length;
      if (bytes >= BLOCK_BYTES) flush();
    },
    flush,
  };
}

export type BlockReader = { readonly read: (piece: Piece) => string };

export function createBlockReader(database: DatabaseSync): BlockReader {
  const getBlock = database.prepare('SELECT body FROM block WHERE id = ?');
  const kept = new Map<number, Buffer>();

  function blockBody(id: number): Buffer {
    const found = kept.get(id);
    if (found !== undefined) return found;
    const row = getBlock.get(id);
    if (row === undefined) throw new Error(`block ${id} is not in the database`);
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
