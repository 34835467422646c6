/** What a key means here and now, by the table of bindings. */
import { BINDINGS, type Binding } from './bindings.ts';
import type { Key } from './message.ts';
import { TYPING, type Place } from './places.ts';
import type { State } from './state.ts';

export type Command = keyof typeof BINDINGS;
export const COMMANDS = Object.keys(BINDINGS) as readonly Command[];

/** The binding of a command, with its plain type. */
export function bindingOf(command: Command): Binding {
  return BINDINGS[command];
}

/** The keys of a command: the user's own where the config has some. */
export function keysOf(command: Command, state: Pick<State, 'settings'>): readonly Key[] {
  return state.settings.keys[command] ?? BINDINGS[command].keys;
}

/** Which place the keys go to now. */
export function placeOf(state: State): Place {
  const screen = state.screens.at(-1) ?? state.screens[0];
  if (state.prompt !== undefined) return 'prompt';
  switch (screen.type) {
    case 'docket':
      if (screen.typing !== undefined) return 'filter';
      return screen.pane === 'facets' ? 'facets' : 'docket';
    case 'search':
      return `search-${screen.pane}`;
    default:
      return screen.type;
  }
}

/** The command a key means here and now, if any. */
export function commandFor(state: State, key: Key): Command | undefined {
  const place = placeOf(state);
  return COMMANDS.find(
    (command) => keysOf(command, state).includes(key) && applies(command, place, state),
  );
}

/** The commands that can be used here and now, in the order of the table. */
export function activeCommands(state: State, place: Place = placeOf(state)): readonly Command[] {
  return COMMANDS.filter((command) => applies(command, place, state));
}

export function isTyping(state: State): boolean {
  return TYPING.includes(placeOf(state));
}

function applies(command: Command, place: Place, state: State): boolean {
  const binding = bindingOf(command);
  return binding.where.includes(place) && (binding.when?.(state) ?? true);
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

/** A key as a person reads it: `Ctrl-U`, `→`, `Space`. */
export function keyLabel(key: Key): string {
  const label = LABELS[key];
  if (label !== undefined) return label;
  if (key.startsWith('shift+')) return `Shift-${keyLabel(key.slice(6))}`;
  return key.startsWith('ctrl+') ? `Ctrl-${key.slice(5).toUpperCase()}` : key;
}
