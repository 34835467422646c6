/**
 * Chat messages as turns: OpenAI's and Anthropic's shapes, content as text or parts, reasoning
 * fields, tool calls and their results. Shared by every format that has messages.
 */
import { promptTurns } from '../trial/emails.ts';
import { hasMarkup, splitResponse } from '../trial/split.ts';
import type { Turn } from '../trial/types.ts';
import { isObject, type JsonObject, without } from './json.ts';
import { isMedia, mediaLabel } from './media.ts';

const REASONING_FIELDS = ['reasoning_content', 'reasoning', 'thinking', 'reasoning_text'];
const SYSTEM_ROLES = new Set(['system', 'developer']);
const MODEL_ROLES = new Set(['assistant', 'model', 'ai', 'gpt', 'agent', 'bot']);
const USER_ROLES = new Set(['user', 'human']);
const RESULT_ROLES = new Set(['tool', 'function']);
const KNOWN_ROLES = [SYSTEM_ROLES, MODEL_ROLES, USER_ROLES, RESULT_ROLES];

/** Whether an array is one of chat messages: objects that each say whose they are. */
export function isChat(value: unknown): value is readonly JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every(
    (each) =>
      isObject(each) &&
      (typeof each['role'] === 'string' || KNOWN_ROLES.some((roles) => roles.has(roleOf(each)))),
  );
}

/** All turns of a conversation, in order. A message of an unknown shape becomes a `note`. */
export function chatTurns(messages: readonly unknown[]): Turn[] {
  return messages.flatMap(chatReader());
}

/** Takes the messages of one conversation in order, and gives each one's turns. */
export function chatReader(): (message: unknown) => Turn[] {
  const calls: Call[] = [];
  return (message) => {
    if (!isObject(message)) return noteOf(message);
    const [first, ...others] = messageTurns(message, calls);
    return first === undefined ? [] : [withMeta(first, restOf(message)), ...others];
  };
}

/** A turn with more in its `meta`. */
export function withMeta(turn: Turn, more: JsonObject): Turn {
  return Object.keys(more).length === 0 ? turn : { ...turn, meta: { ...turn.meta, ...more } };
}

function restOf(message: JsonObject): JsonObject {
  // That a person put it in is worth knowing; what else there is goes without saying.
  const { source } = message;
  return { ...without(message, TAKEN), ...(source === 'operator' && { source }) };
}

/** Fields of a message that its turns hold; what else there is goes to the first turn's `meta`. */
const TAKEN = new Set([
  ...REASONING_FIELDS,
  ...'role from type content value text tool_calls function_call refusal'.split(' '),
  ...'tool_call_id tool_use_id name function error is_error id source'.split(' '),
]);

/** A tool call still without its result. Ids may be used again and again, so order decides too. */
type Call = { readonly id: string | undefined; readonly name: string };

function roleOf(message: JsonObject): string {
  const role = message['role'] ?? message['from'] ?? message['type'];
  return typeof role === 'string' ? role.toLowerCase() : '';
}

function messageTurns(message: JsonObject, calls: Call[]): Turn[] {
  const role = roleOf(message);
  const content = message['content'] ?? message['value'] ?? message['text'];
  if (SYSTEM_ROLES.has(role)) return wordsOf(content, (text) => promptTurns(text, role), calls);
  if (USER_ROLES.has(role)) return wordsOf(content, (text) => promptTurns(text, 'user'), calls);
  if (MODEL_ROLES.has(role)) return modelTurns(message, content, calls);
  if (RESULT_ROLES.has(role)) return [resultTurn(message, content, calls)];
  return [{ kind: 'note', by: role, text: textOf(content) }];
}

function modelTurns(message: JsonObject, content: unknown, calls: Call[]): Turn[] {
  const open = calls.length;
  // Some servers write the same reasoning under two names.
  const reasoning = new Set(REASONING_FIELDS.map((key) => message[key]).filter(isWords));
  // Spread into lists, not into calls: a long text may give more turns than a call has room for.
  const turns = [
    ...[...reasoning].flatMap((words) => splitResponse('', words)),
    ...wordsOf(content, spokenTurns, calls),
  ];
  if (isWords(message['refusal'])) turns.push({ kind: 'message', text: message['refusal'] });
  const given = message['tool_calls'] ?? message['function_call'];
  const list = Array.isArray(given) ? given : isObject(given) ? [given] : [];
  for (const call of list) if (isObject(call)) turns.push(callTurn(call, calls));
  for (const call of list) if (isObject(call)) turns.push(...parseError(call));
  forgetOld(calls, open);
  return turns;
}

/** A call that the harness could not understand. */
function parseError(call: JsonObject): Turn[] {
  const mistake = call['parse_error'];
  if (!isWords(mistake)) return [];
  const text = `${textOf(call['function'])}: ${mistake}`;
  return [{ kind: 'note', name: 'parse error', text, error: true }];
}

