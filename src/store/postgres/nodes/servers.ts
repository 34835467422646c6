/** Questions to all servers that have trials: what each answers, put together. */
import type { ClientBase, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { databaseError, type Database } from '../connection.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Cluster, MissingNode, Node } from './cluster.ts';
import { quickly } from '../lost.ts';

/**
 * What can be asked. Each server knows its own buckets alone, so that one statement asks all of them; rows come one
 * server after the other.
 */
export type Asked = {
  readonly query: <R extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<{ readonly rows: readonly R[] }>;
};

export type Servers = Asked & {
  /** Where collections and values are. */
  readonly home: ClientBase;
  /** Servers that are asked: of one, its order and its limit are those of the answer. */
  readonly count: number;
  /** Each of them. */
  readonly parts: readonly Asked[];
  /** All nodes; empty: `home` is asked. */
  readonly nodes: readonly Node[];
  /** Those of them that are not asked, as the address allows it. */
  readonly missing: readonly MissingNode[];
};

type Connected = {
  readonly database: Database;
  readonly client: PoolClient;
  /** Is told of failures. */
  readonly fail: (error: unknown) => unknown;
};

/** What belongs together is of one moment on each server. */
export const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** Connections to all servers, each in a transaction. */
export type HeldServers = {
  readonly servers: Servers;
  /** One after the other: what is written must be right whichever of them is the last. */
  readonly commit: () => Promise<void>;
  /** Ends on the servers what is running. Never rejects. */
  readonly cancel: () => Promise<void>;
  /** Leaves nothing of the transactions; the connections are used again. */
  readonly rollback: () => Promise<void>;
  /** Gives the connections back; what is not committed is rolled back with them. */
  readonly release: () => void;
};

/** Connects to each server. `begin`: the statement that transactions begin with. */
export async function holdServers(cluster: Cluster, begin: string): Promise<HeldServers> {
  const { home, nodes } = cluster;
  const first = await connected(home);
  let others: readonly Connected[] = [];
  let isDone = false;
  // Whatever state transactions are in, connections that did not come to their end are not used again.
  const release = (): void => {
    for (const { client } of [first, ...others]) client.release(!isDone);
  };
  try {
    others = await connectNodes(cluster);
    const asked = nodes.length === 0 ? [first] : others;
    const { query } = askedOf(asked);
    const pids = await Promise.all(asked.map((one) => beginOn(one, begin)));
    return {
      servers: {
        query,
        home: first.client,
        count: asked.length,
        nodes,
        missing: [...cluster.missing.values()],
        parts: asked.map((one) => askedOf([one])),
      },
      commit: async () => {
        for (const one of asked) await askedOf([one]).query('COMMIT');
        isDone = true;
      },
      cancel: async () => {
        await Promise.all(asked.map(({ database }, at) => database.cancel(pids[at] ?? 0)));
      },
      rollback: async () => {
        await Promise.all(asked.map(({ client }) => client.query(quickly('ROLLBACK'))));
        isDone = true;
      },
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Calls a function with the servers, in transactions that are committed when it has ended. */
export async function withServers<T>(
  cluster: Cluster,
  begin: string,
  use: (servers: Servers) => Promise<T>,
): Promise<T> {
  const { servers, commit, release } = await holdServers(cluster, begin);
  try {
    const result = await use(servers);
    await commit();
    return result;
  } catch (error) {
    throw databaseError(error, cluster.home.address);
  } finally {
    release();
  }
}

async function connected(
  database: Database,
  fail = (error: unknown): unknown => databaseError(error, database.address),
): Promise<Connected> {
  try {
    return { database, client: await database.pool.connect(), fail };
  } catch (error) {
    throw fail(error);
  }
}

/** How long a node that did not answer is left out before it is tried again. Milliseconds. */
const TRY_AGAIN_MS = 30_000;

/** Connects to the nodes; to those that answer, where the address allows that some are missing. */
async function connectNodes(cluster: Cluster): Promise<readonly Connected[]> {
  const { nodes, missing } = cluster;
  for (const [id, { until }] of missing) if (until < Date.now()) missing.delete(id);
  const tried = await Promise.allSettled(
    nodes
      .filter(({ id }) => !missing.has(id))
      .map((node) => connected(node.database, (error) => failureOf(cluster, node, error))),
  );
  const held = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = tried.find((one) => one.status === 'rejected');
  const isEnough = cluster.home.address.allowsMissing === true && held.length > 0;
  if (failed === undefined || isEnough) {
    if (held.length > 0 || nodes.length === 0) return held;
  }
  for (const { client } of held) client.release();
  const [gone] = missing.values();
  throw failed?.reason ?? new UserError(`no node answers; ${gone?.reason ?? ''}`);
}

/** An error of a node, for a person. Where the address allows it, a node that is gone is left out from now on. */
function failureOf({ home, missing }: Cluster, node: Node, error: unknown): unknown {
  const told = databaseError(error, node.database.address);
  if (!(told instanceof UserError) || !isGone(error)) return told;
  if (home.address.allowsMissing === true) {
    missing.set(node.id, { node, reason: told.message, until: Date.now() + TRY_AGAIN_MS });
    return told;
  }
  return new UserError(told.message, 'with &missing=allow in the address the rest can be read');
}

/** Whether an error says that a server is not there, and not that it refuses something. */
function isGone(error: unknown): boolean {
  const { code, severity } = error as { readonly code?: unknown; readonly severity?: unknown };
  return severity === undefined || (typeof code === 'string' && /^(?:57P0|08)/.test(code));
}

/** Begins a transaction; gives the number of the server's process. */
async function beginOn({ client, fail }: Connected, begin: string): Promise<number> {
  try {
    const results = await client.query(quickly(`${begin}; SELECT pg_backend_pid() AS pid`));
    // Of several statements pg gives a list, which its types do not know.
    const last = (results as unknown as readonly QueryResult<{ pid: number }>[]).at(-1);
    return last?.rows[0]?.pid ?? 0;
  } catch (error) {
    throw fail(error);
  }
}

function askedOf(held: readonly Connected[]): Asked {
  return {
    query: async <R extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
      const answers = await Promise.all(
        held.map(({ client, fail }) =>
          client.query<R>(text, [...values]).catch((error: unknown) => {
            throw fail(error);
          }),
        ),
      );
      return { rows: answers.flatMap(({ rows }) => rows) };
    },
  };
}
