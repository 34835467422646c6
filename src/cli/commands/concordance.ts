import { Option } from 'commander';
import { LINE_ORDERS } from '../../concordance/types.ts';
import { byFields, command, count, paths, withAudits, withFigures } from '../command.ts';
import type { ConcordanceOptions } from '../work/concordance-options.ts';

export const concordance = command<ConcordanceOptions, [string, readonly string[]]>({
  name: 'concordance',
  describe: 'print words in context, and who says them in private, in messages, or in both',
  flags: (made) =>
    withFigures(
      withAudits(
        made
          .argument('<QUERY>', "words, e.g. 'unethical', or signal:NAME for those of a signal")
          .addArgument(paths())
          .option('-q, --query <QUERY>', 'only trials that match')
          .addOption(byFields())
          .addOption(
            new Option(
              '--sort <ORDER>',
              'order of the lines: by trial, or the words before or after',
            ).choices(LINE_ORDERS),
          )
          .option(
            '--limit <N>',
            'print at most so many lines (default: 100); all are counted',
            count,
          )
          .option('--lines', 'print the lines alone'),
        'shares',
      ),
      'a forest plot of the shares',
    ),
  shares: 'reads',
  csv: true,
  run: async (context, [query, given]) => {
    const { runConcordance } = await import('../work/concordance.ts');
    return runConcordance(context, query, given);
  },
});
