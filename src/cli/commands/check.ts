import { command, paths } from '../command.ts';
import type { CommonOptions } from '../context.ts';

export const check = command<CommonOptions, [readonly string[]]>({
  name: 'check',
  describe: 'say how files were read, and what is wrong',
  flags: (made) => made.addArgument(paths()),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runCheck } = await import('../work/check.ts');
    return runCheck(context, given);
  },
});
