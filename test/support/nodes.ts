/** A database and three nodes of it, on four servers of their own. */
import type { createPlace } from '../cli/support.ts';
import { startPostgres, type Server } from './postgres.ts';

export type Nodes = {
  /** The server of the database. */
  readonly home: Server;
  /** Those of n1, n2 and n3. */
  readonly servers: readonly [Server, Server, Server];
  /** Makes a database with a node on each of the servers. */
  readonly newDatabase: () => Promise<NodesAddress>;
  readonly stop: () => Promise<void>;
};

type NodesAddress = { readonly address: string; readonly nodes: readonly string[] };

export async function startNodes(place: ReturnType<typeof createPlace>): Promise<Nodes> {
  const [home, ...others] = await Promise.all(
    [1, 2, 3, 4].map(() => startPostgres({ isOnNetwork: true })),
  );
  const servers = others as unknown as Nodes['servers'];
  if (home === undefined) throw new Error('there is no server');
  return {
    home,
    servers,
    newDatabase: async () => {
      const address = home.newDatabase();
      const nodes = servers.map((server) => server.newDatabase());
      const made = await place.run(['db', 'init', address, '--nodes', nodes.join(',')]);
      if (made.code !== 0) throw new Error(`the nodes were not made: ${made.stderr}`);
      return { address, nodes };
    },
    stop: async () => {
      await Promise.all([home, ...servers].map((server) => server.stop()));
    },
  };
}
