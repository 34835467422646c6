/** Content of chat messages as text. */
import { isObject } from '../json/json.ts';
import { isMedia, mediaLabel } from './media.ts';
import { isCiphertext, type Said } from './said.ts';

/**
 * Any content as text: strings as they are, parts by their text, the rest as JSON. `said` is told
 * which strings and objects that text holds.
 */
export function textOf(content: unknown, said?: Said): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') {
    said?.add(content);
    return content;
  }
  if (Array.isArray(content)) return content.map((part) => partText(part, said)).join('\n');
  if (isObject(content)) said?.addWhole(content);
  return jsonOf(content);
}

/** The text of a part of content. */
function partText(part: unknown, said: Said | undefined): string {
  if (!isObject(part)) return textOf(part, said);
  if (isWords(part['text'])) return textOf(part['text'], said);
  if (isMedia(part)) return mediaLabel(part);
  // Some write what the part holds under `content`, as a text or as parts again.
  const isText = part['type'] === 'text' || part['type'] === 'content';
  return isText && part['content'] !== undefined
    ? textOf(part['content'], said)
    : textOf(part, said);
}

/** A value as JSON, without what is ciphertext. */
export function jsonOf(value: unknown): string {
  const shown = JSON.stringify(value, function (this: unknown, key, each: unknown) {
    return isObject(this) && isCiphertext(this, key) ? undefined : each;
  });
  return shown ?? '';
}

/** What an error says, whether it is a text or an object with a message. */
export function messageOf(error: unknown, said?: Said): string {
  if (isObject(error)) return textOf(error['message'] ?? error, said);
  return isWords(error) ? textOf(error, said) : '';
}

/** Whether a value is a text that says something. */
export function isWords(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
