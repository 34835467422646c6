/** What depends on all files of a collection, when several have been written. */
import { bucketsOf } from './collections.ts';
import type { Database } from './connection.ts';
import { settleIds } from './repeated-ids.ts';
import { inTransaction, lockBuckets, raiseGeneration } from './reserve.ts';

/** Numbers repeated ids by the order of the files. It changes nothing where that is so. */
export async function settleCollection(database: Database, collection: number): Promise<void> {
  await inTransaction(database, async (client) => {
    const buckets = (await bucketsOf(client, collection)).map(({ id }) => id);
    await lockBuckets(client, buckets);
    const { renamed } = await settleIds(client, buckets);
    if (renamed > 0) await raiseGeneration(client, collection);
  });
}
