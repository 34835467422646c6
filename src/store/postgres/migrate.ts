/** Makes the tables, or brings them up to date. Two that start at once do no harm: one waits for the other. */
import type { ClientBase } from 'pg';
import { UserError } from '../../base/user-error.ts';
import { ROLE_NAMES, ROLES } from './roles.ts';
import { MIGRATION_TABLE, MIGRATIONS, TABLES_VERSION, type Migration } from './schema.ts';

/** A number of ours among the advisory locks of a database. */
const LOCK = 7_367_110;

/** The version of the tables in the database; 0: it has none. */
export async function versionOf(client: ClientBase): Promise<number> {
  if (!(await hasTable(client, 'migration'))) return 0;
  const { rows } = await client.query('SELECT coalesce(max(n), 0) AS n FROM inquest.migration');
  return Number(rows[0]?.['n']);
}

/** Whether there is a table of ours. `to_regclass` would remember that there was none. */
export async function hasTable(client: ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'inquest' AND c.relname = $1`,
    [name],
  );
  return rows.length > 0;
}

/** What is to be run on a database of a version. */
function migrationsAfter(version: number): readonly Migration[] {
  return MIGRATIONS.filter(({ n }) => n > version);
}

export type MigrateOptions = {
  /** Is given the statements before they are run. */
  readonly before?: (sql: string) => Promise<void>;
  /** Also makes the roles and grants (`roles.ts`), which takes the right to make roles. */
  readonly withRoles?: boolean;
  /** Statements that follow those of the tables; they may be run again. */
  readonly more?: string;
};

/** Whether the roles are there, and may do something with each table. */
async function hasRoles(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT count(DISTINCT r.oid) = ${ROLE_NAMES.length} AND NOT EXISTS (
        SELECT FROM pg_class c JOIN pg_roles l ON l.rolname = 'inquest_loader'
        WHERE c.relnamespace = to_regnamespace('inquest') AND c.relkind IN ('r', 'p')
          AND NOT has_table_privilege(l.oid, c.oid, 'SELECT, INSERT')) AS has
      FROM pg_roles r WHERE r.rolname = ANY($1)`,
    [ROLE_NAMES],
  );
  return rows[0]?.has === true;
}

/** @throws UserError where the database cannot hold the characters of all texts. */
async function checkEncoding(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new UserError(
    `the encoding of the database is ${encoding}, and not UTF8`,
    "make another one: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
  );
}

/** The statements that are missing in a database; empty: none. @throws UserError where it cannot have the tables. */
export async function missingSql(client: ClientBase, options: MigrateOptions): Promise<string> {
  return sqlAfter(client, await versionOf(client), options);
}

async function sqlAfter(
  client: ClientBase,
  version: number,
  { withRoles = false, more = '' }: MigrateOptions,
): Promise<string> {
  if (version === 0) await checkEncoding(client);
  const missing = migrationsAfter(version);
  // They may have been left out, or be those of another server that the database was on.
  if (missing.length === 0 && more === '' && (!withRoles || (await hasRoles(client)))) return '';
  const steps = missing.map(
    ({ n, name, sql }) =>
      `${sql.trim()}\nINSERT INTO inquest.migration (n, name) VALUES (${n}, '${name}');`,
  );
  const parts = [MIGRATION_TABLE, ...steps, ...(withRoles ? [ROLES] : []), more];
  return `${parts
    .map((part) => part.trim())
    .join('\n\n')
    .trim()}\n`;
}

/** Runs what is missing, in one transaction. Resolves with the steps that were taken. */
export async function migrate(
  client: ClientBase,
  options: MigrateOptions = {},
): Promise<readonly Migration[]> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const version = await versionOf(client);
    const sql = await sqlAfter(client, version, options);
    if (sql !== '') {
      await options.before?.(sql);
      await client.query(sql);
    }
    await client.query('COMMIT');
    return migrationsAfter(version);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
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
