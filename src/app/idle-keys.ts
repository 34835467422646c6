/** What is said where a key changes nothing. */
import type { Command } from './commands.ts';
import { bindingOf, COMMANDS, contextOf, helpOf, isTyping, keyLabel, keysOf } from './keymap.ts';
import type { Key } from './message.ts';
import type { State } from './state.ts';

/** Why a key has no command here and now. */
export function whyNot(state: State, key: Key): string {
  const context = contextOf(state);
  const idle = COMMANDS.find(
    (command) => keysOf(command, state).includes(key) && bindingOf(command).where.includes(context),
  );
  if (idle !== undefined) {
    return bindingOf(idle).unless ?? `Not now: ${helpOf(idle, context)}`;
  }
  const more = isTyping(state) ? '' : '; ? shows the keys';
  return `${keyLabel(key)} does nothing here${more}`;
}

const END = 'This is the end';
const BEGINNING = 'This is the beginning';
const AT_ENDS: Partial<Record<Command, string>> = {
  down: END,
  pageDown: END,
  halfDown: END,
  last: END,
  pickerDown: END,
  up: BEGINNING,
  pageUp: BEGINNING,
  halfUp: BEGINNING,
  first: BEGINNING,
  pickerUp: BEGINNING,
};

/** What is said after a command that changed nothing. */
export function nothingText(state: State, command: Command): string {
  return AT_ENDS[command] ?? `Nothing to do: ${helpOf(command, contextOf(state))}`;
}

/** Deep enough for a place in the text of a screen. */
const DEPTH = 5;

/** Whether two states are the same; what they share is not looked at. */
export function isSame(one: unknown, other: unknown, depth = DEPTH): boolean {
  if (one === other) return true;
  if (depth === 0 || !isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSame(one[key], other[key], depth - 1))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
