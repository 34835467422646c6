import { command, paths } from '../command.ts';
import type { RedactOptions } from '../work/redact.ts';

export const redact = command<RedactOptions, [readonly string[]]>({
  name: 'redact',
  describe: 'say what --redact would hide, with counts',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('--originals', 'print what is hidden in full, and not its beginning alone'),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runRedact } = await import('../work/redact.ts');
    return runRedact(context, given);
  },
});
