/** Questions that belong together: they see each server as it is at one moment, and are cancelled together. */
import { databaseError } from './connection.ts';
import { LostConnection } from './lost.ts';
import type { Cluster } from './nodes/cluster.ts';
import { holdServers, SNAPSHOT, type Servers } from './nodes/servers.ts';

type Use<T> = (servers: Servers) => Promise<T>;

/**
 * Calls a function with the servers, in a transaction of each. Rejects with the signal's reason soon after that was
 * aborted: the servers end the statements that are running, and the connections are used again. Where a connection was
 * lost the function is called once more: it changes nothing.
 */
export async function readOnly<T>(
  cluster: Cluster,
  signal: AbortSignal | undefined,
  use: Use<T>,
): Promise<T> {
  signal?.throwIfAborted();
  let isAgain = false;
  for (;;) {
    const before = cluster.missing.size;
    try {
      return await readOnce(cluster, signal, use);
    } catch (error) {
      if (signal?.aborted === true) throw error;
      // A node has gone meanwhile that may be left out: the rest is asked again.
      if (cluster.missing.size > before) continue;
      if (isAgain || !(error instanceof LostConnection)) throw error;
      isAgain = true;
    }
  }
}

async function readOnce<T>(
  cluster: Cluster,
  signal: AbortSignal | undefined,
  use: Use<T>,
): Promise<T> {
  const { servers, commit, cancel, rollback, release } = await holdServers(cluster, SNAPSHOT);
  let cancelling: Promise<void> | undefined;
  const stop = (): void => {
    cancelling = cancel();
  };
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    const result = await use(servers);
    signal?.throwIfAborted();
    await commit();
    return result;
  } catch (error) {
    if (signal?.aborted !== true) throw databaseError(error, cluster.home.address);
    // What comes late must not end another question on these connections.
    await cancelling;
    await rollback().catch(() => undefined);
    throw signal.reason;
  } finally {
    signal?.removeEventListener('abort', stop);
    await cancelling;
    release();
  }
}
