import { Option } from 'commander';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { command, listed, paths } from '../command.ts';
import type { StatsOptions } from '../work/stats.ts';

export const stats = command<StatsOptions, [readonly string[]]>({
  name: 'stats',
  describe: 'print harmful rates, a row a group',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .addOption(
        new Option('--by <FIELDS>', `group by ${GROUP_FIELDS.join(', ')}, score.NAME, meta.PATH`)
          .argParser(listed)
          .default(['model'], 'model'),
      )
      .option('--split <FIELDS>', 'split every group by these as well', listed),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runStats } = await import('../work/stats.ts');
    return runStats(context, given);
  },
});
