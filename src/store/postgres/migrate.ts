/** Makes the tables, or brings them up to date. Two that start at once do no harm: one waits for the other. */
import type { ClientBase } from 'pg';
import { UserError } from '../../base/user-error.ts';
import { MIGRATION_TABLE, MIGRATIONS, TABLES_VERSION, type Migration } from './schema.ts';

/** A number of ours among the advisory locks of a database. */
const LOCK = 7_367_110;

/** The version of the tables in the database; 0: it has none. */
export async function versionOf(client: ClientBase): Promise<number> {
  const { rows: found } = await client.query("SELECT to_regclass('inquest.migration') AS name");
  if (found[0]?.['name'] === null) return 0;
  const { rows } = await client.query('SELECT coalesce(max(n), 0) AS n FROM inquest.migration');
  return Number(rows[0]?.['n']);
}

/** What is to be run on a database of a version. */
export function migrationsAfter(version: number): readonly Migration[] {
  return MIGRATIONS.filter(({ n }) => n > version);
}

/** Runs what is missing, in one transaction. Resolves with what was run. */
export async function migrate(client: ClientBase): Promise<readonly Migration[]> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const missing = migrationsAfter(await versionOf(client));
    if (missing.length > 0) await client.query(MIGRATION_TABLE);
    for (const { n, name, sql } of missing) {
      await client.query(sql);
      await client.query('INSERT INTO inquest.migration (n, name) VALUES ($1, $2)', [n, name]);
    }
    await client.query('COMMIT');
    return missing;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** @throws UserError where the tables are missing or of another version. */
export async function checkVersion(client: ClientBase): Promise<void> {
  const version = await versionOf(client);
  if (version === TABLES_VERSION) return;
  if (version > TABLES_VERSION) {
    throw new UserError(
      `the tables of the database are of version ${version}, newer than this program knows`,
      'update Inquest',
    );
  }
  throw new UserError(
    version === 0
      ? 'the database has no tables of Inquest'
      : `the tables of the database are of version ${version}, which is too old`,
    'run: inquest db init ADDRESS',
  );
}
