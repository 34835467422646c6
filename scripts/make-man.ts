/** man/inquest.1, made from the table of commands and from what docs/commands.md and keys say. */
import { readFileSync } from 'node:fs';
import type { Command, Option } from 'commander';
import { bindingOf, keyLabel } from '../src/app/keymap.ts';
import { createProgram } from '../src/cli/program.ts';
import { packageVersion } from '../src/process/package-root.ts';

/** Keys to start with; `?` in the viewer has them all. */
const FIRST_KEYS = [
  'open',
  'back',
  'nextTurn',
  'verdict',
  'search',
  'typeFilter',
  'stats',
  'help',
  'quit',
] as const;

/** The page, in the macros of man(7). */
export function manPage(): string {
  const program = createProgram(
    async () => undefined,
    () => undefined,
  );
  const commands = program.commands.flatMap((one) =>
    one.commands.length === 0 ? [one] : one.commands,
  );
  return [
    `.\\" Made from the table of commands by \`npm run docs\`; do not edit.`,
    `.TH INQUEST 1 "" "Inquest ${packageVersion()}" "User Commands"`,
    '.SH NAME',
    'inquest \\- audit what AI models did in safety evaluations',
    '.SH SYNOPSIS',
    ...[program, ...commands].flatMap((one) => [
      '.P',
      `\\fB${roff(nameOf(one))}\\fR ${usageOf(one)}`,
    ]),
    '.SH DESCRIPTION',
    roff(
      'Inquest opens transcripts of safety evaluations, filters their trials by model and verdict, replays them turn by turn and searches every word of them. Without a command it opens the viewer. A PATH is a file, a folder with all below it, a glob, or - for standard input; without one the bundled, synthetic sample study is opened. It works offline, and writes to no file that it reads.',
    ),
    '.SH OPTIONS',
    'These come before a command too.',
    ...optionRows(program.options),
    '.SH COMMANDS',
    ...commands.flatMap((one) => [
      `.SS "${roff(nameOf(one).replace(/^inquest /, ''))}"`,
      roff(sentence(one.description())),
      ...optionRows(one.options.filter((option) => !isShared(option, program))),
    ]),
    '.SH KEYS',
    'In the viewer, of many:',
    ...FIRST_KEYS.flatMap((command) => {
      const { keys, help } = bindingOf(command);
      return ['.TP', keys.map((key) => `\\fB${roff(keyLabel(key))}\\fR`).join(', '), roff(help)];
    }),
    '.SH "EXIT STATUS"',
    ...exitCodes().flatMap(([code, meaning]) => ['.TP', `\\fB${code}\\fR`, roff(meaning)]),
    '.SH FILES',
    ...FILES.flatMap(([file, what]) => ['.TP', `\\fI${roff(file)}\\fR`, roff(what)]),
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(([line, what]) => [
      '.P',
      roff(what),
      '.EX',
      `.RS 4\n${roff(line)}\n.RE`,
      '.EE',
    ]),
    '.SH "SEE ALSO"',
    "The pages of the package's folder \\fIdocs\\fR, \\fBless\\fR(1), \\fBfzf\\fR(1), \\fBlnav\\fR(1).",
    '',
  ].join('\n');
}

const FILES: readonly (readonly [string, string])[] = [
  ['$XDG_CONFIG_HOME/inquest/config.json', 'Settings: keys, signals, maps of fields, theme.'],
  ['$XDG_CACHE_HOME/inquest', 'Indexes of what was opened. Deleting them loses nothing.'],
  ['$XDG_DATA_HOME/inquest/notes.jsonl', 'Notes, tags and verdicts of your own on trials.'],
  [
    '$XDG_STATE_HOME/inquest',
    'Bookmarks that are not saved yet, and reports of mistakes of Inquest.',
  ],
];

const EXAMPLES: readonly (readonly [string, string])[] = [
  ["inquest results/ -q 'verdict:harmful'", 'Open the harmful trials of a folder:'],
  ['inquest search unethical results/ --in reasoning', 'Print where private reasoning says it:'],
  ['inquest stats results/ --by model --split belief --csv', 'Rates as a table:'],
];

/** The rows of the table of exit codes. */
function exitCodes(): readonly (readonly [string, string])[] {
  const page = readFileSync(new URL('../docs/commands.md', import.meta.url), 'utf8');
  const [, part = ''] = page.split('## Exit codes');
  return [...(part.split('\n## ')[0] ?? '').matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(
    ([, code = '', meaning = '']) => [code, sentence(meaning.replaceAll('`', ''))],
  );
}

function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

function usageOf(command: Command): string {
  const operands = command.registeredArguments.map((one) =>
    one.required ? one.name() : `[${one.name()}${one.variadic ? '...' : ''}]`,
  );
  return `[\\fIOPTION\\fR...] ${operands.map((one) => `\\fI${roff(one)}\\fR`).join(' ')}`.trim();
}

function optionRows(options: readonly Option[]): readonly string[] {
  return options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ flags, description, argChoices }) => [
      '.TP',
      flags.replaceAll(/(--?[\w-]+)|(<[^>]+>)/g, (_all, flag?: string, value?: string) =>
        flag === undefined ? `\\fI${roff(value?.slice(1, -1) ?? '')}\\fR` : `\\fB${roff(flag)}\\fR`,
      ),
      roff(
        sentence(
          argChoices === undefined ? description : `${description}: ${argChoices.join(', ')}`,
        ),
      ),
    ]);
}

/** An option that the viewer has as well, told once. */
function isShared(option: Option, program: Command): boolean {
  return program.options.some(
    ({ flags, description }) => flags === option.flags && description === option.description,
  );
}

function sentence(text: string): string {
  // An address is no word.
  const start = text.includes('://') ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** Text in which nothing is a macro or an escape. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&');
}
