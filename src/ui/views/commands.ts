/** A command as a line: its keys, and what it does. */
import { contextOf, helpOf, keyLabel, keysOf } from '../../app/keymap.ts';
import type { Command } from '../../app/commands.ts';
import type { State } from '../../app/state.ts';
import { pop } from '../../app/transition.ts';
import { t, type SafeText } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { pad, width } from '../../text/width.ts';

/** Cells of the keys, the margin before them and the gap behind them included. */
const LEAST = 20;

/** Cells that the keys of all these commands need in lines below each other. */
export function keyCells(state: State, commands: readonly Command[]): number {
  const needed = commands.map((command) => width(keysText(state, command)) + 2);
  return Math.max(LEAST, ...needed);
}

/** A command of the screen below the one on top. `text` stands in place of what it does. */
export function commandLine(
  state: State,
  command: Command,
  cells: number,
  text = helpOf(command, contextOf(pop(state))),
): Line {
  return [{ text: pad(keysText(state, command), cells), style: 'key' }, { text: t`${text}` }];
}

function keysText(state: State, command: Command): SafeText {
  const keys = command === 'quote' ? '1-9' : keysOf(command, state).map(keyLabel).join(' ');
  return t`   ${keys}`;
}
