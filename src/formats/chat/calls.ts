/** Tool calls of chat messages, and their results: which belongs to which. */
import type { Turn } from '../../trial/types.ts';
import { boundedJson, isObject, type JsonObject } from '../json/json.ts';
import { joined } from '../json/joined.ts';
import type { Said } from './said.ts';
import { isWords, messageOf, textOf } from './text.ts';

/** A tool call still without its result. Ids may be used again and again, so order decides too. */
export type Call = { readonly id: string | undefined; readonly name: string };

/** A call that the harness could not understand. */
export function parseError(call: JsonObject): Turn[] {
  const mistake = call['parse_error'];
  if (!isWords(mistake)) return [];
  const text = `${nameOf(call)}: ${mistake}`;
  return [{ kind: 'note', name: 'parse error', text, error: true }];
}

/** Calls that wait for their results at most: without a bound, a hostile file would be slow. */
const MOST_OPEN = 100;

/** An id that is used anew no longer means the older call, which never had its result. */
export function forgetOld(calls: Call[], open: number): void {
  const ids = new Set(calls.slice(open).map(({ id }) => id));
  if (ids.size === 0) return;
  const kept = calls.slice(0, open).filter(({ id }) => !ids.has(id));
  calls.splice(0, open, ...kept.slice(-MOST_OPEN));
}

/** The tool that a call names, in OpenAI's shape or flat. */
function nameOf(call: JsonObject): string {
  const inner = innerOf(call);
  const name = inner['name'] ?? call['function'] ?? call['toolName'] ?? call['tool_name'];
  return textOf(name ?? call['tool']) || 'tool';
}

function innerOf(call: JsonObject): JsonObject {
  const inner = call['function'] ?? call['functionCall'];
  return isObject(inner) ? inner : call;
}

/** Fields that hold the id of a call, on the call and on its result. */
const IDS = [
  'call_id',
  'tool_call_id',
  'toolCallId',
  'tool_use_id',
  'toolUseId',
  'callID',
  'tool_id',
  'id',
];
/** Fields that hold its arguments, the first one that is there. */
const ARGUMENTS = ['arguments', 'input', 'args', 'parameters', 'action', 'operation'];
const TAKEN_CALL = new Set([
  ...IDS,
  ...'name function functionCall toolName tool_name tool role type'.split(' '),
]);

function idOf(value: JsonObject, keys: readonly string[]): string | undefined {
  const id = keys.map((key) => value[key]).find((each) => isId(each));
  return id === undefined ? undefined : String(id);
}

