/** Content of chat messages as text. */
import { isObject } from '../json/json.ts';
import { isMedia, mediaLabel } from './media.ts';

/** Any content as text: strings as they are, parts by their text, the rest as JSON. */
export function textOf(content: unknown): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) {
    return content
      .map((part) => {
        if (isObject(part) && isWords(part['text'])) return part['text'];
        return isObject(part) && isMedia(part) ? mediaLabel(part) : textOf(part);
      })
      .join('\n');
  }
  return JSON.stringify(content) ?? '';
}

/** What an error says, whether it is a text or an object with a message. */
export function messageOf(error: unknown): string {
  if (isObject(error)) return textOf(error['message'] ?? error);
  return isWords(error) ? error : '';
}

/** Whether a value is a text that says something. */
export function isWords(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
