/** docs/keys.md, made from the tables of keys: a table for each screen. */
import { REVIEW_KEYS } from '../src/app/audit/keys.ts';
import type { Command } from '../src/app/commands.ts';
import { KEY_CONTEXTS, contextTitle, type KeyContext } from '../src/app/key-contexts.ts';
import { bindingOf, COMMANDS, helpOf, keyLabel } from '../src/app/keymap.ts';

/** Commands that hold on so many screens are not repeated at each. */
const COMMON = 14;

const isCommon = (command: Command): boolean => bindingOf(command).where.length >= COMMON;
const hasOwnHelp = (command: Command, context: KeyContext): boolean =>
  bindingOf(command).helpIn?.[context] !== undefined;

const HEAD = `# Keys

Made from \`src/app/bindings.ts\` and \`src/app/audit/keys.ts\` by \`npm run docs\`; do not edit. The name is what
the \`keys\` part of the config file calls the command. \`?\` shows the keys of the screen that is open, and what of
them has changed since the version before.
`;

/** The page: what holds on many screens, then each screen, then the review of an audit. */
export function keysPage(): string {
  return [HEAD, common(), ...KEY_CONTEXTS.flatMap(screen), review()].join('\n');
}

function common(): string {
  const rows = COMMANDS.filter(isCommon).map((command) => {
    const { help, where } = bindingOf(command);
    const places = where.filter((context) => !hasOwnHelp(command, context));
    return [keysOf(command), help, placesOf(places), `\`${command}\``];
  });
  return table('On most screens', ['keys', 'what', 'where', 'name'], rows);
}

function placesOf(where: readonly KeyContext[]): string {
  const others = KEY_CONTEXTS.filter((context) => !where.includes(context));
  if (others.length === 0) return 'everywhere';
  const isFew = others.length < where.length;
  const named = (isFew ? others : where).map(contextTitle).join(', ');
  return isFew ? `everywhere but ${named}` : named;
}

function screen(context: KeyContext): readonly string[] {
  const rows = COMMANDS.filter(
    (command) =>
      bindingOf(command).where.includes(context) &&
      (!isCommon(command) || hasOwnHelp(command, context)),
  ).map((command) => [keysOf(command), helpOf(command, context), `\`${command}\``]);
  return rows.length === 0 ? [] : [table(contextTitle(context), ['keys', 'what', 'name'], rows)];
}

/** A review has keys of its own, which the config does not change. */
function review(): string {
  const rows = REVIEW_KEYS.map(({ command, keys, help }) => [
    command === 'outcome' ? '`1` `…` `9`' : labels(keys),
    help,
  ]);
  return table('Review of an audit (`inquest audit run`)', ['keys', 'what'], rows);
}

function keysOf(command: Command): string {
  return command === 'quote' ? '`1` `…` `9`' : labels(bindingOf(command).keys);
}

function labels(keys: readonly string[]): string {
  return keys.map((key) => `\`${keyLabel(key).replace('|', '\\|')}\``).join(' ');
}

function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const under = `|${columns.map(() => '---').join('|')}|`;
  return [`## ${title}`, '', line(columns), under, ...rows.map(line), ''].join('\n');
}
