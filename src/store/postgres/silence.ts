/**
 * Ends connections to servers that have stopped answering: one that is frozen keeps its connections, and no timeout of its
 * own passes there. Where nothing has come for a while, the server is asked on another connection whether it is there.
 */
import type { Socket } from 'node:net';
import { Client, type ClientConfig, type PoolClient } from 'pg';

export type Patience = {
  /** After so long without a byte the server is asked whether it is there. Milliseconds. */
  readonly quiet: number;
  /** A statement that waits for no lock may be silent so long. Milliseconds. */
  readonly most: number;
};

/** What pg has and its types do not name. */
type Inner = {
  readonly connection: { readonly stream: Socket };
  readonly processID: number;
  readonly readyForQuery: boolean;
};

/** Watches a connection from now on. `settings`: those it was made with. */
export function endWhenSilent(
  client: PoolClient,
  settings: ClientConfig,
  { quiet, most }: Patience,
): void {
  const inner = client as unknown as Inner;
  const { stream } = inner.connection;
  let silent = 0;
  // Counted, and not listened for: pg-copy-streams refuses a stream with other listeners than its own.
  let read = stream.bytesRead;
  stream.setTimeout(quiet);
  // Comes again after whatever is written or read later.
  stream.on('timeout', () => {
    // In the middle of a transaction that asks nothing at the moment, or not in use.
    if (inner.readyForQuery) return;
    silent = stream.bytesRead === read ? silent + quiet : quiet;
    read = stream.bytesRead;
    void stateOf(inner.processID, settings).then((state) => {
      if (inner.readyForQuery) return;
      if (state === 'waiting') silent = 0;
      if (state === 'gone' || silent > most) {
        stream.destroy(
          Object.assign(new Error('the server does not answer'), { code: 'ETIMEDOUT' }),
        );
        // The timeout of a socket comes once for each silence.
      } else stream.setTimeout(quiet);
    });
  });
}

/** How long a server that is there may take to say so, on a busy machine. Milliseconds. */
const ANSWER_MS = 10_000;

/** What a process of the server is doing. `waiting`: for a lock of another one. */
async function stateOf(pid: number, settings: ClientConfig): Promise<'busy' | 'waiting' | 'gone'> {
  const client = new Client({
    ...settings,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ waits: boolean }>(
      "SELECT wait_event_type IS NOT DISTINCT FROM 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1",
      [pid],
    );
    const [row] = rows;
    return row === undefined ? 'gone' : row.waits ? 'waiting' : 'busy';
  } catch (error) {
    // A server that refuses is there: it may have no connection left.
    return error instanceof Error && 'severity' in error ? 'busy' : 'gone';
  } finally {
    client.end().catch(() => undefined);
  }
}
