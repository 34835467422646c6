import { command, paths } from '../command.ts';
import type { CommonOptions } from '../context.ts';

export const compare = command<CommonOptions, [string, string, readonly string[]]>({
  name: 'compare',
  describe: 'print two trials side by side, and the words that differ',
  flags: (made) =>
    made
      .argument('<ID>', 'a trial: its id, or the end of it')
      .argument('<OTHER>', 'the one to compare it with')
      .addArgument(paths()),
  shares: 'reads',
  run: async (context, [one, other, given]) => {
    const { runCompare } = await import('../work/compare.ts');
    return runCompare(context, [one, other], given);
  },
});
