import type { Command } from 'commander';
import { command, listed, paths, type CommandGroup } from '../command.ts';
import type { CommonOptions } from '../context.ts';
import type { NewClaimsOptions } from '../work/claims.ts';
import type { RootOptions } from '../work/root.ts';

function ofFile(made: Command): Command {
  return made
    .argument('<FILE>', 'the claims (NAME.claims.yaml)')
    .argument('[PATH...]', 'the collection; none: the one that the claims name');
}

const checking = command<CommonOptions, [string, readonly string[]]>({
  name: 'check',
  describe: 'count every figure anew, and say which differ',
  flags: ofFile,
  shares: 'reads',
  csv: true,
  run: async (context, [file, given]) => {
    const { runClaimsCheck } = await import('../work/claims.ts');
    return runClaimsCheck(context, file, given);
  },
});

const opening = command<RootOptions, [string, readonly string[]]>({
  name: 'open',
  describe: 'show the claims in the viewer, each with its trials',
  flags: ofFile,
  shares: 'reads',
  csv: true,
  run: async (context, [file, given]) => {
    const { runClaimsOpen } = await import('../work/claims.ts');
    return runClaimsOpen(context, file, given);
  },
});

const making = command<NewClaimsOptions, [readonly string[]]>({
  name: 'new',
  describe: 'make claims of the shares that stats prints',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'only trials that match')
      .option('--by <FIELDS>', 'a claim a group (default: model)', listed)
      .option('--share <QUERY>', 'count these trials, by default verdict:harmful')
      .option('--of <QUERY>', 'of these, by default verdict:harmful,safe')
      .option('-o, --output <FILE>', 'where to write them; - for standard output', '-')
      .option('--force', 'replace a file that is there'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runClaimsNew } = await import('../work/claims.ts');
    return runClaimsNew(context, given);
  },
});

export const claims: CommandGroup = {
  name: 'claims',
  describe: 'check the figures of a text against the trials, or begin such a file',
  commands: [checking, opening, making],
};
