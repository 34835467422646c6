/**
 * A database and the nodes that its trials lie on: other PostgreSQL servers, each with the tables of its own buckets.
 * The database itself (`home`) says which collections, buckets, values and files there are. One without nodes has all
 * of it. Nodes are talked to directly, as the same user: each file is a transaction of one node, and each question is
 * put to all of them at once.
 */
import type { ClientBase } from 'pg';
import { UserError } from '../../../base/user-error.ts';
import type { Database } from '../connection.ts';
import { checkVersion } from '../migrate.ts';

export type Node = { readonly id: number; readonly name: string; readonly database: Database };

export type MissingNode = {
  readonly node: Node;
  /** Why, in a line that names it. */
  readonly reason: string;
  /** When it is tried again; by `Date.now()`. */
  readonly until: number;
};

export type Cluster = {
  readonly home: Database;
  /** Empty: all trials are in `home`. */
  readonly nodes: readonly Node[];
  /** Nodes that did not answer and may be left out, until they are tried again. By their numbers. */
  readonly missing: Map<number, MissingNode>;
  /** Closes the connections to the nodes; the database stays open. */
  readonly close: () => Promise<void>;
};

/** The number of the row by which the database of a node knows that it is one. */
export const SELF = 0;

export type NodeRow = { readonly id: number; readonly name: string; readonly address: string };

/** The rows of `node`, in the order of their numbers. */
export async function readNodes(client: ClientBase): Promise<readonly NodeRow[]> {
  const { rows } = await client.query<NodeRow>(
    'SELECT id, name, address FROM inquest.node ORDER BY id',
  );
  return rows;
}

/**
 * The nodes of a database. @throws UserError where its tables are missing or of another version, or it is a node of
 * another database.
 */
export async function nodesOf(client: ClientBase): Promise<readonly NodeRow[]> {
  await checkVersion(client);
  const rows = await readNodes(client);
  const self = rows.find(({ id }) => id === SELF);
  if (self === undefined) return rows;
  throw new UserError(
    `this database is the node ${self.name} of another one, and has a part of its trials`,
    'give the address of the database that the nodes belong to',
  );
}

/** @throws UserError as `nodesOf`. */
export async function openCluster(home: Database): Promise<Cluster> {
  const rows = await home.withClient(nodesOf);
  const nodes = rows.map(({ id, name, address }) => ({
    id,
    name,
    database: home.beside(address, name),
  }));
  return {
    home,
    nodes,
    missing: new Map(),
    close: async () => {
      await Promise.all(nodes.map(({ database }) => database.close()));
    },
  };
}

/** Calls a function with a database and its nodes, and closes the connections to these. */
export async function withCluster<T>(
  home: Database,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await openCluster(home);
  try {
    return await use(cluster);
  } finally {
    await cluster.close();
  }
}

/** Where the trials of a bucket are. */
export function databaseOf({ home, nodes }: Cluster, node: number): Database {
  if (node === SELF) return home;
  const found = nodes.find(({ id }) => id === node);
  if (found === undefined) throw new UserError(`the database has no node ${node}`);
  return found.database;
}
