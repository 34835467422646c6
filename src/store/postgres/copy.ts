/** Rows by COPY: the fastest way into a table. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';

/** Text as `toSql` makes it; null; bytes for `bytea`. */
export type Cell = string | number | bigint | boolean | null | Uint8Array;

const PIECE_BYTES = 64 * 1024;

/** Adds rows to a table of ours, in the transaction of the client. Rows are taken as they are needed. */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const into = client.query(from(`COPY inquest.${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from(pieces(rows), { objectMode: true }), into);
}

function* pieces(rows: Iterable<readonly Cell[]>): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += `${row.map(cellText).join('\t')}\n`;
    if (piece.length < PIECE_BYTES) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

function cellText(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return cell.replaceAll(/[\\\t\n\r]/g, (one) => ESCAPES[one] ?? '');
  if (typeof cell === 'object') return `\\\\x${Buffer.from(cell).toString('hex')}`;
  return String(cell);
}
