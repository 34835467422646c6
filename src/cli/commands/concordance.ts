import { Option } from 'commander';
import { LINE_ORDERS } from '../../concordance/types.ts';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { command, count, listed, paths } from '../command.ts';
import type { ConcordanceOptions } from '../work/concordance-options.ts';

export const concordance = command<ConcordanceOptions, [string, readonly string[]]>({
  name: 'concordance',
  describe: 'print words in context, and who says them in private, in messages, or in both',
  flags: (made) =>
    made
      .argument('<QUERY>', "words, e.g. 'unethical', or signal:NAME for those of a signal")
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .addOption(
        new Option(
          '--by <FIELDS>',
          `group by ${GROUP_FIELDS.join(', ')}, score.NAME, meta.PATH (default: model)`,
        ).argParser(listed),
      )
      .addOption(
        new Option(
          '--sort <ORDER>',
          'order of the lines: by trial, or the words before or after',
        ).choices(LINE_ORDERS),
      )
      .option('--limit <N>', 'print at most so many lines (default: 100); all are counted', count)
      .option('--lines', 'print the lines alone')
      .option('--audit <FILES>', 'correct the shares by audits of what is counted', listed)
      .option('--label <NAME>', 'of these, the yes-no label that says what is meant')
      .option('--key <FILE>', 'their key, where it is not beside them')
      .option('--md', 'print Markdown')
      .option('--tex', 'print LaTeX (booktabs)')
      .option('--svg', 'print a forest plot of the shares as SVG'),
  shares: 'reads',
  csv: true,
  run: async (context, [query, given]) => {
    const { runConcordance } = await import('../work/concordance.ts');
    return runConcordance(context, query, given);
  },
});
