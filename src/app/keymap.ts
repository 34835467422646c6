/** What a key means here and now, by the table of bindings. */
import { BINDINGS, type Binding } from './bindings.ts';
import type { Command } from './commands.ts';
import { isTypingContext, type KeyContext } from './key-contexts.ts';
import type { Key } from './message.ts';
import type { Prompt } from './screens/prompt/state.ts';
import { STATES, type FocusType, type Screen } from './screens/states.ts';
import type { State } from './state.ts';
import { topScreen } from './transition.ts';

export const COMMANDS = Object.keys(BINDINGS) as readonly Command[];

/** The binding of a command, with its plain type. */
export function bindingOf(command: Command): Binding {
  return BINDINGS[command];
}

/** What a command does in a context, for people. */
export function helpOf(command: Command, context: KeyContext): string {
  const { help, helpIn } = bindingOf(command);
  return helpIn?.[context] ?? help;
}

/** The keys of a command: the user's own where the config has some. */
export function keysOf(command: Command, state: Pick<State, 'settings'>): readonly Key[] {
  return state.settings.keys[command] ?? BINDINGS[command].keys;
}

/** What has the keys: the prompt, else the screen on top. */
export function focusOf(state: State): {
  readonly type: FocusType;
  readonly focus: Screen | Prompt;
} {
  const screen = topScreen(state);
  return state.prompt === undefined
    ? { type: screen.type, focus: screen }
    : { type: 'prompt', focus: state.prompt };
}

/** The context that the keys go to now. */
export function contextOf(state: State): KeyContext {
  const { type, focus } = focusOf(state);
  // The row of a type takes what has it, which the compiler cannot see through the union.
  return (STATES[type].contextOf as (focus: Screen | Prompt) => KeyContext)(focus);
}

/** The command a key means here and now, if any. */
export function commandFor(state: State, key: Key): Command | undefined {
  const context = contextOf(state);
  return COMMANDS.find(
    (command) => keysOf(command, state).includes(key) && applies(command, context, state),
  );
}

/** The commands that can be used here and now, in the order of the table. */
export function activeCommands(
  state: State,
  context: KeyContext = contextOf(state),
): readonly Command[] {
  return COMMANDS.filter((command) => applies(command, context, state));
}

export function isTyping(state: State): boolean {
  return isTypingContext(contextOf(state));
}

function applies(command: Command, context: KeyContext, state: State): boolean {
  const binding = bindingOf(command);
  return binding.where.includes(context) && (binding.when?.(state) ?? true);
}

const LABELS: Readonly<Record<string, string>> = {
  right: '→',
  left: '←',
  up: '↑',
  down: '↓',
  space: 'Space',
  enter: 'Enter',
  esc: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  backspace: 'Backspace',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

/** Keys that are no single character, besides `ctrl+` with a letter. */
export const KEY_NAMES: readonly Key[] = [...Object.keys(LABELS), 'shift+up', 'shift+down'];

/** A key as a person reads it: `Ctrl-U`, `→`, `Space`. */
export function keyLabel(key: Key): string {
  const label = LABELS[key];
  if (label !== undefined) return label;
  if (key.startsWith('shift+')) return `Shift-${keyLabel(key.slice(6))}`;
  return key.startsWith('ctrl+') ? `Ctrl-${key.slice(5).toUpperCase()}` : key;
}
