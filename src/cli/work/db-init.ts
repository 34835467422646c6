/** `inquest db init`: the tables and roles in PostgreSQL. Prints every statement before it is run. */
import { openDatabase } from '../../store/postgres/connection.ts';
import { migrate, sqlAfter, versionOf } from '../../store/postgres/migrate.ts';
import { TABLES_VERSION } from '../../store/postgres/schema.ts';
import { safe } from '../../text/safe.ts';
import { tell } from '../../process/streams.ts';
import { formOf, type CommonOptions, type Context } from '../context.ts';
import { printJsonLines } from '../print-rows.ts';

export type DbInitOptions = CommonOptions & {
  readonly print?: boolean;
  readonly roles: boolean;
};

export async function runDbInit(
  { options, out }: Context<DbInitOptions>,
  address: string,
): Promise<number> {
  const withRoles = options.roles;
  const before = async (sql: string): Promise<void> => {
    if (formOf(options) === 'text') await out.text(safe(sql));
    else await printJsonLines(out, [{ sql }]);
    await out.finish();
  };
  // Locks of others are waited for: one who makes the same tables is soon done.
  const database = openDatabase(address, { statementTimeout: 0 });
  try {
    const done = await database.withClient(async (client) => {
      if (options.print !== true) return migrate(client, { withRoles, before });
      const sql = sqlAfter(await versionOf(client), { withRoles });
      if (sql !== '') await before(sql);
      return undefined;
    });
    if (done === undefined) return 0;
    tell(
      done.length === 0
        ? `nothing to do: the tables are of version ${TABLES_VERSION}`
        : `the tables are of version ${TABLES_VERSION} now${withRoles ? '; roles: inquest_reader, inquest_loader, inquest_auditor' : ''}`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
