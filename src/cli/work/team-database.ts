/** The database of a team, for what is pushed to it and pulled from it. */
import type { ClientBase } from 'pg';
import { openDatabase, type Database } from '../../store/postgres/connection.ts';
import { checkVersion } from '../../store/postgres/migrate.ts';
import { nodesOf } from '../../store/postgres/nodes/cluster.ts';

/** Opens a database whose tables are of this version and which is no node, and closes it when it was used. Throws a `UserError`. */
export async function withTeamDatabase<T>(
  address: string,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = openDatabase(address);
  try {
    await database.withClient(checkUsable);
    return await use(database);
  } finally {
    await database.close();
  }
}

/** Auditors cannot read which nodes there are: they use what others have put there. */
async function checkUsable(client: ClientBase): Promise<void> {
  await checkVersion(client);
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT has_table_privilege('inquest.node', 'SELECT') AS may",
  );
  if (rows[0]?.may === true) await nodesOf(client);
}
