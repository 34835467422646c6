/** JSON that does nothing to a terminal: what could act on one is an escape, so the data is the same. */
import { safe, type SafeText } from './safe.ts';

/** Controls that JSON itself lets through, line separators, bidi controls: they act in a `cat` too. */
const ACTIVE = /[\u007F-\u009F\u2028\u2029]|\p{Bidi_Control}/gu;
const NOT_ASCII = /[^\n\x20-\x7E]/gu;
const TOWER = /\p{M}{9,}/gu;

/** A value as JSON. `space` is the indentation, as `JSON.stringify` takes it. */
export function jsonText(value: unknown, space?: number): string {
  return (JSON.stringify(value, undefined, space) ?? 'null').replace(ACTIVE, escape);
}

/** JSON as it may be shown: every character that is not safe to show is an escape. */
export function safeJson(json: string): SafeText {
  if (safe(json) === json) return json as SafeText;
  const shown = json
    .replace(NOT_ASCII, (letter) => (safe(letter) === letter ? letter : escape(letter)))
    .replace(TOWER, escape);
  return safe(shown);
}

function escape(letters: string): string {
  return letters
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
