/** Checks the keys of a config file: each has to be a key, and must not take that of another command. */
import { didYouMean } from '../base/nearest.ts';
import type { Command } from './commands.ts';
import { contextTitle } from './key-contexts.ts';
import { bindingOf, COMMANDS, keyLabel, KEY_NAMES } from './keymap.ts';
import type { Key } from './message.ts';

export type KeySettings = Readonly<Partial<Record<Command, readonly Key[]>>>;
export type KeyMistake = { readonly command: Command; readonly message: string };

/** The key that always ends the program. */
const END = 'ctrl+c';

/** The first mistake; undefined where there is none. */
export function keyMistake(settings: KeySettings): KeyMistake | undefined {
  for (const command of COMMANDS) {
    const keys = settings[command];
    if (keys === undefined) continue;
    const message =
      (keys.length === 0 ? 'it needs a key' : undefined) ??
      first(keys, unknownKey) ??
      endMistake(command, keys) ??
      first(keys, (key) => takenMistake(command, key, settings));
    if (message !== undefined) return { command, message };
  }
  return undefined;
}

function first<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknownKey(key: Key): string | undefined {
  const isCharacter = [...key].length === 1 && key > ' ' && key !== '\u007F';
  if (isCharacter || KEY_NAMES.includes(key) || /^ctrl\+[a-z]$/.test(key)) return undefined;
  const meant = didYouMean(key, KEY_NAMES);
  return `there is no key "${key}"${meant === '' ? '; docs/configuration.md lists them' : meant}`;
}

function endMistake(command: Command, keys: readonly Key[]): string | undefined {
  if (keys.includes(END) === (command === 'quit')) return undefined;
  return `${keyLabel(END)} always quits: ${command === 'quit' ? 'name it too' : 'it can do nothing else'}`;
}

/** Where another command has the key as well, and one of the two would never get it. */
function takenMistake(command: Command, key: Key, settings: KeySettings): string | undefined {
  for (const other of COMMANDS) {
    if (other === command || !(settings[other] ?? bindingOf(other).keys).includes(key)) continue;
    // The first in the table has the key wherever it applies.
    const before = COMMANDS.indexOf(command) < COMMANDS.indexOf(other) ? command : other;
    const shared = bindingOf(command).where.find((one) => bindingOf(other).where.includes(one));
    if (shared === undefined || bindingOf(before).when !== undefined) continue;
    return `"${key}" is the key of ${other} too (${contextTitle(shared)}); give that another one`;
  }
  return undefined;
}
