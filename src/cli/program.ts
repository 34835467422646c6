/** The command line as a table: every command, its options, its help. The work is loaded on use. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { SPEEDS, type Speed } from '../app/speed.ts';
import { GROUP_FIELDS, SORT_FIELDS } from '../trial/catalogue.ts';
import type { ExportOptions } from './commands/export.ts';
import type { ConvertOptions } from './commands/convert.ts';
import type { DoctorOptions } from './commands/doctor.ts';
import type { PresentOptions } from './commands/present.ts';
import type { ListOptions } from './commands/list.ts';
import type { RedactOptions } from './commands/redact.ts';
import type { RootOptions } from './commands/root.ts';
import type { SearchOptions } from './commands/search.ts';
import type { ShowOptions } from './commands/show.ts';
import type { StatsOptions } from './commands/stats.ts';
import type { NewOptions } from './commands/walkthrough.ts';
import type { CommonOptions, Context } from './context.ts';
import { packageVersion } from './package-root.ts';
import { tellLines } from './streams.ts';
import { CAST_VERSIONS, EXPORT_FORMS } from '../export/forms.ts';

/** Makes the context of a command, does its work in it, and keeps the exit code. */
export type Run = <O extends CommonOptions>(
  options: O,
  work: (context: Context<O>) => Promise<number>,
  /** Without: the config file is not read, and its defaults hold. */
  settings?: { readonly withConfig: boolean },
) => Promise<void>;

const SHELLS = ['bash', 'zsh', 'fish'];

const EXAMPLES = `
Examples:
  inquest                                        the bundled sample study
  inquest results/ -q 'model:grok* verdict:harmful'
  inquest search unethical results/ --in reasoning
  inquest stats results/ --by model --split belief --json
  inquest show results/ --trial grok-3-beta/017

A PATH is a file, a folder (with all below it), a glob, or - for standard input.
Exit codes: 0 done; 1 nothing matched, or check found errors; 2 wrong usage or input.`;

/**
 * The whole command line. It gives help and version, if asked for, to `printHelp`, and throws
 * `CommanderError` on a mistake, and after help.
 */
