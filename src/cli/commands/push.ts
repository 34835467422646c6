import { availableParallelism } from 'node:os';
import { Argument } from 'commander';
import { command, count } from '../command.ts';
import type { PushOptions } from '../work/push.ts';

/** More wait for the database, and each takes two of its connections. */
const MOST_JOBS = 8;

export const push = command<PushOptions, [readonly string[]]>({
  name: 'push',
  describe: 'put trials into the PostgreSQL database of a team',
  flags: (made) =>
    made
      .addArgument(new Argument('<PATH...>', 'files and folders to read'))
      .requiredOption('--to <ADDRESS>', 'postgres://host/database')
      .option('--collection <NAME>', 'the collection that they belong to (default)')
      .option(
        '--jobs <N>',
        'files that are read at a time, at most',
        count,
        Math.min(MOST_JOBS, availableParallelism()),
      )
      .option('--dry-run', 'say what would be put there, and change nothing'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runPush } = await import('../work/push.ts');
    return runPush(context, given);
  },
});