/** Calls that wait for their results at most: without a bound, a hostile file would be slow. */
const MOST_OPEN = 100;

/** An id that is used anew no longer means the older call, which never had its result. */
function forgetOld(calls: Call[], open: number): void {
  const ids = new Set(calls.slice(open).map(({ id }) => id));
  if (ids.size === 0) return;
  const kept = calls.slice(0, open).filter(({ id }) => !ids.has(id));
  calls.splice(0, open, ...kept.slice(-MOST_OPEN));
}

/** Visible words of a model: split where they have markup, else one message. */
export function spokenTurns(text: string): Turn[] {
  if (hasMarkup(text)) return splitResponse(text);
  return text.trim() === '' ? [] : [{ kind: 'message', text: text.trim() }];
}

/** Content that is text or an array of parts; `speak` says what its text is. */
function wordsOf(content: unknown, speak: (text: string) => Turn[], calls: Call[]): Turn[] {
  if (content === null || content === undefined) return [];
  if (typeof content === 'string') return speak(content);
  if (!Array.isArray(content)) return speak(textOf(content));
  return content.flatMap((part) => partTurns(part, speak, calls));
}

function partTurns(part: unknown, speak: (text: string) => Turn[], calls: Call[]): Turn[] {
  if (typeof part === 'string') return speak(part);
  if (!isObject(part)) return noteOf(part);
  switch (part['type']) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return withRest(speak(textOf(part['text'])), part);
    case 'refusal':
      return speak(textOf(part['refusal']));
    case 'reasoning':
    case 'thinking':
      return reasoningTurns(part);
    case 'redacted_thinking':
      return [{ kind: 'reasoning', text: '', withheld: true }];
    case 'tool_use':
      return [callTurn(part, calls)];
    case 'tool_result':
      return [resultTurn(part, part['content'], calls)];
    default:
      // Images, audio, documents: not shown, but said to be there.
      return isWords(part['text']) ? speak(part['text']) : [{ kind: 'note', text: labelOf(part) }];
  }
}

const TAKEN_PART = new Set(['type', 'text', 'cache_control']);
/** Of a part that is not known, no more than this is shown. */
const MOST_OF_PART = 10_000;

/** What a part says besides its text, such as that it is a refusal, or what it cites. */
function withRest([first, ...others]: readonly Turn[], part: JsonObject): Turn[] {
  if (first === undefined) return [];
  const rest = Object.entries(without(part, TAKEN_PART)).filter(
    ([, value]) => value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return [withMeta(first, Object.fromEntries(rest)), ...others];
}

/** A part's label; below it the part, where that is not what a terminal cannot show. */
function labelOf(part: JsonObject): string {
  const label = mediaLabel(part);
  if (isMedia(part) && part['type'] !== 'data') return label;
  const text = textOf(part['type'] === 'data' ? part['data'] : without(part, TAKEN_PART));
  return text === '{}' || text.length > MOST_OF_PART ? label : `${label}\n${text}`;
}

/** Redacted reasoning is ciphertext, and empty reasoning with a signature was dropped. */
function reasoningTurns(part: JsonObject): Turn[] {
  const summary = textOf(part['summary']);
  const words = textOf(part['reasoning'] ?? part['thinking'] ?? part['text']);
  if (part['redacted'] === true) return [{ kind: 'reasoning', text: summary, withheld: true }];
  const text = words.trim() === '' ? summary : words;
  if (text.trim() === '') return [{ kind: 'reasoning', text, withheld: true }];
  // Actions that are written in reasoning are drafts.
  const turns: Turn[] = hasMarkup(text) ? splitResponse('', text) : [{ kind: 'reasoning', text }];
  const [first, ...others] = turns;
  if (first === undefined) return [{ kind: 'reasoning', text }];
  return [withMeta(first, summary === '' || summary === text ? {} : { summary }), ...others];
}

function callTurn(call: JsonObject, calls: Call[]): Turn {
  const inner = isObject(call['function']) ? call['function'] : call;
  const name = textOf(inner['name'] ?? call['function'] ?? call['name']) || 'tool';
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
    return JSON.parse(text);
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

function resultTurn(message: JsonObject, content: unknown, calls: Call[]): Turn {
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
  const said = isObject(error) ? textOf(error['message']) : isWords(error) ? error : '';
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

/** Any content as text: strings as they are, parts by their text, the rest as JSON. */
export function textOf(content: unknown): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) {
    return content
      .map((part) => {
        if (isObject(part) && isWords(part['text'])) return part['text'];
        return isObject(part) && isMedia(part) ? mediaLabel(part) : textOf(part);
      })
      .join('\n');
  }
  return JSON.stringify(content) ?? '';
}

function noteOf(value: unknown): Turn[] {
  return value === null || value === undefined ? [] : [{ kind: 'note', text: textOf(value) }];
}

function isWords(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
  );
}
