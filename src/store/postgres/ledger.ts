/** What is known of all files of collections. It changes nothing. */
import { bucketsOfAll, collectionsOf } from './collections.ts';
import type { Database } from './connection.ts';
import { withCluster, type Cluster } from './nodes/cluster.ts';
import { SNAPSHOT, withServers } from './nodes/servers.ts';
import { readLedger } from './sources.ts';
import type { LedgerEntry } from '../store.ts';

/** Of the collections that the address of the database asks for. @throws UserError where one is not there. */
export async function readWholeLedger(database: Database): Promise<readonly LedgerEntry[]> {
  const collections = await database.withClient((client) =>
    collectionsOf(client, database.address),
  );
  return withCluster(database, (cluster) =>
    ledgerOf(
      cluster,
      collections.map(({ id }) => id),
    ),
  );
}

/** Of some collections, where the nodes are connected to. */
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
