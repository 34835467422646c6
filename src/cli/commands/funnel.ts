import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { command, listed, paths } from '../command.ts';
import type { FunnelOptions } from '../work/funnel.ts';

export const funnel = command<FunnelOptions, [readonly string[]]>({
  name: 'funnel',
  describe: 'count how many trials are left after each stage, from reading to sending',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .option(
        '--by <FIELDS>',
        `group by ${GROUP_FIELDS.join(', ')}, score.NAME, meta.PATH (default: model)`,
        listed,
      )
      .option('--preset <NAME>', 'the stages of a preset of the config', 'funnel')
      .option(
        '--stage <NAME=QUERY>',
        'a stage, in place of those of the preset; given for each',
        (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
      )
      .option('--md', 'print Markdown')
      .option('--tex', 'print LaTeX (booktabs)')
      .option('--svg', 'print a forest plot as SVG'),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runFunnel } = await import('../work/funnel.ts');
    return runFunnel(context, given);
  },
});
