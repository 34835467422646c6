/** Notes of a team in a database: records that stand alone, each there once. */
import type { ClientBase } from 'pg';

/** Adds records that are not there, in one statement. @returns how many were added. */
export async function appendNotes(client: ClientBase, records: readonly string[]): Promise<number> {
  const { rowCount } = await client.query(
    'INSERT INTO inquest.note (record) SELECT * FROM unnest($1::bytea[]) ON CONFLICT DO NOTHING',
    [records.map((record) => Buffer.from(record))],
  );
  return rowCount ?? 0;
}

export type NoteRow = {
  readonly record: Uint8Array;
  /** The user who added it. */
  readonly author: string;
};

/** All that may be read, the oldest first. */
export async function readNotes(client: ClientBase): Promise<readonly NoteRow[]> {
  const { rows } = await client.query<NoteRow>(
    'SELECT record, author FROM inquest.notes() ORDER BY at, hash',
  );
  return rows;
}
