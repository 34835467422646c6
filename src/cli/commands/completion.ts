import { Argument } from 'commander';
import { command } from '../command.ts';
import type { CommonOptions } from '../context.ts';

export const completion = command<CommonOptions, [string]>({
  name: 'completion',
  describe: 'print a completion script',
  flags: (made) =>
    made.addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish'])),
  shares: 'prints',
  run: async (context, [shell], program) => {
    const { runCompletion } = await import('../work/completion.ts');
    return runCompletion(context, shell, program);
  },
});
