/** A command as a line: its keys, and what it does. */
import { bindingOf, keyLabel, keysOf } from '../../app/keymap.ts';
import type { Command } from '../../app/commands.ts';
import type { State } from '../../app/state.ts';
import { t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { pad } from '../../text/width.ts';

/** `text` stands in place of what the command does. */
export function commandLine(state: State, command: Command, text = bindingOf(command).help): Line {
  const keys = command === 'quote' ? '1-9' : keysOf(command, state).map(keyLabel).join(' ');
  return [{ text: pad(t`   ${keys}`, 20), style: 'key' }, { text: t`${text}` }];
}
