import { InvalidArgumentError, Option } from 'commander';
import { CAST_VERSIONS, EXPORT_FORMS } from '../../export/forms.ts';
import { command, count, paths } from '../command.ts';
import type { ExportOptions } from '../work/export.ts';

export const exporting = command<ExportOptions, [readonly string[]]>({
  name: 'export',
  describe: 'write transcripts for others to read',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('--trial <ID...>', 'these trials: their ids, or the ends of them')
      .option('-q, --query <QUERY>', 'the trials that match')
      .addOption(
        new Option('--to <FORM>', 'the form; else by the name of FILE').choices(EXPORT_FORMS),
      )
      .option('-o, --output <FILE>', 'where to write it; - for standard output', '-')
      .optionsGroup('Casts and pictures:')
      .option('--columns <N>', 'cells of a row (100)', count)
      .option('--rows <N>', 'rows of the screen (30)', count)
      .addOption(
        new Option('--cast-version <N>', 'version of the format (2)').choices(CAST_VERSIONS),
      )
      .option('--speed <X>', 'so many times as fast as the pace of the config file (1)', factor)
      .option('--typing', 'texts appear letter by letter')
      .option('--stop <N>', 'the stop of the walkthrough to picture (1)', count)
      .option('--turn <N>', 'the turn to picture (the final message)', count),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runExport } = await import('../work/export.ts');
    return runExport(context, given);
  },
});

/** Any number; the form that takes it says which are sensible. */
function factor(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) {
    throw new InvalidArgumentError('It must be a number.');
  }
  return value;
}
