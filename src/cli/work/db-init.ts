/** `inquest db init`: the tables and roles in PostgreSQL, and its nodes. Prints every statement before it is run. */
import type { ClientBase } from 'pg';
import { openDatabase, type Database } from '../../store/postgres/connection.ts';
import { migrate, missingSql, type MigrateOptions } from '../../store/postgres/migrate.ts';
import type { NodeRow } from '../../store/postgres/nodes/cluster.ts';
import {
  checkCanBeNode,
  checkCanSpread,
  checkUnchanged,
  identityOf,
  isSpreadOver,
  nodesWith,
  sqlOfHome,
  sqlOfNode,
} from '../../store/postgres/nodes/init.ts';
import { TABLES_VERSION } from '../../store/postgres/schema.ts';
import { plural } from '../../stats/bars.ts';
import { safe } from '../../text/safe.ts';
import { tell } from '../../process/streams.ts';
import { formOf, type CommonOptions, type Context } from '../context.ts';
import { printJsonLines } from '../print-rows.ts';

export type DbInitOptions = CommonOptions & {
  readonly print?: boolean;
  readonly roles: boolean;
  readonly nodes?: readonly string[];
};

export async function runDbInit(
  { options, out }: Context<DbInitOptions>,
  address: string,
): Promise<number> {
  const withRoles = options.roles;
  const printed = async (sql: string, node?: string): Promise<void> => {
    if (formOf(options) === 'text') {
      await out.text(safe(node === undefined ? sql : `-- on the node ${node}\n${sql}`));
    } else await printJsonLines(out, [{ ...(node !== undefined && { node }), sql }]);
    await out.finish();
  };
  /** Runs what is missing, or only prints it; whether there was something. */
  const prepare = async (
    database: Database,
    more: string,
    { node, check }: Preparing = {},
  ): Promise<boolean> =>
    database.withClient(async (client) => {
      let isMissing = false;
      const before = async (sql: string): Promise<void> => {
        isMissing = true;
        await check?.(client);
        await printed(sql, node);
      };
      const wanted: MigrateOptions = { withRoles, before, more };
      if (options.print !== true) await migrate(client, wanted);
      else {
        const sql = await missingSql(client, wanted);
        if (sql !== '') await printed(sql, node);
      }
      return isMissing;
    });
  // Locks of others are waited for: one who makes the same tables is soon done.
  const database = openDatabase(address, { statementTimeout: 0 });
  try {
    const { nodes, more } = await spreading(database, options.nodes ?? [], withRoles, prepare);
    const check = more === '' ? undefined : (client: ClientBase) => checkUnchanged(client, nodes);
    const done = await prepare(database, more, { check });
    if (options.print === true) return 0;
    const over = nodes.length === 0 ? '' : `; ${plural(nodes.length, 'node')}`;
    tell(
      done
        ? `the tables are of version ${TABLES_VERSION} now${over}${withRoles ? '; roles: inquest_reader, inquest_loader, inquest_auditor' : ''}`
        : `nothing to do: the tables are of version ${TABLES_VERSION}${over}`,
    );
    return 0;
  } finally {
    await database.close();
  }
}

type Preparing = {
  /** The name of the node that the database is. */
  readonly node?: string;
  /** Is called in the transaction, before anything is run in it. */
  readonly check?: ((client: ClientBase) => Promise<void>) | undefined;
};

/** Prepares the nodes, the new ones and those there were; gives what is to be run on the database for them. */
async function spreading(
  database: Database,
  addresses: readonly string[],
  withRoles: boolean,
  prepare: (database: Database, more: string, preparing: Preparing) => Promise<unknown>,
): Promise<{ readonly nodes: readonly NodeRow[]; readonly more: string }> {
  const { nodes, identity, isDone } = await database.withClient(async (client) => {
    const all = await nodesWith(client, addresses);
    if (all.length > 0) await checkCanSpread(client);
    return {
      nodes: all,
      identity: await identityOf(client),
      isDone: await isSpreadOver(client, all),
    };
  });
  for (const row of nodes) {
    const node = database.beside(row.address, row.name);
    try {
      const isKnown = await node.withClient((client) => checkCanBeNode(client, row, identity));
      await prepare(node, isKnown ? '' : sqlOfNode(row, identity), { node: row.name });
    } finally {
      await node.close();
    }
  }
  return { nodes, more: isDone ? '' : sqlOfHome(nodes, withRoles) };
}
