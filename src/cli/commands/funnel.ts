import { byFields, command, paths, repeated, withFigures } from '../command.ts';
import type { FunnelOptions } from '../work/funnel.ts';

export const funnel = command<FunnelOptions, [readonly string[]]>({
  name: 'funnel',
  describe: 'count how many trials are left after each stage, from reading to sending',
  flags: (made) =>
    withFigures(
      made
        .addArgument(paths())
        .option('-q, --query <QUERY>', 'only trials that match')
        .addOption(byFields())
        .option('--preset <NAME>', 'the stages of a preset of the config', 'funnel')
        .option(
          '--stage <NAME=QUERY>',
          'a stage, in place of those of the preset; given for each',
          repeated,
        ),
    ),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runFunnel } = await import('../work/funnel.ts');
    return runFunnel(context, given);
  },
});
