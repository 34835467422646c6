/** Answers as interfaces of models give them: whole responses, batch results, content parts. */
import { isChat, isItems } from '../chat/chat.ts';
import { REASONING_FIELDS } from '../field-map.ts';
import { isWords } from '../chat/text.ts';
import { isObject, type JsonObject, without, word } from '../json/json.ts';

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
  if (listed !== undefined) return { model: modelOf(value), ...listed };
  if (isMessage(value)) return { messages: [asModel(value)], model: modelOf(value), rest: {} };
  const plain = plainAnswer(value);
  if (plain !== undefined) return plain;
  for (const key of INNER) {
    const inner = answerIn(value[key], depth + 1);
    if (inner === undefined) continue;
    return {
      ...inner,
      model: inner.model ?? modelOf(value) ?? modelIn(inner.messages),
      rest: {
        ...without(value, new Set([key])),
        ...(Object.keys(inner.rest).length > 0 && { [key]: inner.rest }),
      },
    };
  }
  return failureIn(value);
}

const INNER = ['body', 'message', 'response', 'result', 'completion', 'data', 'output'];

/** What models are called in responses. */
function modelOf(value: JsonObject): string | undefined {
  return word(value['model']) ?? word(value['modelVersion']);
}

/** A text under a name by which harnesses keep what was said, with the thoughts beside it. */
function plainAnswer(value: JsonObject): Answer | undefined {
  const key = PLAIN.find((each) => isWords(value[each]));
  if (key === undefined) return undefined;
  const thoughts = REASONING_FIELDS.filter((each) => each in value);
  return {
    messages: [
      {
        role: 'assistant',
        content: value[key],
        ...Object.fromEntries(thoughts.map((each) => [each, value[each]])),
      },
    ],
    model: modelOf(value),
    rest: without(value, new Set([key, ...thoughts])),
  };
}

const PLAIN = [
  'output',
  'completion',
  'response',
  'output_text',
  'outputText',
  'generated_text',
  'generation',
  'final_answer',
  'answer',
  'reply',
];

/** Batch results that never came to a model. */
const ENDED = new Set(['errored', 'expired', 'canceled', 'cancelled', 'failed', 'incomplete']);

/** Why there is no answer, where a response says so, or lists none. */
function failureIn(value: JsonObject): Answer | undefined {
  const { error, type, promptFeedback } = value;
  const lists = LISTS.map((key) => value[key]).filter((each): each is unknown[] =>
    Array.isArray(each),
  );
  const reasons = lists.flat().flatMap((each) => (isObject(each) ? [each] : []));
  const [reason = 'no answer'] = reasons.flatMap((each) => word(each['finishReason']) ?? []);
  const isEmpty = lists.length > 0 && lists.flat().length === reasons.length;
  const ended = typeof type === 'string' && ENDED.has(type) ? type : undefined;
  const failure = [error, promptFeedback, ended, isEmpty ? reason : undefined].find(
    (each) => each !== undefined && each !== null && each !== '',
  );
  return failure === undefined ? undefined : { messages: [], failure, rest: value };
}

/** Where interfaces and libraries have several answers; LangChain has lists of them. */
export const LISTS = ['choices', 'candidates', 'generations', 'outputs', 'completions', 'results'];
/** What an answer of a list says. */
const SAYING = ['message', 'content', 'delta', 'text', 'generated_text', 'outputText'];

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
function partsIn(given: readonly unknown[]): readonly unknown[] | undefined {
  const list = given.flat();
  const isPart = (each: unknown): boolean =>
    isObject(each) && (typeof each['type'] === 'string' || typeof each['text'] === 'string');
  if (list.length === 0) return undefined;
  if (list.every(isPart)) return [{ role: 'assistant', content: list }];
  const texts = list.every((each) => typeof each === 'string');
  return texts ? list.map((content) => ({ role: 'assistant', content })) : undefined;
}
