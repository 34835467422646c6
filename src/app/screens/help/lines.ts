/** Help for the screen below, as lines. */
import type { Command } from '../../commands.ts';
import { activeCommands, bindingOf } from '../../keymap.ts';
import type { State } from '../../state.ts';
import { pop } from '../../transition.ts';

/** One line of the help: a group's title, or a command's keys and what it does. */
export type HelpLine =
  | { readonly type: 'title'; readonly text: string }
  | { readonly type: 'command'; readonly command: Command }
  /** A command whose keys have changed, and how. */
  | { readonly type: 'changed'; readonly command: Command; readonly before: string };

/** Help for the screen below: what can be done there, by group. */
export function helpLines(state: State): readonly HelpLine[] {
  const commands = activeCommands(pop(state));
  const groups = Map.groupBy(commands, (command) => bindingOf(command).group);
  const changed = commands.flatMap((command) => {
    const { before } = bindingOf(command);
    return before === undefined ? [] : [{ type: 'changed' as const, command, before }];
  });
  return [
    ...[...groups].flatMap(([group, members]) => [
      { type: 'title' as const, text: group },
      ...members.map((command) => ({ type: 'command' as const, command })),
    ]),
    ...(changed.length === 0 ? [] : [{ type: 'title' as const, text: 'Changed since 0.1.0' }]),
    ...changed,
  ];
}
