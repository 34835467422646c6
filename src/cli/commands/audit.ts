import { Option, type Command } from 'commander';
import { BLIND_LEVELS, REVEALS } from '../../audit/levels.ts';
import { command, count, listed, paths, type CommandGroup } from '../command.ts';
import type { CloseOptions } from '../work/audit/close.ts';
import type { ExtendOptions } from '../work/audit/extend.ts';
import type { NewOptions } from '../work/audit/new-options.ts';
import type { RunOptions } from '../work/audit/run.ts';
import type { VerifyOptions } from '../work/audit/verify.ts';
import type { CommonOptions } from '../context.ts';

const FILE = ['<FILE>', 'the audit file'] as const;

const making = command<NewOptions, [readonly string[]]>({
  name: 'new',
  describe: 'draw a sample to judge blind',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'the trials that match; of those, the ones that were judged')
      .requiredOption('--sample <N>', 'how many trials', count)
      .requiredOption('-o, --output <FILE>', 'NAME.audit.jsonl; its key becomes NAME.key.jsonl')
      .optionsGroup('The draw:')
      .addOption(
        new Option('--stratify <FIELDS>', 'strata: fields, signal:NAME or query:…')
          .argParser(listed)
          .default(['outcome'], 'outcome'),
      )
      .option('--allocate <HOW>', 'equal, proportional, or harmful=40,safe=20', 'equal')
      .option('--min <N>', 'trials of each stratum at least', count, 2)
      .option('--seed <TEXT>', 'what the draw follows from (a new one)')
      .option('--seed-note <TEXT>', 'where the seed is from')
      .option('--auditor <NAMES>', 'who answers; several: a,b (you)', listed)
      .option('--overlap <N>', 'so many trials go to all auditors, the rest in turn (all)', count)
      .option('--calibration <N>', 'trials to practise on first, apart from the sample', count, 0)
      .addOption(
        new Option('--order <HOW>', 'the same for all auditors, or own')
          .choices(['shared', 'own'])
          .default('shared'),
      )
      .optionsGroup('The review:')
      .option('--rubric <FILE>', 'the question and its answers, in YAML or JSON')
      .addOption(
        new Option('--blind <LEVELS>', `what is hidden: ${BLIND_LEVELS.join(', ')}`)
          .argParser(listed)
          .default([...BLIND_LEVELS], 'all'),
      )
      .addOption(
        new Option('--reveal <WHEN>', 'when the verdict is shown').choices(REVEALS).default('end'),
      )
      .option('--show-allocation', 'print the strata, which says how often the judge said harmful'),
  shares: 'reads',
  run: async (context, [given]) => {
    const { runNew } = await import('../work/audit/new.ts');
    return runNew(context, given);
  },
});

const running = command<RunOptions, [string, readonly string[]]>({
  name: 'run',
  describe: 'judge the trials of an audit, one after the other, blind',
  flags: (made) =>
    keyed(made.argument(...FILE).argument('[PATH...]', 'the collection, where it has moved')),
  shares: 'reads',
  run: async (context, [file, given]) => {
    const { runRun } = await import('../work/audit/run.ts');
    return runRun(context, file, given);
  },
});

const heading = command<CommonOptions, [string]>({
  name: 'head',
  describe: 'print the line to keep elsewhere, which proves later that nothing was changed',
  flags: (made) => made.argument(...FILE),
  shares: 'prints',
  run: async (context, [file]) => {
    const { runHead } = await import('../work/audit/head.ts');
    return runHead(context, file);
  },
});

const verifying = command<VerifyOptions, [string, readonly string[]]>({
  name: 'verify',
  describe: 'check chain, answers, draw, and with PATHs the trials themselves',
  flags: (made) =>
    keyed(made.argument(...FILE).argument('[PATH...]', 'the collection; none: it is not read'))
      .option('--head <HASH>', 'a head that was written down')
      .option('--design <HASH>', 'the design hash that was published')
      .option('--signers <FILE>', "whose signature: ssh-keygen's allowed_signers")
      .option('--show-draw <FOLDER>', 'write frame.tsv and strata.tsv, to repeat the draw'),
  shares: 'reads',
  run: async (context, [file, given]) => {
    const { runVerify } = await import('../work/audit/verify.ts');
    return runVerify(context, file, given);
  },
});

const closing = command<CloseOptions, [string]>({
  name: 'close',
  describe: 'end an audit: no answer can be changed, and the verdicts are written into it',
  flags: (made) =>
    keyed(made.argument(...FILE))
      .option('--partial', 'although trials are open')
      .option('--sign <KEY>', 'sign it with this key of ssh'),
  shares: 'prints',
  run: async (context, [file]) => {
    const { runClose } = await import('../work/audit/close.ts');
    return runClose(context, file);
  },
});

const extending = command<ExtendOptions, [string, readonly string[]]>({
  name: 'extend',
  describe: 'draw more, which keeps what was drawn',
  flags: (made) =>
    keyed(
      made.argument(...FILE).argument('[PATH...]', 'the collection, where it has moved'),
    ).requiredOption('--sample <N>', 'how many trials in all', count),
  shares: 'reads',
  run: async (context, [file, given]) => {
    const { runExtend } = await import('../work/audit/extend.ts');
    return runExtend(context, file, given);
  },
});

function keyed(made: Command): Command {
  return made.option('--key <FILE>', 'the key, where it is not beside the audit');
}

export const audit: CommandGroup = {
  name: 'audit',
  describe: 'judge a sample of trials blind, and compare with their verdicts',
  commands: [making, running, verifying, heading, closing, extending],
};
