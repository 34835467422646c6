/** Turns what Ink reports of a key press into messages: one for each key. */
import type { Key as InkKey } from 'ink';
import type { Message } from '../app/message.ts';

const NAMED: readonly (readonly [keyof InkKey, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

/**
 * Characters that arrive in one read come as one string (`jjj`): each is a key of its own, else
 * keys are lost when one is held down.
 */
export function keysFrom(input: string, key: InkKey): readonly Message[] {
  if (key.tab) return [press(key.shift ? 'shift+tab' : 'tab')];
  const named = NAMED.find(([flag]) => key[flag] === true);
  if (named !== undefined) return [press(named[1])];
  if (key.ctrl) return [...input].map((letter) => press(`ctrl+${letter.toLowerCase()}`));
  return [...input].map((letter) => {
    if (letter === ' ') return press('space');
    if (letter === '\r' || letter === '\n') return press('enter');
    return letter === '\t' ? press('tab') : press(letter);
  });
}

function press(key: string): Message {
  return { type: 'key', key };
}
