import { Option } from 'commander';
import { RATE_COLUMNS } from '../../stats/sort-groups.ts';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { command, listed, paths } from '../command.ts';
import type { StatsOptions } from '../work/stats-options.ts';

export const stats = command<StatsOptions, [readonly string[]]>({
  name: 'stats',
  describe: 'print harmful rates or other shares, a row a group, and compare groups',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .addOption(
        new Option(
          '--by <FIELDS>',
          `group by ${GROUP_FIELDS.join(', ')}, score.NAME, meta.PATH (default: model)`,
        ).argParser(listed),
      )
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
        (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
      )
      .option(
        '--verdicts <FILE>',
        'compare with second verdicts on the same trials: {id, outcome} lines',
      )
      .option('--audit <FILES>', 'correct the share by audits of what is counted', listed)
      .option('--label <NAME>', 'of these, the yes-no label that says what is meant')
      .option('--key <FILE>', 'their key, where it is not beside them')
      .option('--md', 'print Markdown')
      .option('--tex', 'print LaTeX (booktabs)')
      .option('--svg', 'print a forest plot as SVG'),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runStats } = await import('../work/stats.ts');
    return runStats(context, given);
  },
});
