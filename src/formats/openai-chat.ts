/**
 * Chats in the shape of OpenAI's interface, which many tools write: an array of messages with roles,
 * bare or in a record with other fields. What the other fields mean is read as in any record.
 */
import { checked } from './checked/checked.ts';
import { isChat } from './chat/chat.ts';
import { FIELDS } from './field-map.ts';
import type { Claim, Head } from './format.ts';
import { begunRecord, isObject, sniffJson } from './json/json.ts';
import { mapped } from './mapped.ts';

/** Messages with roles: JSON lines, a record, an array of records, or one bare array of messages. */
export const openaiChat = checked({
  name: 'openai-chat',
  title: 'chat messages (OpenAI style)',
  appends: true,
  mappable: true,
  detect,
  read: mapped.read,
});

const SAID = ['content', 'parts', 'text', 'tool_calls'];

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  if (sniff === undefined) return undefined;
  const { shape, keys } = sniff;
  const record = begunRecord(head);
  if (shape === 'array' && keys.has('role') && SAID.some((key) => keys.has(key))) {
    return { confidence: 0.6, why: 'it is an array of chat messages' };
  }
  const field = FIELDS.messages.find((name) => {
    if (keys.get(name) !== '[') return false;
    const value = record?.[name];
    return isChat(value) && value.every((each) => isObject(each) && 'role' in each);
  });
  if (field === undefined) return undefined;
  return { confidence: 0.6, why: `its records have ${field} with roles` };
}
