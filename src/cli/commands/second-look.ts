import { Option } from 'commander';
import { command, count, listed, paths } from '../command.ts';
import type { SecondLookOptions } from '../work/second-look.ts';

export const secondLook = command<SecondLookOptions, [readonly string[]]>({
  name: 'second-look',
  describe: 'list the trials that are worth a second look, each with its reason',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .addOption(
        new Option(
          '--reason <NAMES>',
          'only for these: gate-differs, judges-differ, safe-leverage, harmful-unsent, test-harmful, near-cut, near-duplicate',
        ).argParser(listed),
      )
      .option('--limit <N>', 'print so many trials of each reason; all are counted', count),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runSecondLook } = await import('../work/second-look.ts');
    return runSecondLook(context, given);
  },
});
