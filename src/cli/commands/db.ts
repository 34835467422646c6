import { command, type CommandGroup } from '../command.ts';
import type { DbInitOptions } from '../work/db-init.ts';

const init = command<DbInitOptions, [string]>({
  name: 'init',
  describe: 'make the tables and roles of a team in PostgreSQL, or bring them up to date',
  flags: (made) =>
    made
      .argument('<ADDRESS>', 'postgres://host/database')
      .option(
        '--nodes <ADDRESSES>',
        'spread the trials over these databases, with commas between them; more can be added later',
        (text: string) => text.split(',').map((address) => address.trim()),
      )
      .option('--print', 'print the SQL, and run nothing')
      .option('--no-roles', 'make no roles, which takes a right of its own'),
  shares: 'prints',
  run: async (context, [address]) => {
    const { runDbInit } = await import('../work/db-init.ts');
    return runDbInit(context, address);
  },
});

export const db: CommandGroup = {
  name: 'db',
  describe: 'prepare a database for a team',
  commands: [init],
};
