/** What the last word of a command line can be, from the command line's own table and the data. */
import type { Command, Option } from 'commander';
import { EXPORT_FORMS } from '../../export/forms.ts';
import { FIELDS, SCOPES, valuesOf as fixedValues } from '../../query/fields.ts';
import { OUTCOMES } from '../../trial/types.ts';
import { GROUP_FIELDS, SORT_FIELDS } from '../../trial/catalogue.ts';
import type { Context } from '../context.ts';
import { wordsOf } from './words.ts';
import { type Known, knownOf } from './known.ts';

/** `text` takes the place of the last word. */
export type Candidate = { readonly text: string; readonly help: string };

/** What shells, and all who read the list, take as it is. */
const PLAIN = /^[\w./@#+,~%=:*-]+$/;

/**
 * The candidates for the last word of a line that is typed up to the cursor; none where a file is
 * meant. Values are those of an index that is there: nothing is read for them.
 */
export async function candidatesFor(
  line: string,
  program: Command,
  context: Context,
): Promise<readonly Candidate[]> {
  const words = wordsOf(line);
  const current = words.at(-1) ?? '';
  const { command, options, operands, awaiting } = parsed(words.slice(0, -1), program);
  const known = (): Promise<Known | undefined> =>
    knownOf(isQueryFirst(command) ? operands.slice(1) : operands, options, context);
  const found = await (async (): Promise<readonly Candidate[]> => {
    if (awaiting !== undefined) return valuesOf(awaiting, current, known);
    if (current.startsWith('-')) return flagsOf(command, program);
    const argument = command.registeredArguments[operands.length];
    if (argument?.argChoices !== undefined) return argument.argChoices.map(bare);
    if (argument?.name() === 'QUERY') return queryValues(current, known);
    const isFirst = operands.length === 0;
    return isFirst ? command.commands.map((one) => named(one.name(), one.description())) : [];
  })();
  return found.filter(
    ({ text }) => PLAIN.test(text.slice(headOf(current))) && text.startsWith(current),
  );
}

type Parsed = {
  readonly command: Command;
  readonly options: Readonly<Record<string, string>>;
  readonly operands: readonly string[];
  /** An option whose value comes next. */
  readonly awaiting: Option | undefined;
};

/** Which command the words name, with what stands after it. The words need not be complete. */
function parsed(words: readonly string[], program: Command): Parsed {
  let command = program;
  const options: Record<string, string> = {};
  const operands: string[] = [];
  let awaiting: Option | undefined;
  for (const word of words) {
    const inner = command.commands.find((one) => one.name() === word);
    const [name = '', value] = word.split('=', 2);
    if (awaiting !== undefined) {
      options[awaiting.attributeName()] = word;
      awaiting = undefined;
    } else if (word.startsWith('-') && word !== '-') {
      const option = [...command.options, ...program.options].find(
        ({ short, long }) => name === short || name === long,
      );
      if (option === undefined || option.isBoolean()) continue;
      if (value === undefined) awaiting = option;
      else options[option.attributeName()] = value;
    } else if (operands.length === 0 && inner !== undefined) command = inner;
    else operands.push(word);
  }
  return { command, options, operands, awaiting };
}

function isQueryFirst(command: Command): boolean {
  return command.registeredArguments[0]?.name() === 'QUERY';
}

function flagsOf(command: Command, program: Command): readonly Candidate[] {
  const options = [...command.options, ...(command === program ? [] : program.options)];
  const flags = options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ short, long, description }) =>
      [long, short].flatMap((flag) => (flag == null ? [] : [named(flag, description)])),
    );
  flags.push(named('--help', 'print this help'));
  return [...new Map(flags.map((flag) => [flag.text, flag])).values()];
}

/** Options whose values are names that are known without any data. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '--by': GROUP_FIELDS,
  '--split': GROUP_FIELDS,
  '--in': SCOPES,
  '--to': EXPORT_FORMS,
};

async function valuesOf(
  option: Option,
  current: string,
  known: () => Promise<Known | undefined>,
): Promise<readonly Candidate[]> {
  const flag = option.long ?? '';
  if (option.flags.endsWith('<ADDRESS>')) return [];
  if (option.argChoices !== undefined) return option.argChoices.map(bare);
  if (flag === '--trial') return ((await (await known())?.ids(current)) ?? []).map(bare);
  if (flag === '--query') return queryValues(current, known);
  if (flag === '--format') {
    const { FORMATS } = await import('../../formats/index.ts');
    return FORMATS.map(({ name }) => bare(name));
  }
  if (flag === '--sort') {
    return [...SORT_FIELDS, ...SORT_FIELDS.map((field) => `-${field}`)].map(bare);
  }
  // Of a list, the last name is completed.
  const head = current.slice(0, current.lastIndexOf(',') + 1);
  return (NAMES[flag] ?? []).map((name) => bare(`${head}${name}`));
}

/** Fields, and behind a field's colon its values; what stands before the last word of it stays. */
async function queryValues(
  current: string,
  known: () => Promise<Known | undefined>,
): Promise<readonly Candidate[]> {
  const start = headOf(current);
  const [head, last] = [current.slice(0, start), current.slice(start)];
  const colon = last.indexOf(':');
  if (colon < 0) return [...FIELDS, 'in'].map((field) => bare(`${head}${field}:`));
  const name = last.slice(0, colon);
  const field = FIELDS.find((one) => one === name);
  const fixed = field === undefined ? undefined : fixedValues(field);
  const values = new Set([
    ...(FIXED[name] ?? fixed ?? []),
    ...((await (await known())?.values(name)) ?? []),
  ]);
  const before = last.slice(0, Math.max(colon, last.lastIndexOf(',')) + 1);
  return [...values].map((value) => bare(`${head}${before}${value}`));
}

/** Beside these, `verdict:` takes labels. */
const FIXED: Readonly<Record<string, readonly string[]>> = { in: SCOPES, verdict: OUTCOMES };

/** Where the last word of a query begins: behind a space, a bracket or a minus. */
function headOf(query: string): number {
  return (/(?:.*[\s(|{])?-?/s.exec(query)?.[0] ?? '').length;
}

const named = (text: string, help: string): Candidate => ({ text, help });
const bare = (text: string): Candidate => ({ text, help: '' });
