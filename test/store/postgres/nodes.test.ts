/** The store over three nodes: the contract of all stores, on real servers. */
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { createPlace } from '../../cli/support.ts';
import { startNodes, type Nodes } from '../../support/nodes.ts';
import { hasPostgres } from '../../support/postgres.ts';
import type { Opened } from '../contract/support.ts';
import { describeStore } from '../contract.ts';

const place = createPlace();

describe.skipIf(!hasPostgres)('over nodes', () => {
  let nodes: Nodes;
  let database = '';
  let collections = 0;
  beforeAll(async () => {
    nodes = await startNodes(place);
    database = (await nodes.newDatabase()).address;
  });
  afterAll(async () => nodes.stop());

  /** A collection of its own, each on the next node. */
  async function openEmpty(): Promise<Opened> {
    collections += 1;
    const address = `${database}?collection=c${collections}`;
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
  }

  describeStore('the store over nodes', openEmpty, { share: 0.03 });
});
