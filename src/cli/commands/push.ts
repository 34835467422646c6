import { Argument } from 'commander';
import { command, count } from '../command.ts';
import type { PushOptions } from '../work/push.ts';

export const push = command<PushOptions, [readonly string[]]>({
  name: 'push',
  describe: 'put trials into the PostgreSQL database of a team',
  flags: (made) =>
    made
      .addArgument(new Argument('<PATH...>', 'files and folders to read'))
      .requiredOption('--to <ADDRESS>', 'postgres://host/database')
      .option('--collection <NAME>', 'the collection that they belong to (default)')
      .option('--jobs <N>', 'files that are read at a time (as many as cores, 8 at most)', count)
      .option('--dry-run', 'say what would be put there, and change nothing'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runPush } = await import('../work/push.ts');
    return runPush(context, given);
  },
});
