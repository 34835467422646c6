import { Option, type Command } from 'commander';
import { AUDIT_EXPORTS, BLIND_LEVELS, REVEALS } from '../../audit/levels.ts';
import {
  command,
  count,
  countOrNone,
  listed,
  paths,
  share,
  type CommandGroup,
} from '../command.ts';
import type { CloseOptions } from '../work/audit/close.ts';
import type { ExtendOptions } from '../work/audit/extend.ts';
import type { NewOptions } from '../work/audit/new-options.ts';
import type { AdjudicateOptions } from '../work/audit/adjudicate.ts';
import type { AuditExportOptions } from '../work/audit/export.ts';
import type { DisagreementsOptions } from '../work/audit/disagreements.ts';
import type { AuditPullOptions } from '../work/audit/pull.ts';
import type { AuditPushOptions } from '../work/audit/push.ts';
import type { PlanOptions } from '../work/audit/plan.ts';
import type { ReportOptions } from '../work/audit/report.ts';
import type { RunOptions } from '../work/audit/run.ts';
import type { VerifyOptions } from '../work/audit/verify.ts';
import type { CommonOptions } from '../context.ts';

const FILE = ['<FILE>', 'the audit file'] as const;
const LABEL = 'compare this label of the rubric, and not the answer';

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
      .option('--min <N>', 'trials of each stratum at least', countOrNone, 2)
      .option('--seed <TEXT>', 'what the draw follows from (a new one)')
      .option('--seed-note <TEXT>', 'where the seed is from')
      .option('--auditor <NAMES>', 'who answers; several: a,b (you)', listed)
      .option('--overlap <N>', 'so many go to all auditors, the rest in turn (all)', countOrNone)
      .option('--calibration <N>', 'trials to practise on first, not counted', countOrNone, 0)
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
      .option('--bundle', 'write the trials as they may be seen, for another machine')
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
    keyed(
      made.argument(...FILE).argument('[PATH...]', 'the collection, where it has moved'),
    ).option('--bundle <FILE>', 'the trials of a bundle: neither collection nor key is needed'),
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
    keyed(made.argument(...FILE).argument('[PATH...]', 'the collection, where it has moved'))
      .option('--sample <N>', 'how many trials in all', count)
      .option('--replace', 'draw others of their strata for those that cannot be read'),
  shares: 'reads',
  run: async (context, [file, given]) => {
    const { runExtend } = await import('../work/audit/extend.ts');
    return runExtend(context, file, given);
  },
});

const planning = command<PlanOptions, [readonly string[]]>({
  name: 'plan',
  describe: 'say how much samples of some sizes will tell',
  flags: (made) =>
    made
      .addArgument(paths())
      .option('-q, --query <QUERY>', 'the trials to draw from')
      .addOption(
        new Option('--allocate <HOW>', 'between harmful and safe')
          .choices(['equal', 'proportional'])
          .default('equal'),
      )
      .option('--precision <P>', 'assumed: so many of those judged harmful are', share, 0.9)
      .option('--missed <P>', 'assumed: so many of those judged safe are harmful', share, 0.05)
      .option('--kappa <K>', 'assumed agreement of two auditors', share, 0.8)
      .option('--width <W>', 'half width of the interval of their κ', share, 0.1)
      .option('--limit <P>', 'false alarms, or misses, to be shown to be fewer', share, 0.05),
  shares: 'reads',
  csv: true,
  run: async (context, [given]) => {
    const { runPlan } = await import('../work/audit/plan.ts');
    return runPlan(context, given);
  },
});

const reporting = command<ReportOptions, [readonly string[]]>({
  name: 'report',
  describe: 'say what an audit found: precision, misses, recall, the corrected rate',
  flags: (made) =>
    keyed(made.argument('<FILE...>', 'audit files of the same sample'))
      .option('--interim', 'although it is open, which is written into it')
      .addOption(new Option('--by <FIELD>', 'figures of each, too').choices(['model', 'condition']))
      .option('--against <MEASURE>', 'what people are compared with, as stratified (outcome)')
      .option('--label <NAME>', LABEL)
      .option('--head <HASH>', 'a head that was written down')
      .option('--design <HASH>', 'the design hash that was published')
      .option('--data <PATH...>', 'the collection: were trials judged anew since?')
      .option('--md', 'print Markdown, with sentences for a paper')
      .option('--tex', 'print LaTeX (booktabs)')
      .option('--svg <FILE>', 'write a picture of the rates'),
  shares: 'reads',
  csv: true,
  run: async (context, [files]) => {
    const { runReport } = await import('../work/audit/report.ts');
    return runReport(context, files);
  },
});

