/** What is known of all files of some collections. It changes nothing. */
import { bucketsOfAll } from './collections.ts';
import type { Database } from './connection.ts';
import { withCluster, type Cluster } from './nodes/cluster.ts';
import { SNAPSHOT, withServers } from './nodes/servers.ts';
import { readLedger } from './sources.ts';
import type { LedgerEntry } from '../store.ts';

export async function readWholeLedger(
  database: Database,
  collections: readonly number[],
): Promise<readonly LedgerEntry[]> {
  return withCluster(database, (cluster) => ledgerOf(cluster, collections));
}

/** The same, where the nodes are connected to. */
export async function ledgerOf(
  cluster: Cluster,
  collections: readonly number[],
): Promise<readonly LedgerEntry[]> {
  return withServers(cluster, SNAPSHOT, async (servers) => {
    const entries: LedgerEntry[] = [];
    for (const { id } of await bucketsOfAll(servers, collections)) {
      entries.push(...(await readLedger(servers, id)));
    }
    return entries;
  });
}
