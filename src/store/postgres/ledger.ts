/** What is known of all files of some collections. It changes nothing. */
import { bucketsOfAll } from './collections.ts';
import type { Database } from './connection.ts';
import { readLedger } from './sources.ts';
import type { LedgerEntry } from '../store.ts';

export async function readWholeLedger(
  database: Database,
  collections: readonly number[],
): Promise<readonly LedgerEntry[]> {
  return database.withClient(async (client) => {
    const entries: LedgerEntry[] = [];
    for (const { id } of await bucketsOfAll(client, collections)) {
      entries.push(...(await readLedger(client, id)));
    }
    return entries;
  });
}