function isId(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** A call as an action, with what else it says in `meta`. It waits in `calls` for its result. */
export function callTurn(call: JsonObject, calls: Call[], said: Said): Turn {
  const inner = innerOf(call);
  const name = nameOf(call);
  const ref = idOf(call, IDS) ?? idOf(inner, ['id']);
  calls.push({ id: ref, name });
  const key = ARGUMENTS.find((each) => inner[each] !== undefined && inner[each] !== null);
  const given = key === undefined ? undefined : inner[key];
  const args = typeof given === 'string' ? parsedArguments(given, said) : given;
  const turn = { kind: 'action', name, ...(ref !== undefined && { ref }) } as const;
  if (isObject(args)) said.addWhole(args);
  const whole: Turn = isObject(args)
    ? { ...turn, ...mailFields(args, name) }
    : { ...turn, text: typeof args === 'string' ? args : (JSON.stringify(args) ?? '') };
  said.turns = [whole];
  const full = withMeta(whole, restOf(inner, said, key));
  return inner === call ? full : withMeta(full, restOf(call, said));
}

/** What a call says besides: fields that are not known, and what is odd in those that are. */
function restOf(call: JsonObject, said: Said, argumentsKey?: string): JsonObject {
  const known = argumentsKey === undefined ? TAKEN_CALL : new Set([...TAKEN_CALL, argumentsKey]);
  const inner = innerOf(call);
  const outer = Object.entries(call).filter(([, value]) => value !== inner);
  const { rest } = said.besides(Object.fromEntries(outer), known);
  const isTold = ([key, value]: [string, unknown]): boolean =>
    (key === 'parse_error' && isWords(value)) ||
    (key === 'type' && KNOWN_CALLS.test(String(value)));
  return Object.fromEntries(Object.entries(rest).filter((each) => !isTold(each)));
}

const KNOWN_CALLS = /^function$|tool[-_]?(?:use|call)$|_call$|^functionCall$|^tool$/i;

function parsedArguments(text: string, said: Said): unknown {
  said.add(text);
  try {
    return boundedJson(text);
  } catch {
    return text;
  }
}

/** Names of tools that send something to somebody. */
const SENDS = /e?-?mail|message|forward|reply|(?:^|_)(?:post|notify|dm|sms)(?:_|$)/i;
const BODIES = ['body', 'content', 'message', 'text'];

/** To, cc, subject and body of a call that sends something; its other arguments stay arguments. */
function mailFields(given: JsonObject, name: string): Omit<Turn, 'kind'> {
  const args = new Map(Object.entries(given));
  const take = (...keys: readonly string[]): string | undefined => {
    const key = keys.find((each) => isWords(args.get(each)) || isNames(args.get(each)));
    if (key === undefined) return undefined;
    const value = args.get(key);
    args.delete(key);
    return Array.isArray(value) ? value.join(', ') : String(value);
  };
  const isWritten = args.has('subject') || BODIES.some((key) => isWords(args.get(key)));
  // A file is moved `to` a place, and money has a `recipient`: neither is a letter.
  const isLetter = isWritten || SENDS.test(name);
  const to = isLetter ? take('to', 'recipient', 'recipients') : undefined;
  const mail = to !== undefined || args.has('subject');
  const cc = mail ? take('cc') : undefined;
  const subject = mail ? take('subject') : undefined;
  const body = mail ? take(...BODIES) : undefined;
  return {
    text: body ?? '',
    ...(to !== undefined && { to }),
    ...(cc !== undefined && { cc }),
    ...(subject !== undefined && { subject }),
    ...(args.size > 0 && { args: Object.fromEntries(args) }),
  };
}

/** A result, with the name of the call in `calls` that it answers. */
export function resultTurn(message: JsonObject, content: unknown, calls: Call[], said: Said): Turn {
  const ref = idOf(message, isResultPart(message) ? IDS : IDS.slice(0, -1));
  const place = calls.findIndex((each) => each.id === ref);
  // Without an id it is the next one's; with an id that nobody gave, it is nobody's.
  const [call] = place < 0 && ref !== undefined ? [] : calls.splice(Math.max(0, place), 1);
  const own = [message['name'], message['function'], message['toolName'], message['tool_name']];
  const name = own.find(isWords) ?? call?.name;
  const error = message['error'];
  const failed =
    message['is_error'] === true ||
    message['isError'] === true ||
    isObject(error) ||
    isWords(error) ||
    error === true ||
    isFailure(content);
  const reason = messageOf(error, said);
  const type = isObject(error) && isWords(error['type']) ? { errorType: error['type'] } : {};
  const given = textOf(content, said);
  // The error is told after what the tool gave, unless that says it.
  const text = [given, ...(given.includes(reason) ? [] : [reason])].filter((each) => each !== '');
  const turn: Turn = {
    kind: 'result',
    ...(name !== undefined && { name }),
    ...(ref !== undefined && { ref }),
    text: text.join('\n\n'),
    ...(failed && { error: true }),
  };
  return withMeta(turn, type);
}

/** A message's own `id` is not its call's, except where it is the only one there can be. */
function isResultPart(message: JsonObject): boolean {
  return message['requestor'] !== undefined && IDS.slice(0, -1).every((key) => !(key in message));
}

/** What a provider gives where a tool of its own failed: `web_search_tool_result_error`. */
function isFailure(content: unknown): boolean {
  return isObject(content) && String(content['type']).endsWith('_error');
}

/** A turn with more in its `meta`. */
export function withMeta(turn: Turn, more: JsonObject): Turn {
  const fields = Object.entries(more);
  return fields.length === 0 ? turn : { ...turn, meta: joined(turn.meta, fields) };
}

function isNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
  );
}
