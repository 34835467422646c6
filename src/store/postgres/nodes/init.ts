/**
 * The SQL that makes a database one with nodes. Each node gets the tables of any database, and a row that says which
 * node it is. In the database itself the tables with trials become partitioned by bucket, without rows of their
 * own: each node is a partition, a foreign table, so that SQL sees all trials in one place. Inquest itself asks the
 * nodes directly. All of it can be run again, and with more nodes.
 */
import type { ClientBase } from 'pg';
import { UserError } from '../../../base/user-error.ts';
import { isLocal, parseAddress, type Address } from '../address.ts';
import { hasTable } from '../migrate.ts';
import { ROLES } from '../roles.ts';
import { SPREAD_TABLES } from '../schema.ts';
import { readNodes, SELF, type NodeRow } from './cluster.ts';

/**
 * Names and addresses of nodes: those there are, then those of `addresses` that are new.
 * @throws UserError for an address that is none, or that names what only one machine has.
 */
export async function nodesWith(
  client: ClientBase,
  addresses: readonly string[],
): Promise<readonly NodeRow[]> {
  const nodes = (await nodeRows(client)).filter(({ id }) => id !== SELF);
  for (const address of addresses) {
    const parsed = parseAddress(address);
    if (parsed.sslrootcert !== undefined) {
      throw new UserError(
        'the address of a node names a file of certificates, which is of this machine alone',
        'name it in the address of the database: it is used for its nodes too',
      );
    }
    const at = placeOf(parsed);
    if (nodes.some((node) => placeOf(parseAddress(node.address)) === at)) continue;
    const id = Math.max(SELF, ...nodes.map((node) => node.id)) + 1;
    nodes.push({ id, name: `n${id}`, address });
  }
  return nodes;
}

/** What a database knows of nodes, whatever version it has. */
async function nodeRows(client: ClientBase): Promise<readonly NodeRow[]> {
  return (await hasTable(client, 'node')) ? readNodes(client) : [];
}

/** Names a database, so that a node knows whose it is. */
export async function identityOf(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ identity: string }>(
    `SELECT system_identifier || '/' || oid AS identity
      FROM pg_control_system(), pg_database WHERE datname = current_database()`,
  );
  return rows[0]?.identity ?? '';
}

function placeOf({ host, port, database }: Address): string {
  return JSON.stringify([host ?? null, port ?? 5432, database ?? null]);
}

/** @throws UserError where a database cannot get nodes: it has trials itself, or is a node. */
export async function checkCanSpread(client: ClientBase): Promise<void> {
  const nodes = await nodeRows(client);
  if (nodes.some(({ id }) => id === SELF)) {
    throw new UserError('the database is a node of another one, and cannot have nodes itself');
  }
  if (nodes.length === 0 && (await hasBuckets(client))) {
    throw new UserError(
      'the database has trials of its own, and cannot get nodes any more',
      'prepare an empty one with --nodes, and push the files there',
    );
  }
}

/**
 * Called where the nodes are about to be made, in the transaction that does it: no bucket is made from then on.
 * @throws UserError where the database has got trials, or other nodes than these, since they were looked at.
 */
export async function checkUnchanged(client: ClientBase, nodes: readonly NodeRow[]): Promise<void> {
  // In the order of `make_bucket`.
  for (const table of ['node', 'bucket']) {
    if (!(await hasTable(client, table))) continue;
    await client.query(`LOCK TABLE inquest.${table} IN SHARE ROW EXCLUSIVE MODE`);
  }
  await checkCanSpread(client);
  const isOther = (row: NodeRow): boolean =>
    nodes.every(({ id, address }) => id !== row.id || address !== row.address);
  if ((await nodeRows(client)).some(isOther)) {
    throw new UserError('others have added nodes meanwhile', 'run it again');
  }
}

/** Whether the database has all of these nodes. */
export async function isSpreadOver(
  client: ClientBase,
  nodes: readonly NodeRow[],
): Promise<boolean> {
  return (await nodeRows(client)).filter(({ id }) => id !== SELF).length === nodes.length;
}

/**
 * Whether a database is this node of the one with this identity already.
 * @throws UserError where it cannot be one.
 */
export async function checkCanBeNode(
  client: ClientBase,
  { name }: NodeRow,
  identity: string,
): Promise<boolean> {
  const rows = await nodeRows(client);
  const [self] = rows;
  const isOther = self === undefined ? await hasBuckets(client) : self.address !== identity;
  if (isOther || rows.some(({ id }) => id !== SELF)) {
    throw new UserError(
      'a database that is to be a node has trials of its own, or is a node of another one',
      'make an empty one for it',
    );
  }
  return self?.name === name;
}

async function hasBuckets(client: ClientBase): Promise<boolean> {
  if (!(await hasTable(client, 'bucket'))) return false;
  return (await client.query('SELECT id FROM inquest.bucket LIMIT 1')).rows.length > 0;
}

