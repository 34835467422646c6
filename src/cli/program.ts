/** The command line, made from the table of commands. The work of each is loaded on use. */
import { Command } from 'commander';
import { withShared, type CommandGroup, type CommandSpec } from './command.ts';
import { audit } from './commands/audit.ts';
import { check } from './commands/check.ts';
import { claims } from './commands/claims.ts';
import { compare } from './commands/compare.ts';
import { concordance } from './commands/concordance.ts';
import { completion } from './commands/completion.ts';
import { convert } from './commands/convert.ts';
import { db } from './commands/db.ts';
import { doctor } from './commands/doctor.ts';
import { exporting } from './commands/export.ts';
import { funnel } from './commands/funnel.ts';
import { indexFolder } from './commands/index-folder.ts';
import { list } from './commands/list.ts';
import { notes } from './commands/notes.ts';
import { present } from './commands/present.ts';
import { pull } from './commands/pull.ts';
import { push } from './commands/push.ts';
import { redact } from './commands/redact.ts';
import { root } from './commands/root.ts';
import { secondLook } from './commands/second-look.ts';
import { search } from './commands/search.ts';
import { show } from './commands/show.ts';
import { stats } from './commands/stats.ts';
import { walkthrough } from './commands/walkthrough.ts';
import type { CommonOptions, Context } from './context.ts';
import { packageVersion } from '../process/package-root.ts';
import { tellLines } from '../process/streams.ts';

/** Makes the context of a command, does its work in it, and keeps the exit code. */
export type Run = (
  options: CommonOptions,
  work: (context: Context) => Promise<number>,
  /** False: the config file is not read, and its defaults hold. */
  settings: { readonly withConfig: boolean },
) => Promise<void>;

/** In the order in which help shows them. */
const COMMANDS: readonly (CommandSpec | CommandGroup)[] = [
  list,
  show,
  search,
  stats,
  funnel,
  secondLook,
  compare,
  concordance,
  claims,
  audit,
  notes,
  check,
  redact,
  convert,
  exporting,
  walkthrough,
  present,
  push,
  pull,
  db,
  indexFolder,
  doctor,
  completion,
];

/**
 * The whole command line. It gives help and version, if asked for, to `printHelp`, and throws
 * `CommanderError` on a mistake, and after help.
 */
export function createProgram(run: Run, printHelp: (text: string) => void): Command {
  const program = new Command(root.name)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeOut: printHelp, writeErr: tellLines })
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [COMMAND]', 'print the help of a command');

  /** Declares a command, and ties it to its work. */
  function declare(made: Command, spec: CommandSpec): void {
    withShared(spec.flags(made.description(spec.describe)), spec).action((...given: unknown[]) => {
      const operands = given.slice(0, -2) as never[];
      const work = (context: Context): Promise<number> =>
        spec.run(context as Context<never>, operands, program);
      const settings = { withConfig: spec.withoutConfig !== true };
      return run(optionsOf(made, program), work, settings);
    });
  }

  declare(program, root);
  for (const one of COMMANDS) {
    const made = program.command(one.name);
    if ('run' in one) declare(made, one);
    else {
      made.description(one.describe).helpCommand(false);
      for (const each of one.commands) declare(made.command(each.name), each);
      const { alone } = one;
      if (alone !== undefined) {
        made.action(() => run(optionsOf(made, program), alone, { withConfig: true }));
      }
    }
  }
  return program;
}

/** `help audit push` as `audit push --help`: of its words commander looks at the first alone. */
export function withNestedHelp(argv: readonly string[]): readonly string[] {
  const [help, group, name] = argv;
  const found = COMMANDS.find((one) => one.name === group);
  const isNested =
    help === 'help' &&
    found !== undefined &&
    'commands' in found &&
    found.commands.some((each) => each.name === name);
  return isNested ? [...argv.slice(1), '--help'] : argv;
}

/** Options of a command, and those given before its name; the nearer one wins. */
function optionsOf(command: Command, program: Command): CommonOptions {
  const options: Record<string, unknown> = { ...command.opts() };
  for (const [name, value] of Object.entries(program.opts())) {
    const isGiven = program.getOptionValueSource(name) !== 'default';
    const isSet = ![undefined, 'default'].includes(command.getOptionValueSource(name));
    if (isGiven && !isSet) options[name] = value;
  }
  return options as CommonOptions;
}
