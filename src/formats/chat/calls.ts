/** Tool calls of chat messages, and their results: which belongs to which. */
import type { Turn } from '../../trial/types.ts';
import { isWords, messageOf, textOf } from './text.ts';
import { boundedJson, isObject, type JsonObject } from '../json/json.ts';

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
  const inner = isObject(call['function']) ? call['function'] : call;
  return textOf(inner['name'] ?? call['function'] ?? call['name']) || 'tool';
}

/** A call as an action. It waits in `calls` for its result. */
export function callTurn(call: JsonObject, calls: Call[]): Turn {
  const inner = isObject(call['function']) ? call['function'] : call;
  const name = nameOf(call);
  const id = call['id'] ?? call['tool_call_id'];
  const ref = typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
  calls.push({ id: ref, name });
  const given = inner['arguments'] ?? inner['input'] ?? inner['args'];
  const args = typeof given === 'string' ? parsedArguments(given) : given;
  const turn = { kind: 'action', name, ...(ref !== undefined && { ref }) } as const;
  if (!isObject(args)) return { ...turn, text: textOf(args) };
  return { ...turn, ...mailFields(args) };
}

function parsedArguments(text: string): unknown {
  try {
    return boundedJson(text);
  } catch {
    return text;
  }
}

/** To, cc, subject and body of a call that sends something; its other arguments stay arguments. */
function mailFields(given: JsonObject): Omit<Turn, 'kind'> {
  const args = new Map(Object.entries(given));
  const take = (...keys: readonly string[]): string | undefined => {
    const key = keys.find((each) => isWords(args.get(each)) || isNames(args.get(each)));
    if (key === undefined) return undefined;
    const value = args.get(key);
    args.delete(key);
    return Array.isArray(value) ? value.join(', ') : String(value);
  };
  const to = take('to', 'recipient', 'recipients');
  const mail = to !== undefined || args.has('subject');
  const cc = mail ? take('cc') : undefined;
  const subject = mail ? take('subject') : undefined;
  const body = mail ? take('body', 'content', 'message', 'text') : undefined;
  return {
    text: body ?? '',
    ...(to !== undefined && { to }),
    ...(cc !== undefined && { cc }),
    ...(subject !== undefined && { subject }),
    ...(args.size > 0 && { args: Object.fromEntries(args) }),
  };
}

/** A result, with the name of the call in `calls` that it answers. */
export function resultTurn(message: JsonObject, content: unknown, calls: Call[]): Turn {
  const id = message['tool_call_id'] ?? message['tool_use_id'];
  const ref = typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
  const place = calls.findIndex((each) => each.id === ref);
  // Without an id it is the next one's; with an id that nobody gave, it is nobody's.
  const [call] = place < 0 && ref !== undefined ? [] : calls.splice(Math.max(0, place), 1);
  const own = message['name'] ?? message['function'];
  const name = isWords(own) ? own : call?.name;
  const error = message['error'];
  const failed =
    message['is_error'] === true || isObject(error) || isWords(error) || error === true;
  const said = messageOf(error);
  const type = isObject(error) && isWords(error['type']) ? { errorType: error['type'] } : {};
  const given = textOf(content);
  // The error is told after what the tool gave, unless that says it.
  const text = [given, ...(given.includes(said) ? [] : [said])].filter((each) => each !== '');
  const turn: Turn = {
    kind: 'result',
    ...(name !== undefined && { name }),
    ...(ref !== undefined && { ref }),
    text: text.join('\n\n'),
    ...(failed && { error: true }),
  };
  return withMeta(turn, type);
}

/** A turn with more in its `meta`. */
export function withMeta(turn: Turn, more: JsonObject): Turn {
  return Object.keys(more).length === 0 ? turn : { ...turn, meta: { ...turn.meta, ...more } };
}

function isNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
  );
}