/** What is run on a node after its tables have been made. `identity`: of the database that it is a node of. */
export function sqlOfNode({ name }: NodeRow, identity: string): string {
  return `INSERT INTO inquest.node (id, name, address) VALUES (${SELF}, ${text(name)}, ${text(identity)})
  ON CONFLICT (id) DO UPDATE SET name = excluded.name;\n`;
}

/** What is run on the database, after its tables have been made. */
export function sqlOfHome(nodes: readonly NodeRow[], withRoles: boolean): string {
  return `${[
    'CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA inquest;',
    ...SPREAD_TABLES.map(partitioned),
    MAKE_BUCKET,
    SETTINGS,
    ...nodes.map(server),
    // The tables are new ones.
    ...(withRoles ? [ROLES.trim()] : []),
  ].join('\n')}\n`;
}

/** Keys and indexes are those of the nodes. */
function partitioned(table: string): string {
  return `DO $$ BEGIN
  IF (SELECT relkind FROM pg_catalog.pg_class WHERE oid = 'inquest.${table}'::regclass) = 'r' THEN
    ALTER TABLE inquest.${table} RENAME TO ${table}_plain;
    CREATE TABLE inquest.${table} (LIKE inquest.${table}_plain INCLUDING DEFAULTS) PARTITION BY LIST (bucket);
    DROP TABLE inquest.${table}_plain;
  END IF;
END $$;`;
}

/**
 * Makes a bucket on the node that has the fewest of its collection, and of those the fewest in all. Each node is one
 * partition of each table, whose list of buckets grows. It runs with the rights of the owner, since only the owner
 * of a table can change its partitions; it waits for those who read these tables by SQL.
 */
const MAKE_BUCKET = `
CREATE OR REPLACE FUNCTION inquest.make_bucket(of_collection int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  chosen int;
  made int;
  spread text;
  part text;
BEGIN
  LOCK TABLE inquest.node IN SHARE ROW EXCLUSIVE MODE;
  SELECT n.id INTO chosen FROM inquest.node n LEFT JOIN inquest.bucket b ON b.node = n.id
    WHERE n.id > 0 GROUP BY n.id
    ORDER BY count(*) FILTER (WHERE b.collection = of_collection), count(b.id), n.id LIMIT 1;
  INSERT INTO inquest.bucket (collection, node) VALUES (of_collection, chosen) RETURNING id INTO made;
  FOREACH spread IN ARRAY ARRAY[${SPREAD_TABLES.map(text).join(', ')}] LOOP
    part := spread || '_n' || chosen;
    IF to_regclass(format('inquest.%I', part)) IS NULL THEN
      EXECUTE format('CREATE FOREIGN TABLE inquest.%I PARTITION OF inquest.%I FOR VALUES IN (%s)
        SERVER %I OPTIONS (schema_name ''inquest'', table_name %L)',
        part, spread, made, 'inquest_n' || chosen, spread);
    ELSE
      EXECUTE format('ALTER TABLE inquest.%I DETACH PARTITION inquest.%I', spread, part);
      EXECUTE format('ALTER TABLE inquest.%I ATTACH PARTITION inquest.%I FOR VALUES IN (%s)', spread, part,
        (SELECT string_agg(id::text, ', ' ORDER BY id) FROM inquest.bucket WHERE node = chosen));
    END IF;
  END LOOP;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION inquest.make_bucket(int) FROM PUBLIC;
DO $$ BEGIN
  GRANT EXECUTE ON FUNCTION inquest.make_bucket(int) TO inquest_loader;
EXCEPTION WHEN undefined_object THEN NULL; -- there are no roles
END $$;`;

/** Without it every row of a node would be sent here to be counted. */
const SETTINGS = `
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET enable_partitionwise_aggregate = on', current_database());
  EXECUTE format('ALTER DATABASE %I SET enable_partitionwise_join = on', current_database());
END $$;`;

/** Others than the one who runs this get a mapping of their own: CREATE USER MAPPING FOR ada SERVER inquest_n1 … */
function server({ id, name, address }: NodeRow): string {
  const { host, port, database, user, sslmode } = parseAddress(address);
  const options = Object.entries({
    host,
    port: port === undefined ? undefined : String(port),
    dbname: database,
    // As Inquest itself connects to it.
    sslmode: sslmode ?? (isLocal(host) ? undefined : 'verify-full'),
    connect_timeout: '10',
    async_capable: 'true',
    fetch_size: '10000',
    updatable: 'false',
  }).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${text(value)}`]));
  const mapped = user === undefined ? '' : ` OPTIONS (user ${text(user)})`;
  return `CREATE SERVER IF NOT EXISTS inquest_n${id} FOREIGN DATA WRAPPER postgres_fdw
  OPTIONS (${options.join(', ')});
CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER inquest_n${id}${mapped};
INSERT INTO inquest.node (id, name, address) VALUES (${id}, ${text(name)}, ${text(address)})
  ON CONFLICT (id) DO NOTHING;`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
