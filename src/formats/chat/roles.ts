/** Whose a chat message is: the roles that tools write, and the fields in which they write them. */
import { isObject, type JsonObject } from '../json/json.ts';

/** What a message is by its role. Some tools give a call, or reasoning, a message of its own. */
export type Speaker = 'system' | 'user' | 'model' | 'result' | 'call' | 'reasoning';

/** Roles, and names of types that are the same: parts and items have types as well. */
const TYPES: readonly (readonly [Speaker, string])[] = [
  ['system', 'system developer'],
  ['user', 'user human'],
  ['model', 'assistant model ai gpt agent bot chatbot'],
  ['result', 'tool function'],
];
/** Names that are a role, and nothing of a message's own where they are a type. */
const ROLES: readonly (readonly [Speaker, string])[] = [
  ...TYPES,
  ['model', 'aiassistant llm'],
  ['result', 'toolresult toolresponse tooloutput observation ipython'],
  ['result', 'functionresult functionresponse functionoutput'],
  ['call', 'toolcall functioncall tooluse'],
  ['reasoning', 'reasoning thinking thought thoughts'],
];
const BY_TYPE = byName(TYPES);
const BY_ROLE = byName(ROLES);

function byName(table: typeof ROLES): ReadonlyMap<string, Speaker> {
  return new Map(
    table.flatMap(([speaker, names]) => names.split(' ').map((name) => [name, speaker] as const)),
  );
}

/** Fields that are a role only where they hold the name of one: others are people's. */
const NAMES = ['speaker', 'sender', 'author', 'actor'];

const ROLE_FIELDS = new Set(['role', 'from', ...NAMES, 'type']);

/** A role without the marks and endings that tools put to it: `Tool_Result`, `AIMessageChunk`. */
function plain(role: unknown): string {
  return String(role)
    .replaceAll(/[-_\s]/g, '')
    .toLowerCase()
    .replace(/message(?:chunk)?$/, '');
}

/** Whose a message is, as the source writes it; empty where it does not say. */
export function writtenRole(message: JsonObject): string {
  const role = ownRole(message) ?? message['type'];
  return typeof role === 'string' ? role : '';
}

/** What a message is; undefined where its role is none that is known. */
export function speakerOf(message: JsonObject): Speaker | undefined {
  const own = ownRole(message);
  if (typeof own === 'string') return BY_ROLE.get(own) ?? BY_ROLE.get(plain(own));
  const { type } = message;
  return typeof type === 'string' ? (BY_TYPE.get(type) ?? BY_TYPE.get(plain(type))) : undefined;
}

/** Whether a field only says whose the message is, which its turns do by their kinds, or by name. */
export function saysRole(message: JsonObject, key: string, value: unknown): boolean {
  if (!ROLE_FIELDS.has(key) || typeof value !== 'string') return false;
  if (value === writtenRole(message)) return true;
  const speaker = speakerOf(message);
  return speaker !== undefined && BY_ROLE.get(plain(value)) === speaker;
}

function ownRole(message: JsonObject): unknown {
  return (
    message['role'] ?? message['from'] ?? NAMES.map((key) => named(message[key])).find(Boolean)
  );
}

function named(value: unknown): string | undefined {
  const role = isObject(value) ? value['role'] : value;
  return typeof role === 'string' && BY_ROLE.has(plain(role)) ? role : undefined;
}
