/** What is known of all files of a collection. It changes nothing. */
import { bucketsOf } from './collections.ts';
import type { Database } from './connection.ts';
import { readLedger } from './sources.ts';
import type { LedgerEntry } from '../store.ts';

export async function readWholeLedger(
  database: Database,
  collection: number,
): Promise<readonly LedgerEntry[]> {
  return database.withClient(async (client) => {
    const entries: LedgerEntry[] = [];
    for (const { id } of await bucketsOf(client, collection)) {
      entries.push(...(await readLedger(client, id)));
    }
    return entries;
  });
}
