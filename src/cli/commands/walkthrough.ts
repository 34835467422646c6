import { command, paths, type CommandGroup } from '../command.ts';
import type { CommonOptions } from '../context.ts';
import type { NewOptions } from '../work/walkthrough.ts';

const making = command<NewOptions, [readonly string[]]>({
  name: 'new',
  describe: 'make one of trials, from their turns',
  flags: (made) =>
    made
      .addArgument(paths())
      .requiredOption('--trial <ID>', 'its id, or the end of it; may be given again', gathered)
      .option('-o, --output <FILE>', 'where to write it; - for standard output', '-')
      .option('--force', 'replace a file that is there'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runNew } = await import('../work/walkthrough.ts');
    return runNew(context, given);
  },
});

const checking = command<CommonOptions, [string, readonly string[]]>({
  name: 'check',
  describe: 'say which stops still match',
  flags: (made) =>
    made
      .argument('<FILE>', 'the walkthrough')
      .argument('[PATH...]', 'the collection; none: the one that the walkthrough names'),
  shares: 'reads',
  run: async (context, [file, given]) => {
    const { runWalkthroughCheck } = await import('../work/walkthrough.ts');
    return runWalkthroughCheck(context, file, given);
  },
});

export const walkthrough: CommandGroup = {
  name: 'walkthrough',
  describe: 'make a walkthrough of trials, or check one',
  commands: [making, checking],
};

/** An option that is given several times, as a list. */
function gathered(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
