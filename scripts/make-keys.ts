/** Writes docs/keys.md from the keymap; `--check` only says whether the page is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { bindingOf, COMMANDS, keyLabel } from '../src/app/keymap.ts';
import { GROUPS } from '../src/app/bindings.ts';
import { KEY_CONTEXTS, contextTitle } from '../src/app/key-contexts.ts';

const FILE = new URL('../docs/keys.md', import.meta.url);

/** The page: a table for each group of commands. */
export function keysPage(): string {
  const groups = GROUPS.map((group) => {
    const rows = COMMANDS.filter((command) => bindingOf(command).group === group).map((command) => {
      const { keys, help, where } = bindingOf(command);
      const labels = (command === 'quote' ? ['1', '…', '9'] : keys).map(
        (key) => `\`${keyLabel(key).replace('|', '\\|')}\``,
      );
      const places =
        where.length === KEY_CONTEXTS.length ? 'everywhere' : where.map(contextTitle).join(', ');
      return `| ${labels.join(' ')} | ${help} | ${places} | \`${command}\` |`;
    });
    return [`## ${group}`, '', '| keys | what | where | name |', '|---|---|---|---|', ...rows].join(
      '\n',
    );
  });
  return [
    '# Keys',
    '',
    'Made from `src/app/bindings.ts` by `npm run docs`; do not edit. The name is what the `keys` part of',
    'the config file calls the command.',
    '',
    ...groups.flatMap((group) => [group, '']),
  ].join('\n');
}

if (import.meta.main) {
  const page = keysPage();
  if (process.argv.includes('--check')) {
    if (readFileSync(FILE, 'utf8') !== page) {
      process.stderr.write('docs/keys.md is stale: run npm run docs\n');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(FILE, page);
  }
}
