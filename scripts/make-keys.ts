/** docs/keys.md, made from the keymap. */
import { bindingOf, COMMANDS, keyLabel } from '../src/app/keymap.ts';
import { GROUPS } from '../src/app/bindings.ts';
import { KEY_CONTEXTS, contextTitle } from '../src/app/key-contexts.ts';

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
