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
  if (named !== undefined) {
    const isShifted = key.shift && (named[1] === 'up' || named[1] === 'down');
    return [press(isShifted ? `shift+${named[1]}` : named[1])];
  }
  if (key.ctrl) return [...input].map((letter) => press(`ctrl+${letter.toLowerCase()}`));
  return [...input].map((letter) => press(nameOf(letter)));
}

/** A character that came among others: control characters are keys too. */
function nameOf(letter: string): string {
  if (letter === ' ') return 'space';
  if (letter === '\r' || letter === '\n') return 'enter';
  if (letter === '\t') return 'tab';
  if (letter === '\u007F') return 'backspace';
  return letter < ' ' ? `ctrl+${String.fromCharCode(letter.charCodeAt(0) + 0x60)}` : letter;
}

function press(key: string): Message {
  return { type: 'key', key };
}
