/** Questions to all servers that have trials: what each answers, put together. */
import type { ClientBase, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { databaseError, type Database } from '../connection.ts';
import type { Cluster, Node } from './cluster.ts';

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
  /** Those of them that are not `home`. */
  readonly nodes: readonly Node[];
};

type Connected = { readonly database: Database; readonly client: PoolClient };

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
export async function holdServers({ home, nodes }: Cluster, begin: string): Promise<HeldServers> {
  const all = await connectAll([home, ...nodes.map(({ database }) => database)]);
  let isDone = false;
  // Whatever state transactions are in, connections that did not come to their end are not used again.
  const release = (): void => {
    for (const { client } of all) client.release(!isDone);
  };
  try {
    const [first, ...others] = all as [Connected, ...Connected[]];
    const asked = others.length === 0 ? [first] : others;
    const { query } = askedOf(asked);
    const pids = await Promise.all(asked.map((one) => beginOn(one, begin)));
    return {
      servers: {
        query,
        home: first.client,
        count: asked.length,
        nodes,
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
        await query('ROLLBACK');
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

async function connectAll(databases: readonly Database[]): Promise<readonly Connected[]> {
  const tried = await Promise.allSettled(
    databases.map(async (database): Promise<Connected> => {
      const client = await database.pool.connect().catch((error: unknown) => {
        throw databaseError(error, database.address);
      });
      return { database, client };
    }),
  );
  const held = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = tried.find((one) => one.status === 'rejected');
  if (failed === undefined) return held;
  for (const { client } of held) client.release();
  throw failed.reason;
}

/** Begins a transaction; gives the number of the server's process. */
async function beginOn({ client, database }: Connected, begin: string): Promise<number> {
  try {
    const results = await client.query(`${begin}; SELECT pg_backend_pid() AS pid`);
    // Of several statements pg gives a list, which its types do not know.
    const last = (results as unknown as readonly QueryResult<{ pid: number }>[]).at(-1);
    return last?.rows[0]?.pid ?? 0;
  } catch (error) {
    throw databaseError(error, database.address);
  }
}

function askedOf(held: readonly Connected[]): Asked {
  return {
    query: async <R extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
      const answers = await Promise.all(
        held.map(({ client, database }) =>
          client.query<R>(text, [...values]).catch((error: unknown) => {
            throw databaseError(error, database.address);
          }),
        ),
      );
      return { rows: answers.flatMap(({ rows }) => rows) };
    },
  };
}
