/** Empty stores for the contract of all stores: each a collection of its own in one database. */
import { withCollectionNames } from '../../../src/store/postgres/address.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Opened } from '../contract/support.ts';

/** `database`: gives the address of the database, which is known when the server has been started. */
export function emptyCollections(database: () => string): () => Promise<Opened> {
  let collections = 0;
  return async () => {
    collections += 1;
    const address = withCollectionNames(database(), [`c${collections}`]);
    const access = openStore({ scheme: 'postgres', address });
    const writer = await access.writer();
    const readers: Store[] = [];
    return {
      writer: { ...writer, encoder: access.encoder },
      read: async () => {
        const store = await access.reader();
        readers.push(store);
        return store;
      },
      close: async () => {
        for (const reader of readers) await reader.close();
        await writer.close();
      },
    };
  };
}
