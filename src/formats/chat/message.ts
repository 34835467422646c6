/** Chat messages as tools write them, in the one shape that is read: a role and content side by side. */
import { isObject, type JsonObject, without } from '../json/json.ts';
import { joined } from '../json/joined.ts';
import { speakerOf } from './roles.ts';

/** Fields that hold what a message says, the first one that does. */
export const CONTENT = ['content', 'value', 'text', 'parts'];

/** Fields that a whole message may stand in, with others of its record around it. */
export const WRAPPERS = ['message', 'data', 'payload', 'item', 'kwargs'];

/** Other names of content, where a message has none of those. */
const WORDS = ['message', 'msg', 'body', 'utterance', 'response', 'completion', 'output', 'result'];

/** Fields that hold the calls of a message, the first one that does. */
export const CALLS = ['tool_calls', 'toolCalls', 'function_call', 'functionCall'];

/** All that a message says something in. */
export const SAYS = [...CONTENT, ...CALLS, 'refusal', 'error'];

/** A message that is wrapped, or has its words under another name, in the usual shape. */
export function asMessage(message: JsonObject): JsonObject {
  if (says(message)) return message;
  const wrapper = WRAPPERS.find((key) => isObject(message[key]) && says(message[key]));
  const inner = wrapper === undefined ? undefined : message[wrapper];
  if (wrapper !== undefined && isObject(inner)) {
    const { type, ...around } = without(message, new Set([wrapper]));
    const own =
      speakerOf(inner) === undefined && type !== undefined ? { type: classOf(message) } : {};
    return joined({ ...own, ...inner }, Object.entries(around));
  }
  if (speakerOf(message) === undefined) return message;
  const name = WORDS.find((key) => typeof message[key] === 'string' || Array.isArray(message[key]));
  if (name === undefined) return message;
  return { ...without(message, new Set([name])), content: message[name] };
}

function says(message: JsonObject): boolean {
  return SAYS.some((key) => message[key] !== undefined && message[key] !== null);
}

/** What LangChain's serialised objects are: the last of their `id`; of others the type. */
function classOf({ type, id }: JsonObject): unknown {
  return type === 'constructor' && Array.isArray(id) ? id.at(-1) : type;
}

/**
 * The messages of a list in which one holds what both sides said: `{"user": …, "assistant": …}`,
 * `[role, words]`, or `[question, answer]`. Other lists are given back as they are.
 */
export function asMessages(list: readonly unknown[]): readonly unknown[] {
  const pairs: (readonly JsonObject[])[] = [];
  for (const each of list) {
    const pair = isObject(each) ? sidesOf(each) : pairOf(each);
    if (pair === undefined) return list;
    pairs.push(pair);
  }
  return pairs.flat();
}

const ASKED = ['prompt', 'question', 'input', 'query', 'instruction'];
const ANSWERED = ['response', 'answer', 'completion', 'output', 'reply'];

/** An object whose fields are named after roles, or after question and answer. */
function sidesOf(value: JsonObject): readonly JsonObject[] | undefined {
  if (speakerOf(value) !== undefined || says(value)) return undefined;
  const said = Object.entries(value).filter(([key]) => sideOf(key) !== undefined);
  if (said.length === 0) return undefined;
  const around = without(value, new Set(said.map(([key]) => key)));
  return said.map(([key, content], index) => ({
    ...(index === 0 && around),
    role: sideOf(key),
    content,
  }));
}

function sideOf(key: string): string | undefined {
  if (ASKED.includes(key)) return 'user';
  if (ANSWERED.includes(key)) return 'assistant';
  const speaker = speakerOf({ role: key });
  return speaker === undefined || speaker === 'call' ? undefined : key;
}

function pairOf(value: unknown): readonly JsonObject[] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [first, second] = value as [unknown, unknown];
  if (typeof first !== 'string' || typeof second !== 'string') return undefined;
  if (speakerOf({ role: first }) !== undefined) return [{ role: first, content: second }];
  return [
    { role: 'user', content: first },
    { role: 'assistant', content: second },
  ];
}
