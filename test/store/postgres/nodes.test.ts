/** The store over three nodes: the contract of all stores, on real servers. */
import { afterAll, beforeAll, describe } from 'vitest';
import { createPlace } from '../../cli/support.ts';
import { startNodes, type Nodes } from '../../support/nodes.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { describeStore } from '../contract.ts';
import { emptyCollections } from './empty-collections.ts';

const place = createPlace();

describe.skipIf(!hasPostgres)('over nodes', () => {
  let nodes: Nodes;
  let database = '';
  beforeAll(async () => {
    nodes = await startNodes(place);
    database = (await nodes.newDatabase()).address;
  });
  afterAll(async () => nodes.stop());

  // Each on the next node.
  const openEmpty = emptyCollections(() => database);
  describeStore('the store over nodes', openEmpty, { share: 0.03 });
});
