/** The commands by the contexts they are bound in: what the compiler holds handlers against. */
import type { BINDINGS } from './bindings.ts';
import type { KeyContext } from './key-contexts.ts';

export type Command = keyof typeof BINDINGS;

/** The commands that have a binding in a context. */
export type CommandAt<C extends KeyContext> = {
  [K in Command]: C extends (typeof BINDINGS)[K]['where'][number] ? K : never;
}[Command];

/** Commands that do the same on every screen (`global-commands.ts`). */
const GLOBAL = [
  'quit',
  'suspend',
  'redraw',
  'mouse',
  'help',
  'palette',
  'search',
  'stats',
  'secondLook',
  'concordance',
  'bookmarks',
  'saveBookmarks',
] as const satisfies readonly Command[];
export type GlobalCommand = (typeof GLOBAL)[number];

export function isGlobal(command: Command): command is GlobalCommand {
  return (GLOBAL as readonly Command[]).includes(command);
}

/** The commands that a screen has to handle in a context. */
export type ScreenCommand<C extends KeyContext> = Exclude<CommandAt<C>, GlobalCommand>;