export function createProgram(run: Run, printHelp: (text: string) => void): Command {
  const program = new Command('inquest')
    .description('Audit what AI models did in safety evaluations, from the terminal.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeOut: printHelp, writeErr: tellLines })
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [COMMAND]', 'print the help of a command')
    .addArgument(paths())
    .option('-q, --query <QUERY>', 'begin with this filter')
    .option('--trial <ID>', 'open this trial: its id, or the end of it')
    .option('--turn <N>', 'show this turn of it', count)
    .option('--walkthrough <FILE>', 'begin with its stops as bookmarks, to go on with them')
    .option('--follow', 'go on with what is added to the files; the viewer always does')
    .addHelpText('after', EXAMPLES);
  withCommon(program, true);

  /** Ties a command to its work. `operands` are its arguments, as declared. */
  function does<O extends CommonOptions, A extends readonly unknown[]>(
    command: Command,
    work: (context: Context<O>, ...operands: A) => Promise<number>,
    settings?: Parameters<Run>[2],
  ): void {
    command.action((...given: unknown[]) => {
      const operands = given.slice(0, -2) as unknown as A;
      const options = optionsOf<O>(command, program);
      return run(options, (context) => work(context, ...operands), settings);
    });
  }

  does(program, async (context: Context<RootOptions>, given: readonly string[]) => {
    const { runRoot } = await import('./commands/root.ts');
    return runRoot(context, given, commandNames(program));
  });

  const list = program.command('list').description('print the trials, one a row');
  list
    .addArgument(paths())
    .option('-q, --query <QUERY>', 'only trials that match')
    .option('--sort <FIELD>', `by ${SORT_FIELDS.join(', ')}; -FIELD: the other way round`)
    .option('--limit <N>', 'at most so many', count)
    .option('--follow', 'go on with what is added to the files, until Ctrl-C');
  does(withCommon(list, true), async (context: Context<ListOptions>, given: readonly string[]) => {
    const { runList } = await import('./commands/list.ts');
    return runList(context, given);
  });

  const show = program.command('show').description('print a transcript, the verdict last');
  show
    .addArgument(paths())
    .requiredOption('--trial <ID>', 'the trial: its id, or the end of it')
    .option('--turn <N>', 'only this turn', count)
    .option('--raw', 'the texts exactly as the source has them');
  does(withCommon(show), async (context: Context<ShowOptions>, given: readonly string[]) => {
    const { runShow } = await import('./commands/show.ts');
    return runShow(context, given);
  });

  const search = program.command('search').description('find words, misspelt ones included');
  search
    .argument('<QUERY>', "what to look for, e.g. 'unethical -test model:grok*'")
    .addArgument(paths())
    .option('--in <KINDS>', 'only in these kinds of turns, e.g. reasoning,action', listed)
    .option('-q, --query <QUERY>', 'only in trials that match this as well')
    .option('--limit <N>', 'at most so many', count)
    .option('--follow', 'go on with what is added to the files, until Ctrl-C');
  does(
    withCommon(search),
    async (context: Context<SearchOptions>, query: string, given: readonly string[]) => {
      const { runSearch } = await import('./commands/search.ts');
      return runSearch(context, query, given);
    },
  );

  const stats = program.command('stats').description('print harmful rates, a row a group');
  stats
    .addArgument(paths())
    .option('-q, --query <QUERY>', 'only trials that match')
    .addOption(
      new Option('--by <FIELDS>', `group by ${GROUP_FIELDS.join(', ')}`)
        .argParser(listed)
        .default(['model'], 'model'),
    )
    .option('--split <FIELDS>', 'split every group by these as well', listed);
  does(
    withCommon(stats, true),
    async (context: Context<StatsOptions>, given: readonly string[]) => {
      const { runStats } = await import('./commands/stats.ts');
      return runStats(context, given);
    },
  );

  const check = program.command('check').description('say how files were read, and what is wrong');
  check.addArgument(paths());
  does(withCommon(check), async (context, given: readonly string[]) => {
    const { runCheck } = await import('./commands/check.ts');
    return runCheck(context, given);
  });

  const redact = program.command('redact').description('say what --redact would hide, with counts');
  redact
    .addArgument(paths())
    .option('--originals', 'print what is hidden in full, and not its beginning alone');
  does(
    withCommon(redact, true),
    async (context: Context<RedactOptions>, given: readonly string[]) => {
      const { runRedact } = await import('./commands/redact.ts');
      return runRedact(context, given);
    },
  );

  const convert = program.command('convert').description('write any format as native JSONL');
  convert
    .addArgument(paths())
    .requiredOption('-o, --output <FILE>', 'where to write it; - for standard output')
    .option('-q, --query <QUERY>', 'only trials that match');
  does(withCommon(convert), async (context: Context<ConvertOptions>, given: readonly string[]) => {
    const { runConvert } = await import('./commands/convert.ts');
    return runConvert(context, given);
  });

  const exporting = program.command('export').description('write transcripts for others to read');
  exporting
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
    .addOption(new Option('--cast-version <N>', 'version of the format (2)').choices(CAST_VERSIONS))
    .option('--speed <X>', 'so many times as fast as the pace of the config file (1)', factor)
    .option('--typing', 'texts appear letter by letter')
    .option('--stop <N>', 'the stop of the walkthrough to picture (1)', count)
    .option('--turn <N>', 'the turn to picture (the final message)', count);
  does(withCommon(exporting), async (context: Context<ExportOptions>, given: readonly string[]) => {
    const { runExport } = await import('./commands/export.ts');
    return runExport(context, given);
  });

  const walkthrough = program
    .command('walkthrough')
    .description('make a walkthrough of trials, or check one')
    .helpCommand(false);
  const making = walkthrough.command('new').description('make one of trials, from their turns');
  making
    .addArgument(paths())
    .requiredOption('--trial <ID>', 'its id, or the end of it; may be given again', gathered)
    .option('-o, --output <FILE>', 'where to write it; - for standard output', '-')
    .option('--force', 'replace a file that is there');
  does(withCommon(making), async (context: Context<NewOptions>, given: readonly string[]) => {
    const { runNew } = await import('./commands/walkthrough.ts');
    return runNew(context, given);
  });

  const checking = walkthrough.command('check').description('say which stops still match');
  checking
    .argument('<FILE>', 'the walkthrough')
    .argument('[PATH...]', 'the collection; none: the one that the walkthrough names');
  does(withCommon(checking), async (context, file: string, given: readonly string[]) => {
    const { runWalkthroughCheck } = await import('./commands/walkthrough.ts');
    return runWalkthroughCheck(context, file, given);
  });

  const presenting = program
    .command('present')
    .description('show a walkthrough to an audience, or its notes to the speaker');
  presenting
    .argument('<FILE>', 'a walkthrough (*.walkthrough.yaml)')
    .addArgument(new Argument('[PATH...]', "what to read instead of the walkthrough's own paths"))
    .option('--notes', 'the speaker notes, following a presentation of FILE elsewhere')
    .option('--auto', 'go on by itself, at a reading speed')
    .addOption(
      new Option('--speed <N>', `how fast: ${SPEEDS.join(', ')}`).argParser(speed).default(1),
    )
    .option('--typing', 'let texts come letter by letter')
    .option('--from <N>', 'begin at this stop', count);
  does(
    withCommon(presenting),
    async (context: Context<PresentOptions>, file: string, given: readonly string[]) => {
      const { runPresent } = await import('./commands/present.ts');
      return runPresent(context, file, given);
    },
  );

  const index = program.command('index').description('look at the kept indexes, or delete them');
  index.addArgument(new Argument('<WHAT>', 'what to do').choices(['status', 'clear']));
  does(withPrinting(index), async (context, what: string) => {
    const { runIndex } = await import('./commands/index-folder.ts');
    return runIndex(context, what);
  });

  const doctor = program
    .command('doctor')
    .description('say whether all is well with the program and its folders, as a report to send');
  doctor.option('--paths', 'show where folders and opened files are, too');
  does(
    withPrinting(doctor),
    async (context: Context<DoctorOptions>) => {
      const { runDoctor } = await import('./commands/doctor.ts');
      return runDoctor(context);
    },
    { withConfig: false },
  );

  const completion = program.command('completion').description('print a completion script');
  completion.addArgument(new Argument('<SHELL>', 'the shell').choices(SHELLS));
  does(withPrinting(completion), async (context, shell: string) => {
    const { runCompletion } = await import('./commands/completion.ts');
    return runCompletion(context, shell, program);
  });
  return program;
}

/** Options of a command, and those given before its name; the nearer one wins. */
function optionsOf<O extends CommonOptions>(command: Command, program: Command): O {
  const options: Record<string, unknown> = { ...command.opts() };
  for (const [name, value] of Object.entries(program.opts())) {
    const isGiven = program.getOptionValueSource(name) !== 'default';
    const isSet = ![undefined, 'default'].includes(command.getOptionValueSource(name));
    if (isGiven && !isSet) options[name] = value;
  }
  return options as O;
}

function commandNames(program: Command): readonly string[] {
  return program.commands.map((one) => one.name());
}

function paths(): Argument {
  return new Argument('[PATH...]', 'what to open; none: the bundled, synthetic sample study');
}

/** Options of every command that reads trials. */
function withCommon(command: Command, csv = false): Command {
  command
    .optionsGroup('Reading:')
    .option('--map <MAP>', 'fields of foreign records: a file, a name, or model=meta.llm,…')
    .option('--verdict <RULE>', "what counts as harmful, e.g. 'scores.x.value >= 7'")
    .option('--format <NAME>', 'read everything as this format')
    .option('--redact <WHAT>', 'put pseudonyms for emails, names, keys, or what a FILE lists')
    .option('--no-cache', 'keep no index');
  return withPrinting(command, csv);
}

/** Options of every command. */
function withPrinting(command: Command, csv = false): Command {
  command
    .optionsGroup('Printing:')
    .option('--json', 'print one JSON document')
    .option('--jsonl', 'print one JSON object a line');
  if (csv) command.option('--csv', 'print CSV');
  return command
    .optionsGroup('Program:')
    .option('--config <FILE>', 'another config file')
    .option('--debug', 'show stack traces, and warnings of libraries');
}

/** A whole number from 1. */
function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1.');
  }
  return value;
}

/** Any number; what takes it says which are sensible. */
function factor(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value))
    throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** An option that is given several times, as a list. */
function gathered(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function speed(text: string): Speed {
  const found = SPEEDS.find((one) => one === Number(text));
  if (found === undefined)
    throw new InvalidArgumentError(`It must be one of ${SPEEDS.join(', ')}.`);
  return found;
}

/** `a,b` as a list. */
function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
