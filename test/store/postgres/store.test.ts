/** The store in PostgreSQL: the contract of all stores, on a real server. */
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import type { Opened } from '../contract/support.ts';
import { describeStore } from '../contract.ts';

describe.skipIf(!hasPostgres)('in PostgreSQL', () => {
  let server: Server;
  let database = '';
  let collections = 0;
  beforeAll(async () => {
    server = await startPostgres();
    database = server.newDatabase();
    const made = openDatabase(database);
    await made.withClient(migrate);
    await made.close();
  });
  afterAll(async () => server.stop());

  /** A collection of its own in the one database. */
  async function openEmpty(): Promise<Opened> {
    collections += 1;
    const access = openStore({
      scheme: 'postgres',
      address: `${database}&collection=c${collections}`,
    });
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
  }

  describeStore('the store in PostgreSQL', openEmpty, { share: 0.1 });
});
