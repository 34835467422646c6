/**
 * Gemini CLI: recorded chats (`~/.gemini/tmp/…/chats/session-*`, one JSON document or, now, a record a
 * line), and the lines of `--output-format stream-json`. A file is one trial.
 */
import { checked } from './checked/checked.ts';
import { GeminiChat } from './gemini-cli/chat.ts';
import { GeminiStream, isStreamStart } from './gemini-cli/stream.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { headRecords, isObject, type JsonObject, sniffJson } from './json/json.ts';
import { readSession } from './session-file.ts';
import { readHead } from './bytes.ts';

export const geminiCli = checked({
  name: 'gemini-cli',
  title: 'Gemini CLI chats and streams',
  appends: false,
  detect,
  read,
});

const CHAT_TYPES = new Set(['user', 'gemini', 'info', 'error', 'warning']);

function detect(head: Head): Claim | undefined {
  const lines = headRecords(head);
  if (isStream(lines)) {
    return { confidence: 0.95, why: 'its lines are init, message, tool_use … with a session_id' };
  }
  const sniff = sniffJson(head);
  const record = sniff?.record;
  if (record !== undefined && 'sessionId' in record && !('type' in record)) {
    const { messages } = record;
    const isChat = Array.isArray(messages) && messages.some(isChatMessage);
    if (isChat || 'projectHash' in record) {
      return { confidence: 0.95, why: 'it has sessionId and messages of types user and gemini' };
    }
  }
  const keys = sniff?.keys;
  if (record === undefined && keys?.has('sessionId') === true && keys.has('projectHash')) {
    return { confidence: 0.9, why: 'it has sessionId and projectHash' };
  }
  return undefined;
}

/** Whether lines are of a stream: it begins as one, or calls tools as one. */
function isStream(lines: readonly JsonObject[]): boolean {
  const isCall = (line: JsonObject): boolean =>
    (line['type'] === 'tool_use' && 'tool_name' in line) ||
    (line['type'] === 'tool_result' && 'tool_id' in line);
  return lines.some(isCall) || (lines.some(isStreamStart) && lines.some(isStreamLine));
}

function isStreamLine(line: JsonObject): boolean {
  return ['message', 'result', 'error'].includes(String(line['type']));
}

function isChatMessage(value: unknown): boolean {
  return isObject(value) && CHAT_TYPES.has(String(value['type'])) && 'content' in value;
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  let reader: GeminiChat | GeminiStream = new GeminiChat();
  try {
    if (isStream(headRecords(await readHead(file)))) reader = new GeminiStream();
  } catch {
    // What is wrong with the file is told when its records are read.
  }
  yield* readSession(file, options, reader);
}
