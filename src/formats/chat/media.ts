/** What stands for a part of a message that a terminal cannot show: its kind, its type, its size. */
import { isObject, type JsonObject } from '../json/json.ts';

const MEDIA = new Set(
  'image image_url input_image audio input_audio video document file input_file data'.split(' '),
);
/** Fields that hold the thing itself, as base64, as a URL, or under one more name. */
const CONTENT = [
  'image',
  'audio',
  'video',
  'document',
  'image_url',
  'input_audio',
  'file',
  'source',
];
const INNER = ['data', 'url', 'file_data', 'file_id'];
const LONGEST_URL = 200;

/** True for a part whose content is no text. */
export function isMedia(part: JsonObject): boolean {
  return typeof part['type'] === 'string' && MEDIA.has(part['type']);
}

/** `(image: image/png, 24.1 kB)`; of a part of another kind, its type alone. */
export function mediaLabel(part: JsonObject): string {
  const type = typeof part['type'] === 'string' ? part['type'] : 'part of unknown type';
  const kind = type.replace(/^input_|_url$/g, '');
  const facts = [...namesOf(part), ...contentOf(part)].filter((fact) => fact !== '');
  return facts.length === 0 ? `(${kind})` : `(${kind}: ${[...new Set(facts)].join(', ')})`;
}

function namesOf(part: JsonObject): string[] {
  return ['filename', 'name', 'mime_type', 'media_type', 'mimeType', 'mediaType', 'format']
    .map((key) => part[key])
    .filter((value) => typeof value === 'string');
}

function contentOf(part: JsonObject): string[] {
  if (part['type'] === 'data' && isObject(part['data'])) {
    return [sizeText(Buffer.byteLength(JSON.stringify(part['data'])))];
  }
  // The bytes themselves beside their type, as in MCP.
  const { data } = part;
  if (typeof data === 'string' && part['type'] !== 'data') return stringFacts(data, true);
  const given = CONTENT.map((key) => part[key]).find(
    (value) => isObject(value) || typeof value === 'string',
  );
  if (typeof given === 'string') return stringFacts(given, false);
  if (!isObject(given)) return [];
  const inner = INNER.map((key) => given[key]).find((value) => typeof value === 'string');
  const facts =
    typeof inner === 'string' ? stringFacts(inner, typeof given['data'] === 'string') : [];
  return [...namesOf(given), ...facts];
}

function stringFacts(text: string, isBase64: boolean): string[] {
  const uri = /^data:([^;,]*)[^,]{0,100},/.exec(text.slice(0, 300));
  if (uri !== null) {
    const length = text.length - uri[0].length;
    const bytes = uri[0].endsWith(';base64,') ? decodedSize(text, length) : length;
    return [uri[1] ?? '', sizeText(bytes)];
  }
  if (isBase64) return [sizeText(decodedSize(text, text.length))];
  return [text.length > LONGEST_URL ? sizeText(text.length) : text];
}

function decodedSize(text: string, length: number): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((length * 3) / 4) - padding;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
