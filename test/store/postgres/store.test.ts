/** The store in PostgreSQL: the contract of all stores, on a real server. */
import { afterAll, beforeAll, describe } from 'vitest';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { prepare } from '../../support/push-kills.ts';
import { describeStore } from '../contract.ts';
import { emptyCollections } from './empty-collections.ts';

describe.skipIf(!hasPostgres)('in PostgreSQL', () => {
  let server: Server;
  let database = '';
  beforeAll(async () => {
    server = await startPostgres();
    database = await prepare(server);
  });
  afterAll(async () => server.stop());

  describeStore(
    'the store in PostgreSQL',
    emptyCollections(() => database),
    { share: 0.1 },
  );
});
