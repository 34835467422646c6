import { command, paths } from '../command.ts';
import type { ConvertOptions } from '../work/convert.ts';

export const convert = command<ConvertOptions, [readonly string[]]>({
  name: 'convert',
  describe: 'write any format as native JSONL',
  flags: (made) =>
    made
      .addArgument(paths())
      .requiredOption('-o, --output <FILE>', 'where to write it; - for standard output')
      .option('-q, --query <QUERY>', 'only trials that match'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runConvert } = await import('../work/convert.ts');
    return runConvert(context, given);
  },
});
