/**
 * Collections in PostgreSQL. Everything that talks to it is loaded on use: those who ask no database load nothing
 * of it.
 */
import type { StoreAccess, StoreBackend } from '../backend.ts';

/** The version of the tables. */
const TABLES = 6;

function at(address: string): StoreAccess {
  const connected = async () => (await import('./connection.ts')).openDatabase(address);
  return {
    reader: async (options) => {
      const { openReader } = await import('./reader.ts');
      return openReader(await connected(), options);
    },
    writer: async () => {
      const { openWriter } = await import('./writer.ts');
      return openWriter(await connected());
    },
    encoder: async () => (await import('./encoder.ts')).createEncoder(),
    ledger: async () => {
      const { readWholeLedger } = await import('./ledger.ts');
      const database = await connected();
      try {
        return await readWholeLedger(database);
      } finally {
        await database.close();
      }
    },
    // Writers lock what they write, row by row; the database lets them in one after the other.
    lock: async () => ({ release: async () => undefined }),
    holder: () => undefined,
    remove: async () => {
      const { UserError } = await import('../../base/user-error.ts');
      throw new UserError('a collection in a database is not removed from here');
    },
    identity: () => address,
    files: [],
    examine: async () => {
      const { versionOf } = await import('./migrate.ts');
      const database = await connected();
      try {
        const version = await database.withClient(versionOf);
        return { version, state: version === TABLES ? 'sound' : 'of another version' };
      } finally {
        await database.close();
      }
    },
  };
}

export const postgres: StoreBackend<'postgres'> = {
  at: ({ address }) => at(address),
  // What goes wrong is said by a `UserError`; nothing is made anew.
  failureOf: () => undefined,
  engine: { key: 'postgres', name: 'PostgreSQL', version: 'of the server', tables: TABLES },
};
