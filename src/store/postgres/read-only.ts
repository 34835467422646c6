/** Questions that belong together: they see the database as it is at one moment, and are cancelled together. */
import type { PoolClient, QueryResult } from 'pg';
import type { Database } from './connection.ts';

/**
 * Calls a function with a connection, in a transaction. Rejects with the signal's reason soon after that was
 * aborted: the server ends the statement that is running, and the connection is used again.
 */
export async function readOnly<T>(
  database: Database,
  signal: AbortSignal | undefined,
  use: (client: PoolClient) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const answer = await database.withClient(async (client) => {
    const pid = await begin(client);
    let cancelling: Promise<void> | undefined;
    const cancel = (): void => {
      cancelling = database.cancel(pid);
    };
    signal?.addEventListener('abort', cancel);
    try {
      signal?.throwIfAborted();
      const result = await use(client);
      signal?.throwIfAborted();
      await client.query('COMMIT');
      return { result };
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      // What comes late must not end another question on this connection.
      await cancelling;
      await client.query('ROLLBACK');
      return undefined;
    } finally {
      signal?.removeEventListener('abort', cancel);
      await cancelling;
    }
  });
  if (answer !== undefined) return answer.result;
  throw signal?.reason;
}

/** Begins a transaction; gives the number of the server's process. */
async function begin(client: PoolClient): Promise<number> {
  const results = await client.query(
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_backend_pid() AS pid',
  );
  // Of several statements pg gives a list, which its types do not know.
  const [, { rows }] = results as unknown as [QueryResult, QueryResult<{ pid: number }>];
  return rows[0]?.pid ?? 0;
}
