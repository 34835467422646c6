/** Codes of values, on a real server: however many are remembered, each batch gets all of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCodes } from '../../../src/store/postgres/codes.ts';
import { makeCollection } from '../../../src/store/postgres/collections.ts';
import { openDatabase, type Database } from '../../../src/store/postgres/connection.ts';
import { CODED_COLUMNS, type CodedNames } from '../../../src/store/postgres/fields.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';
import { prepare } from '../../support/push-kills.ts';

/** The values of a trial: of each column the same one. */
function namesOf(value: string): CodedNames {
  return Object.fromEntries(CODED_COLUMNS.map((column) => [column, value])) as CodedNames;
}

describe.skipIf(!hasPostgres)('codes', () => {
  let server: Server;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = openDatabase(await prepare(server));
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  it('are there for a whole batch where more of them are met than are remembered', async () => {
    const collection = await database.withClient((client) => makeCollection(client, 'c'));
    const trials = ['a', 'b', 'c', 'd'].map(namesOf);
    const all = await createCodes(database, collection).of(trials);
    const few = createCodes(database, collection, 5);
    expect(await few.of(trials)).toEqual(all);
    expect(await few.of(trials.toReversed())).toEqual(all.toReversed());
    expect([...(await few.ofFields(['x', 'y'])).keys()]).toEqual(['x', 'y']);
  });
});
