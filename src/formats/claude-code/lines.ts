/** What a line of a Claude Code session says besides its message. */
import { textOf } from '../chat/chat.ts';
import { isObject, type JsonObject } from '../json/json.ts';

/** The session that a line says it is of. */
export function sessionOf(line: JsonObject): string | undefined {
  const id = line['sessionId'] ?? line['session_id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** The words of a line that is no message. */
export function wordsOf(line: JsonObject): string | undefined {
  return [line['summary'], line['content'], line['result']].find(
    (words): words is string => typeof words === 'string' && words !== '',
  );
}

/** `system`, or what it is in particular: `compact_boundary`. */
export function nameOf(line: JsonObject): string {
  return textOf(line['subtype']) || textOf(line['type']) || 'line';
}

const ENVELOPE = new Set(
  'type uuid parentUuid sessionId session_id timestamp isSidechain userType cwd version gitBranch slug'.split(
    ' ',
  ),
);

/** What a line says besides where it stands in its session. */
export function withoutEnvelope(line: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(line).filter(([key]) => !ENVELOPE.has(key)));
}

/** Where a line stands in its session, and nothing else. */
export function onlyEnvelope(line: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(line).filter(([key]) => ENVELOPE.has(key)));
}

/** Whether a value is a number, a flag or a short text: worth knowing of a result. */
export function isShort(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value !== '' && value.length <= 200)
  );
}

/** What a tool gave, where it stands beside an empty message: its output and its errors, or its text. */
export function outputOf(result: unknown): unknown {
  if (!isObject(result)) return result;
  const { stdout, stderr, file, content } = result;
  const streams = [stdout, stderr].filter((each) => typeof each === 'string' && each !== '');
  if (streams.length > 0) return streams.join('\n');
  if (isObject(file) && typeof file['content'] === 'string') return file['content'];
  return content ?? result;
}

/** When a line was written, for a turn. */
export function dated(line: JsonObject): { readonly at?: string } {
  const at = line['timestamp'];
  return typeof at === 'string' ? { at } : {};
}
