/** The database of a team, for what is pushed to it and pulled from it. */
import { openDatabase, type Database } from '../../store/postgres/connection.ts';
import { checkVersion } from '../../store/postgres/migrate.ts';

/** Opens a database whose tables are of this version, and closes it when it was used. Throws a `UserError`. */
export async function withTeamDatabase<T>(
  address: string,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = openDatabase(address);
  try {
    await database.withClient(checkVersion);
    return await use(database);
  } finally {
    await database.close();
  }
}
