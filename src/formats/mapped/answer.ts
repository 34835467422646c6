/** Answers as interfaces of models give them: whole responses, batch results, content parts. */
import { isChat, isItems } from '../chat/chat.ts';
import { boundedJson, isObject, type JsonObject, without, word } from '../json/json.ts';

export type Answer = {
  /** Chat messages, in order. */
  readonly messages: readonly unknown[];
  readonly model?: string | undefined;
  /** Why there is no answer, where the response says so. */
  readonly failure?: unknown;
  /** What else the response has, such as its id and usage. */
  readonly rest: JsonObject;
};

/** A response taken apart; undefined where it is none that is known. */
export function answerIn(value: unknown, depth = 0): Answer | undefined {
  if (Array.isArray(value)) {
    const messages = isChat(value) ? value : (itemsIn(value) ?? partsIn(value));
    return messages === undefined ? undefined : { messages, rest: {} };
  }
  if (!isObject(value) || depth > 5) return undefined;
  const listed = listedIn(value);
  if (listed !== undefined) return { model: word(value['model']), ...listed };
  if (isMessage(value)) return { messages: [asModel(value)], rest: {} };
  for (const key of ['body', 'message', 'response', 'result', 'completion', 'data', 'output']) {
    const inner = plainAnswer(key, value[key]) ?? answerIn(value[key], depth + 1);
    if (inner === undefined) continue;
    return {
      ...inner,
      model: inner.model ?? word(value['model']) ?? modelIn(inner.messages),
      rest: {
        ...without(value, new Set([key])),
        ...(Object.keys(inner.rest).length > 0 && { [key]: inner.rest }),
      },
    };
  }
  const { error } = value;
  if (error !== undefined && error !== null && error !== '') {
    return { messages: [], failure: error, rest: value };
  }
  return undefined;
}

/** A text under a name by which harnesses keep what was said, inside of a response. */
function plainAnswer(key: string, said: unknown): Answer | undefined {
  if (typeof said !== 'string' || said.trim() === '' || !PLAIN.has(key)) return undefined;
  return { messages: [{ role: 'assistant', content: said }], rest: {} };
}

const PLAIN = new Set(['output', 'completion', 'response']);

/** Where interfaces and libraries have several answers; LangChain has lists of them. */
export const LISTS = ['choices', 'candidates', 'generations', 'outputs'];
/** What an answer of a list says. */
const SAYING = ['message', 'content', 'delta', 'text', 'generated_text'];

/** Choices, candidates, or items of output. Of several answers the first is the one that counts. */
function listedIn(value: JsonObject): Answer | undefined {
  for (const key of LISTS) {
    const given = value[key];
    const list: readonly unknown[] = Array.isArray(given) ? given.flat() : [];
    const [first, ...others] = list;
    const field = isObject(first) ? SAYING.find((each) => first[each] != null) : undefined;
    if (!isObject(first) || field === undefined) continue;
    const said: unknown = first[field];
    const message = isObject(said) ? asModel(said) : { role: 'assistant', content: said };
    const rest = { ...value, [key]: [without(first, new Set([field])), ...others] };
    return { messages: [message], rest };
  }
  const { output } = value;
  const messages = isChat(output) ? output : itemsIn(output);
  return messages && { messages, rest: without(value, new Set(['output'])) };
}

/** Items of a Responses output; a message among them that names no role is the model's. */
function itemsIn(value: unknown): readonly unknown[] | undefined {
  if (!isItems(value)) return undefined;
  return value.map((each) => (each['type'] === 'message' ? asModel(each) : each));
}

function isMessage(value: JsonObject): boolean {
  const said = ['content', 'parts', 'tool_calls', 'reasoning_content'];
  return typeof value['role'] === 'string' && said.some((key) => value[key] != null);
}

/** A message of whoever gave it; without a role it is the model's. */
function asModel(message: JsonObject): JsonObject {
  return typeof message['role'] === 'string' ? message : { ...message, role: 'assistant' };
}

function modelIn(messages: readonly unknown[]): string | undefined {
  return messages.map((each) => (isObject(each) ? word(each['model']) : undefined)).find(Boolean);
}

/** Parts of one message, or several texts. */
function partsIn(list: readonly unknown[]): readonly unknown[] | undefined {
  const isPart = (each: unknown): boolean =>
    isObject(each) && (typeof each['type'] === 'string' || typeof each['text'] === 'string');
  if (list.length === 0) return undefined;
  if (list.every(isPart)) return [{ role: 'assistant', content: list }];
  const texts = list.every((each) => typeof each === 'string');
  return texts ? list.map((content) => ({ role: 'assistant', content })) : undefined;
}

/**
 * The value of a text that is JSON, as tables store what is nested, some of them twice; undefined where
 * it is none.
 */
export function jsonIn(text: string): unknown {
  const isTwice = /^\s*"\s*[[{]/.test(text) && /[\]}]\s*"\s*$/.test(text.slice(-50));
  if (!isTwice && !looksLikeJson(text)) return undefined;
  try {
    const value = boundedJson(text);
    return isTwice ? jsonIn(String(value)) : value;
  } catch {
    return undefined;
  }
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text.slice(-50));
}
