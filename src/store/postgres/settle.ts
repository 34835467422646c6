/** What depends on all files of a collection, when several have been written. */
import { bucketsOf } from './collections.ts';
import type { Cluster } from './nodes/cluster.ts';
import { withServers } from './nodes/servers.ts';
import { settleIds } from './repeated-ids.ts';
import { lockBuckets, raiseGeneration } from './reserve.ts';

/** What is done once several files have been written. */
export async function settleCollection(cluster: Cluster, collection: number): Promise<void> {
  await numberIds(cluster, collection);
  await withServers(cluster, 'BEGIN', async ({ query }) => {
    await query('SELECT inquest.analyze()');
  });
}

/**
 * Numbers repeated ids by the order of the files. It changes nothing where that is so. On several nodes it is a
 * transaction each; where not all of them are committed, the next push numbers the rest.
 */
async function numberIds(cluster: Cluster, collection: number): Promise<void> {
  // One waits for the locks of another.
  const begin = 'BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0';
  await withServers(cluster, begin, async (servers) => {
    const buckets = (await bucketsOf(servers, collection)).map(({ id }) => id);
    // One server after the other, as everyone locks several of them.
    for (const part of servers.parts) await lockBuckets(part, buckets);
    const { renamed } = await settleIds(servers, buckets);
    if (renamed > 0) await raiseGeneration(servers, collection);
  });
}
