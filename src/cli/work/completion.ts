/** `inquest completion`: a script for a shell, made from the command line's own table. */
import type { Command } from 'commander';
import { singleQuoted } from '../../base/shell.ts';
import { t } from '../../text/safe.ts';
import type { Context } from '../context.ts';

/** A command's words: its flags and the fixed values of its argument; those of its own commands too. */
type Words = {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly { readonly names: readonly string[]; readonly description: string }[];
  readonly values: readonly string[];
};

export async function runCompletion(
  { out }: Context,
  shell: string,
  program: Command,
): Promise<number> {
  // Which of their own flags the commands have is said with each of them.
  const root = wordsOf(program, [program]);
  const commands = program.commands.map((one) => wordsOf(one));
  const script =
    shell === 'fish'
      ? fish(root, commands)
      : shell === 'zsh'
        ? zsh(root, commands)
        : bash(root, commands);
  for (const line of script.split('\n')) await out.text(t`${line}\n`);
  await out.finish();
  return 0;
}

function wordsOf(command: Command, having = [command, ...command.commands]): Words {
  const options = having.flatMap((one) => one.options).filter(({ hidden }) => !hidden);
  return {
    name: command.name(),
    description: command.description(),
    flags: [...new Map(options.map((option) => [option.flags, option])).values()].map(
      ({ short, long, description }) => ({
        names: [short, long].filter((name) => name !== undefined),
        description,
      }),
    ),
    values: [
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
      ...command.commands.map((one) => one.name()),
    ],
  };
}

function flagsOf({ flags }: Words): string {
  return [...flags.flatMap(({ names }) => names), '-h', '--help'].join(' ');
}

/** Bash: the first word after the program that is a command decides which flags are offered. */
function bash(root: Words, commands: readonly Words[]): string {
  return [
    '# inquest completion for bash: source this file, or put it into bash-completion/completions',
    '_inquest() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" flags values="" command="${COMP_WORDS[1]}"',
    '  case "$command" in',
    ...commands.map(
      (one) => `    ${one.name}) flags="${flagsOf(one)}"; values="${one.values.join(' ')}" ;;`,
    ),
    `    *) flags="${flagsOf(root)}" ;;`,
    '  esac',
    '  if [[ $word == -* ]]; then',
    '    COMPREPLY=($(compgen -W "$flags" -- "$word"))',
    '  elif [[ -n $values ]]; then',
    '    COMPREPLY=($(compgen -W "$values" -- "$word"))',
    '  else',
    // File names may have spaces: only a line's end parts them.
    "    local IFS=$'\\n'",
    '    COMPREPLY=($(compgen -f -- "$word"))',
    '    if [[ $COMP_CWORD -eq 1 ]]; then',
    `      COMPREPLY+=($(compgen -W $'${commands.map(({ name }) => name).join('\\n')}' -- "$word"))`,
    '    fi',
    '  fi',
    '}',
    'complete -o filenames -F _inquest inquest',
  ].join('\n');
}

function zsh(root: Words, commands: readonly Words[]): string {
  return [
    '#compdef inquest',
    '# inquest completion for zsh: save as _inquest in a folder of $fpath',
    '_inquest() {',
    '  local -a commands flags values',
    '  commands=(',
    ...commands.map(({ name, description }) => `    ${singleQuoted(`${name}:${description}`)}`),
    '  )',
    '  case "$words[2]" in',
    ...commands.map(
      (one) => `    ${one.name}) flags=(${flagsOf(one)}); values=(${one.values.join(' ')}) ;;`,
    ),
    `    *) flags=(${flagsOf(root)}) ;;`,
    '  esac',
    '  if [[ $PREFIX == -* ]]; then',
    '    compadd -- $flags',
    '  elif (( CURRENT == 2 )); then',
    "    _describe 'command' commands",
    '    _files',
    '  elif (( $#values )); then',
    '    compadd -- $values',
    '  else',
    '    _files',
    '  fi',
    '}',
    'if [[ $funcstack[1] == _inquest ]]; then _inquest "$@"; else compdef _inquest inquest; fi',
  ].join('\n');
}

function fish(root: Words, commands: readonly Words[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const flagLines = (words: Words, condition: string): readonly string[] =>
    words.flags.map(({ names: flags, description }) => {
      const given = flags.map((flag) =>
        flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      return `complete -c inquest -n ${singleQuoted(condition)} ${given.join(' ')} -d ${singleQuoted(description)}`;
    });
  return [
    '# inquest completion for fish: save as ~/.config/fish/completions/inquest.fish',
    ...commands.map(
      ({ name, description }) =>
        `complete -c inquest -n __fish_use_subcommand -a ${name} -d ${singleQuoted(description)}`,
    ),
    ...flagLines(root, `not __fish_seen_subcommand_from ${names}`),
    ...commands.flatMap((one) => [
      ...flagLines(one, `__fish_seen_subcommand_from ${one.name}`),
      ...(one.values.length === 0
        ? []
        : [
            `complete -c inquest -f -n ${singleQuoted(`__fish_seen_subcommand_from ${one.name}`)} -a ${singleQuoted(one.values.join(' '))}`,
          ]),
    ]),
  ].join('\n');
}
