/** Statements put together from pieces, with their values. */
import type { QueryResultRow } from 'pg';
import type { Sql, Value } from '../sql.ts';
import { arraysOf, type Place } from './keys.ts';
import type { Asked } from './nodes/servers.ts';

/** Pieces with blanks between them. */
export function sequence(...pieces: readonly (Sql | string)[]): Sql {
  return {
    text: pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(' '),
    values: pieces.flatMap((piece): readonly Value[] =>
      typeof piece === 'string' ? [] : piece.values,
    ),
  };
}

/** A condition: a row, `(bucket, number)`, is at one of some places. */
export function isOneOf(row: string, places: readonly Place[]): Sql {
  return {
    text: `${row} IN (SELECT * FROM unnest(?::int[], ?::int[]))`,
    values: arraysOf(places),
  };
}

/** Runs a statement that has a `?` for each value. */
export async function run<R extends QueryResultRow>(
  client: Asked,
  { text, values }: Sql,
): Promise<readonly R[]> {
  let at = 0;
  const numbered = text.replaceAll('?', () => {
    at += 1;
    return `$${at}`;
  });
  const { rows } = await client.query<R>(numbered, [...values]);
  return rows;
}
