import { Argument, Option } from 'commander';
import { command } from '../command.ts';
import type { CompletionOptions } from '../work/completion.ts';

export const completion = command<CompletionOptions, [string]>({
  name: 'completion',
  describe: 'print a completion script',
  flags: (made) =>
    made
      .addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish']))
      .addOption(
        new Option('--line <TEXT>', 'print what can follow this; what the scripts call').hideHelp(),
      ),
  shares: 'prints',
  run: async (context, [shell], program) => {
    const { runCompletion } = await import('../work/completion.ts');
    return runCompletion(context, shell, program);
  },
});
