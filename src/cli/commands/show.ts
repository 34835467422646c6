import { command, count, paths } from '../command.ts';
import type { ShowOptions } from '../work/show.ts';

export const show = command<ShowOptions, [readonly string[]]>({
  name: 'show',
  describe: 'print a transcript, the verdict last',
  flags: (made) =>
    made
      .addArgument(paths())
      .requiredOption('--trial <ID>', 'the trial: its id, or the end of it')
      .option('--turn <N>', 'only this turn', count)
      .option('--raw', 'the texts exactly as the source has them'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runShow } = await import('../work/show.ts');
    return runShow(context, given);
  },
});
