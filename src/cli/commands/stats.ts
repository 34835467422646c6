import { RATE_COLUMNS } from '../../stats/sort-groups.ts';
import { byFields, command, listed, paths, repeated, withAudits, withFigures } from '../command.ts';
import type { StatsOptions } from '../work/stats-options.ts';

export const stats = command<StatsOptions, [readonly string[]]>({
  name: 'stats',
  describe: 'print harmful rates or other shares, a row a group, and compare groups',
  flags: (made) =>
    withFigures(
      withAudits(
        made
          .addArgument(paths())
          .option('-q, --query <QUERY>', 'only trials that match')
          .addOption(byFields())
          .option('--split <FIELDS>', 'split every group by these as well', listed)
          .option(
            '--sort <COLUMN>',
            `by a field of --by, or ${RATE_COLUMNS.join(', ')}; -COLUMN: the other way round`,
          )
          .option('--share <QUERY>', 'count these trials, by default verdict:harmful')
          .option('--of <QUERY>', 'of these, by default verdict:harmful,safe')
          .option(
            '--preset <NAME>',
            'models, acknowledged, calculated, belief, instruction, states-real, states-test, states-neither, or one of the config',
          )
          .option(
            '--compare <GROUPS>',
            'the first group against the others: A,B; can be given again',
            repeated,
          )
          .option(
            '--verdicts <FILE>',
            'compare with second verdicts on the same trials: {id, outcome} lines',
          ),
        'share',
      ),
    ),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runStats } = await import('../work/stats.ts');
    return runStats(context, given);
  },
});
