import { Argument } from 'commander';
import { command } from '../command.ts';
import type { CommonOptions } from '../context.ts';

export const indexFolder = command<CommonOptions, [string]>({
  name: 'index',
  describe: 'look at the kept indexes, or delete them',
  flags: (made) =>
    made.addArgument(new Argument('<WHAT>', 'what to do').choices(['status', 'clear'])),
  shares: 'prints',
  run: async (context, [what]) => {
    const { runIndex } = await import('../work/index-folder.ts');
    return runIndex(context, what);
  },
});
