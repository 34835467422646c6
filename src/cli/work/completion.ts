/** `inquest completion`: a script for a shell; with `--line`, what its last word can be. */
import type { Command } from 'commander';
import { t } from '../../text/safe.ts';
import type { CommonOptions, Context } from '../context.ts';

export type CompletionOptions = CommonOptions & { readonly line?: string };

export async function runCompletion(
  context: Context<CompletionOptions>,
  shell: string,
  program: Command,
): Promise<number> {
  const { out, options } = context;
  const { line } = options;
  if (line === undefined) {
    for (const row of SCRIPTS[shell] ?? []) await out.text(t`${row}\n`);
  } else {
    const { candidatesFor } = await import('../completion/candidates.ts');
    for (const { text, help } of await candidatesFor(line, program, context)) {
      // Bash has no place for help.
      await out.text(shell === 'bash' ? t`${text}\n` : t`${text}\t${help}\n`);
    }
  }
  await out.finish();
  return 0;
}

/** All three ask the program what can follow, and leave it to the shell where that is a file. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  // Bash parts words at `:` and `=` too, and wants what comes behind them, unless a quote is open.
  bash: [
    '# inquest completion for bash: source this file, or put it into bash-completion/completions',
    '_inquest() {',
    `  local IFS=$'\\n' line="\${COMP_LINE:0:COMP_POINT}" word="\${COMP_WORDS[COMP_CWORD]}" typed head`,
    '  COMPREPLY=($(inquest completion bash --line "$line" 2>/dev/null))',
    '  typed="${line##*[[:space:]]}" head="${line##*[[:space:]]}"',
    `  if [[ $word != [\\"\\']* && $typed == *[:=]* ]]; then`,
    '    head="${typed%"${typed##*[:=]}"}"',
    '    COMPREPLY=("${COMPREPLY[@]#"$head"}")',
    '  fi',
    '  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then compopt -o nospace; fi',
    '}',
    'complete -o default -F _inquest inquest',
  ],
  zsh: [
    '#compdef inquest',
    '# inquest completion for zsh: save as _inquest in a folder of $fpath',
    '_inquest() {',
    '  local -a found words shown',
    '  found=("${(@f)$(inquest completion zsh --line "$LBUFFER" 2>/dev/null)}")',
    '  found=(${found:#})',
    '  if (( $#found == 0 )); then _files; return; fi',
    `  words=("\${found[@]%%$'\\t'*}")`,
    `  shown=("\${found[@]//$'\\t'/  }")`,
    '  if (( $#words == 1 )) && [[ $words[1] == *: ]]; then',
    '    compadd -S \'\' -- "${words[@]}"',
    '  else',
    '    compadd -l -d shown -- "${words[@]}"',
    '  fi',
    '}',
    'if [[ $funcstack[1] == _inquest ]]; then _inquest "$@"; else compdef _inquest inquest; fi',
  ],
  fish: [
    '# inquest completion for fish: save as ~/.config/fish/completions/inquest.fish',
    'function __inquest_complete',
    '  set -l found (inquest completion fish --line (commandline -cp) 2>/dev/null)',
    '  if test (count $found) -gt 0',
    String.raw`    printf '%s\n' $found`,
    '  else',
    '    __fish_complete_path (commandline -ct)',
    '  end',
    'end',
    "complete -c inquest -f -a '(__inquest_complete)'",
  ],
};