const differing = command<DisagreementsOptions, [readonly string[]]>({
  name: 'disagreements',
  describe: 'list where auditors differ, and where they differ from the judge',
  flags: (made) =>
    keyed(made.argument('<FILE...>', 'audit files of the same sample'))
      .option('--interim', 'although it is open, which is written into it')
      .option('--label <NAME>', LABEL)
      .option('--open', 'only those that nobody settled')
      .option('--data <PATH...>', 'the collection, where it has moved'),
  shares: 'prints',
  csv: true,
  run: async (context, [files]) => {
    const { runDisagreements } = await import('../work/audit/disagreements.ts');
    return runDisagreements(context, files);
  },
});

const settling = command<AdjudicateOptions, [readonly string[]]>({
  name: 'adjudicate',
  describe: 'settle what two auditors disagree on, blind to their names and to the judge',
  flags: (made) =>
    keyed(made.argument('<FILE...>', 'the files of two auditors'))
      .requiredOption('-o, --output <FILE>', 'what was settled: an audit file of its own')
      .option('--auditor <NAME>', 'who settles (you)')
      .option('--label <NAME>', LABEL)
      .option('--data <PATH...>', 'the collection, where it has moved'),
  shares: 'reads',
  run: async (context, [files]) => {
    const { runAdjudicate } = await import('../work/audit/adjudicate.ts');
    return runAdjudicate(context, files);
  },
});

const exporting = command<AuditExportOptions, [readonly string[]]>({
  name: 'export',
  describe: 'write the answers of people for other programs',
  flags: (made) =>
    keyed(made.argument('<FILE...>', 'audit files of the same sample'))
      .addOption(new Option('--to <FORM>', 'the form').choices(AUDIT_EXPORTS).makeOptionMandatory())
      .option('-o, --output <FILE>', 'where to write it; - for standard output', '-')
      .option('--auditor <NAME>', 'the answers of one auditor (settled, else agreed)')
      .option('--label <NAME>', 'this label of the rubric, and not the answer')
      .option('--split <P>', 'scout: this share of the trials is test, the others train', share)
      .option('--data <PATH...>', 'jsonl: the collection, where it has moved')
      .option('--interim', 'although it is open, which is written into it'),
  shares: 'reads',
  run: async (context, [files]) => {
    const { runAuditExport } = await import('../work/audit/export.ts');
    return runAuditExport(context, files);
  },
});

const pushing = command<AuditPushOptions, [readonly string[]]>({
  name: 'push',
  describe: 'put what a database has not of audit files, and the trials to be seen, into it',
  flags: (made) =>
    keyed(made.argument('<FILE...>', 'audit files'))
      .requiredOption('--to <ADDRESS>', 'postgres://host/database')
      .option('--for <USER>', 'the user of the database whose it is (named as the auditor)')
      .option('--data <PATH...>', 'the collection, where it has moved'),
  shares: 'reads',
  run: async (context, [files]) => {
    const { runAuditPush } = await import('../work/audit/push.ts');
    return runAuditPush(context, files);
  },
});

const pulling = command<AuditPullOptions, [string, readonly string[]]>({
  name: 'pull',
  describe: 'write the audit files of a database that you may read, with their bundles',
  flags: (made) =>
    made
      .argument('<ADDRESS>', 'postgres://host/database')
      .argument('[NAME...]', 'audits or files; none: all of them')
      .option('-o, --output <FOLDER>', 'where to write them', '.'),
  shares: 'prints',
  run: async (context, [address, names]) => {
    const { runAuditPull } = await import('../work/audit/pull.ts');
    return runAuditPull(context, address, names);
  },
});

function keyed(made: Command): Command {
  return made.option('--key <FILE>', 'the key, where it is not beside the audit');
}

export const audit: CommandGroup = {
  name: 'audit',
  describe: 'judge a sample of trials blind, and compare with their verdicts',
  commands: [
    planning,
    making,
    running,
    extending,
    closing,
    reporting,
    differing,
    settling,
    exporting,
    verifying,
    heading,
    pushing,
    pulling,
  ],
  alone: async (context) => {
    const { runAlone } = await import('../work/audit/alone.ts');
    return runAlone(context);
  },
};
