/** One conversation a file: a chat message a line, bare or wrapped in a record with other fields. */
import { basename } from 'node:path';

import type { Trial, Turn } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { chatReader, isChat, withMeta } from './chat/chat.ts';
import { WRAPPERS } from './chat/message.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { headRecords, isObject, type JsonObject, sniffJson, without, word } from './json/json.ts';
import { problem, readRecords } from './records.ts';
import { ruleOf, type VerdictRule, withRule } from './verdict-rule.ts';

/** Lines with a role and content each. Those of several conversations say by an id which they are of. */
export const chatLines = checked({
  name: 'chat-lines',
  title: 'a chat message a line',
  appends: false,
  detect,
  read,
});

/** Fields that say which conversation a line is of. */
const CONVERSATIONS = [
  'conversation_id',
  'session_id',
  'sessionId',
  'thread_id',
  'chat_id',
  'conv_id',
  'conversationId',
  'threadId',
  'chatId',
];
const SAID = ['content', 'parts', 'text', 'value', 'tool_calls'];

function detect(head: Head): Claim | undefined {
  const records = headRecords(head);
  const shape = sniffJson(head)?.shape;
  // One message is a document of its own; a list of nothing but messages is one conversation.
  if (shape === 'object' && records.length < 2) return undefined;
  if (shape === 'array' && isChat(records)) return undefined;
  const messages = records.filter((record) => messageIn(record) !== undefined);
  // The first lines may be about the session.
  if (messages.length === 0 || messages.length * 2 < records.length) return undefined;
  // Whole responses, as an interface gave them, are a conversation each.
  if (messages.length > 1 && messages.every(isResponse)) return undefined;
  const roles = new Set(messages.map((record) => speakerIn(messageIn(record) ?? {})));
  const isOne = roles.size > 1 || messages.length === 1;
  return { confidence: isOne ? 0.65 : 0.55, why: 'each of its lines is a chat message' };
}

function isResponse({ type, role, stop_reason: end }: JsonObject): boolean {
  return role === 'assistant' && (type === 'message' || end !== undefined);
}

/** The message of a line; undefined where it is none. */
function messageIn(record: JsonObject): JsonObject | undefined {
  const inner = WRAPPERS.map((key) => record[key]).find(
    (value): value is JsonObject => isObject(value) && isMessage(value),
  );
  return isMessage(record) ? record : inner;
}

function isMessage(value: JsonObject): boolean {
  const isSaid = SAID.some((key) => value[key] !== undefined);
  return speakerIn(value) !== undefined && isSaid && isChat([value]);
}

/** Whose a message is, however the field is called. */
function speakerIn(value: JsonObject): unknown {
  return ['role', 'from', 'speaker', 'sender', 'author'].map((key) => value[key]).find(Boolean);
}

type Conversation = {
  readonly id: string | undefined;
  readonly turns: Turn[];
  readonly models: Map<string, number>;
  readonly read: (message: unknown) => Turn[];
  startedAt: string | undefined;
};

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const all = new Map<string | undefined, Conversation>();
  let last: Conversation | undefined;
  const warnings = new Map<string, string>();
  const convert = (value: unknown, place: string): void => {
    const record = isObject(value) ? value : undefined;
    const message = record === undefined ? undefined : messageIn(record);
    const id = record && CONVERSATIONS.map((key) => idOf(record[key])).find(Boolean);
    const known = all.get(id) ?? (id === undefined ? last : undefined);
    const conversation = known ?? open(id, (field) => warnings.set(field, place));
    if (known === undefined) all.set(id, conversation);
    last = conversation;
    for (const turn of turnsOf(value, record, message, conversation)) conversation.turns.push(turn);
  };
  for await (const item of readRecords(file, options, (value, { place }) => {
    convert(value, place);
    return {};
  })) {
    if (item.type === 'progress') continue;
    yield item;
  }
  for (const conversation of all.values()) {
    yield { type: 'trial', trial: trialOf(conversation, file, all.size, rule) };
  }
  for (const [field, place] of warnings) {
    yield problem(file, place, 'warning', `${field} was not read whole; kept in meta`);
  }
  yield { type: 'progress', end: file.size };
}

function open(id: string | undefined, tell: (field: string) => void): Conversation {
  const read = chatReader({ tell });
  return { id, turns: [], models: new Map(), read, startedAt: undefined };
}

function turnsOf(
  value: unknown,
  record: JsonObject | undefined,
  message: JsonObject | undefined,
  conversation: Conversation,
): readonly Turn[] {
  if (record === undefined || message === undefined) {
    return [{ kind: 'note', name: 'line', text: JSON.stringify(value) ?? '' }];
  }
  const at = [record, message].map(timeOf).find((time) => time !== undefined);
  conversation.startedAt ??= at;
  const model = word(message['model']) ?? word(record['model']);
  if (model !== undefined) {
    conversation.models.set(model, (conversation.models.get(model) ?? 0) + 1);
  }
  const { model: _, ...said } = message;
  const [first, ...others] = conversation.read(
    typeof message['model'] === 'string' ? said : message,
  );
  if (first === undefined) return [];
  // What a line says around its message.
  const around =
    record === message
      ? {}
      : without(record, new Set(WRAPPERS.filter((key) => record[key] === message)));
  const whole = withMeta(first, Object.keys(around).length > 0 ? { line: around } : {});
  return [whole, ...others].map((turn) => ({ ...turn, ...(at !== undefined && { at }) }));
}

function timeOf(value: JsonObject): string | undefined {
  return ['timestamp', 'time', 'created_at', 'ts'].map((key) => idOf(value[key])).find(Boolean);
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : word(value);
}

function trialOf(
  { id, turns, models, startedAt }: Conversation,
  file: SourceFile,
  count: number,
  rule: VerdictRule | undefined,
): Trial {
  const [model = 'unknown'] = [...models].toSorted((a, b) => b[1] - a[1]).map(([name]) => name);
  const stem = basename(file.name);
  const trial: Trial = {
    id: id === undefined || count === 1 ? (id ?? stem) : `${stem}/${id}`,
    model,
    verdict: { outcome: 'unjudged' },
    ...(startedAt !== undefined && { startedAt }),
    ...(models.size > 1 && { meta: { models: [...models.keys()] } }),
    turns,
  };
  return withRule(trial, { model, id: trial.id }, rule);
}
