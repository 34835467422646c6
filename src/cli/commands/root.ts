/** `inquest [PATH…]`: the viewer, or the list where there is no terminal. */
import { command, count, paths, withAudits } from '../command.ts';
import type { RootOptions } from '../work/root.ts';

const EXAMPLES = `
Examples:
  inquest                                        the bundled sample study
  inquest results/ -q 'model:grok* verdict:harmful'
  inquest search unethical results/ --in reasoning
  inquest stats results/ --by model --split belief --json
  inquest show --trial grok-3-beta/blackmail_explicit-america_replacement/017

A PATH is a file, a folder (with all below it), a glob, or - for standard input.
Exit codes: 0 done; 1 nothing matched, or check found errors; 2 wrong usage or input.`;

export const root = command<RootOptions, [readonly string[]]>({
  name: 'inquest',
  describe: 'Audit what AI models did in safety evaluations, from the terminal.',
  flags: (made) =>
    withAudits(made.addArgument(paths()), 'shares of the Stats')
      .option('-q, --query <QUERY>', 'begin with this filter')
      .option('--trial <ID>', 'open this trial: its id, or the end of it')
      .option('--turn <N>', 'show this turn of it', count)
      .option('--walkthrough <FILE>', 'begin with its stops as bookmarks, to go on with them')
      .option('--fresh', 'do not offer to go on where you were last time')
      .option('--follow', 'go on with what is added to the files; the viewer always does')
      .addHelpText('after', EXAMPLES),
  shares: 'reads',
  csv: true,
  run: async (context, [given], program) => {
    const { runRoot } = await import('../work/root.ts');
    const commands = program.commands.map((one) => one.name());
    return runRoot(context, given, commands);
  },
});
