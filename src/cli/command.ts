/** What a command is, as a row of the command line's table, and the flags that several share. */
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { COLORS } from '../process/output.ts';
import { GROUP_FIELDS } from '../trial/catalogue.ts';
import type { CommonOptions, Context } from './context.ts';

/**
 * A command as data. The file of a command holds this alone: whatever does the work is loaded by
 * `run`, so that help and mistakes cost no more than the table.
 */
export type CommandSpec = {
  readonly name: string;
  /** One line of help. */
  readonly describe: string;
  /** Declares its own arguments and options. */
  readonly flags: (command: Command) => Command;
  /** Which options it shares: `reads` has those of reading trials and those of printing. */
  readonly shares: 'reads' | 'prints';
  /** It prints CSV, too. */
  readonly csv?: true;
  /** The config file is not read, and its defaults hold. */
  readonly withoutConfig?: true;
  /**
   * Does the work and resolves with the exit code. `operands` are its arguments, as declared;
   * `program` is the whole command line.
   */
  readonly run: (
    context: Context<never>,
    operands: readonly never[],
    program: Command,
  ) => Promise<number>;
};

/** A command that is only a name for others. */
export type CommandGroup = Pick<CommandSpec, 'name' | 'describe'> & {
  readonly commands: readonly CommandSpec[];
  /** What the name does alone; without it, its help. */
  readonly alone?: (context: Context) => Promise<number>;
};

/** A command whose options and operands are typed as `flags` declares them. */
export function command<O extends CommonOptions, A extends readonly unknown[]>(
  spec: Omit<CommandSpec, 'run'> & {
    readonly run: (context: Context<O>, operands: A, program: Command) => Promise<number>;
  },
): CommandSpec {
  // What commander gives fits what is declared; it has no types for that.
  return spec as unknown as CommandSpec;
}

export function paths(): Argument {
  return new Argument('[PATH...]', 'what to open; none: the bundled, synthetic sample study');
}

/** Declares the options that a command shares with others. */
export function withShared(
  made: Command,
  { shares, csv }: Pick<CommandSpec, 'shares' | 'csv'>,
): Command {
  if (shares === 'reads') {
    made
      .optionsGroup('Reading:')
      .option('--map <MAP>', 'fields of foreign records: a file, a name, or model=meta.llm,…')
      .option('--verdict <RULE>', "what counts as harmful, e.g. 'scores.x.value >= 7'")
      .option('--format <NAME>', 'read everything as this format')
      .option('--redact <WHAT>', 'put pseudonyms for emails, names, keys, or what a FILE lists')
      .option('--no-cache', 'keep no index');
  }
  made
    .optionsGroup('Printing:')
    .option('--json', 'print one JSON document')
    .option('--jsonl', 'print one JSON object a line');
  if (csv === true) made.option('--csv', 'print CSV');
  made.addOption(
    new Option('--color <WHEN>', 'set matches off (auto: on a terminal)').choices(COLORS),
  );
  return made
    .optionsGroup('Program:')
    .option('--config <FILE>', 'another config file')
    .option('--debug', 'show stack traces, and warnings of libraries');
}

/** A whole number from 1. */
export function count(text: string): number {
  return wholeFrom(1, text);
}

/** The same where none is a number as well. */
export function countOrNone(text: string): number {
  return wholeFrom(0, text);
}

function wholeFrom(least: number, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || text.trim() === '') {
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  }
  return value;
}

/** A number between 0 and 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError('It must be between 0 and 1.');
  }
  return value;
}

/** `a,b` as a list. */
export function listed(text: string): readonly string[] {
  // Commas within quotes are part of a name.
  return [...text.matchAll(/(?:"(?:[^"]|"")*"|[^,])+/g)]
    .map(([part]) => part.trim())
    .filter((part) => part !== '');
}

/** An option that can be given again, as the list of what it was given. */
export function repeated(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** `--by` of tables with a row a group. */
export function byFields(): Option {
  return new Option(
    '--by <FIELDS>',
    `group by ${GROUP_FIELDS.join(', ')}, score.NAME, meta.PATH (default: model)`,
  ).argParser(listed);
}

/** Declares by which audits shares are corrected. `what`: what they are of. */
export function withAudits(made: Command, what: string): Command {
  return made
    .option('--audit <FILES>', `correct the ${what} by audits of what is counted`, listed)
    .option('--label <NAME>', 'of these, the yes-no label that says what is meant')
    .option('--key <FILE>', 'their key, where it is not beside them');
}

/** Declares the forms of a figure. `plot`: what is drawn. */
export function withFigures(made: Command, plot = 'a forest plot'): Command {
  return made
    .option('--md', 'print Markdown')
    .option('--tex', 'print LaTeX (booktabs)')
    .option('--svg', `print ${plot} as SVG`);
}
