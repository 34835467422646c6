/** A one-line text field: text, cursor, and the editing keys of a shell. */
import type { Key } from './message.ts';

export type TextInput = { readonly text: string; readonly cursor: number };

export const emptyInput: TextInput = { text: '', cursor: 0 };

export function inputOf(text: string): TextInput {
  return { text, cursor: text.length };
}

/** The field after text was typed or pasted into it; line breaks become spaces. */
export function insert(field: TextInput, text: string): TextInput {
  const line = text.replace(/[\r\n\t]+/g, ' ');
  return {
    text: field.text.slice(0, field.cursor) + line + field.text.slice(field.cursor),
    cursor: field.cursor + line.length,
  };
}

/** The field after a key, or undefined if the key is not one that edits. */
export function edit(field: TextInput, key: Key): TextInput | undefined {
  const { text, cursor } = field;
  const before = previousBoundary(text, cursor);
  switch (key) {
    case 'left':
    case 'ctrl+b':
      return { text, cursor: before };
    case 'right':
    case 'ctrl+f':
      return { text, cursor: nextBoundary(text, cursor) };
    case 'home':
    case 'ctrl+a':
      return { text, cursor: 0 };
    case 'end':
    case 'ctrl+e':
      return { text, cursor: text.length };
    case 'backspace':
    case 'ctrl+h':
      return { text: text.slice(0, before) + text.slice(cursor), cursor: before };
    case 'delete':
      return { text: text.slice(0, cursor) + text.slice(nextBoundary(text, cursor)), cursor };
    case 'ctrl+u':
      return { text: text.slice(cursor), cursor: 0 };
    case 'ctrl+k':
      return { text: text.slice(0, cursor), cursor };
    case 'ctrl+w': {
      const start = cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
      return { text: text.slice(0, start) + text.slice(cursor), cursor: start };
    }
    case 'space':
      return insert(field, ' ');
    default:
      return isPrintable(key) ? insert(field, key) : undefined;
  }
}

/** Whether a key is a character to type rather than the name of a key (names are longer). */
function isPrintable(key: Key): boolean {
  const first = key.codePointAt(0);
  if (first === undefined || first < 0x20 || first === 0x7f) return false;
  return key.length === (first > 0xffff ? 2 : 1);
}

/** Cursor places lie between code points, so that a surrogate pair is never cut. */
function previousBoundary(text: string, at: number): number {
  if (at <= 0) return 0;
  return at - (isLowSurrogate(text, at - 1) && at >= 2 ? 2 : 1);
}

function nextBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return at + (isLowSurrogate(text, at + 1) ? 2 : 1);
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
