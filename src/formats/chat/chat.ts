/**
 * Chat messages as turns: OpenAI's and Anthropic's shapes, content as text or parts, reasoning
 * fields, tool calls and their results. Shared by every format that has messages.
 */
import { promptTurns } from '../../trial/emails.ts';
import { hasMarkup, splitResponse } from '../../trial/split.ts';
import type { Turn } from '../../trial/types.ts';
import { type Call, callTurn, forgetOld, parseError, resultTurn, withMeta } from './calls.ts';
import { isWords, messageOf, textOf } from './text.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import { isMedia, mediaLabel } from './media.ts';

export { withMeta } from './calls.ts';
export { textOf } from './text.ts';

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

function restOf(message: JsonObject): JsonObject {
  // That a person put it in is worth knowing; what else there is goes without saying.
  const { source } = message;
  return {
    ...without(message, takenOf(roleOf(message))),
    ...(source === 'operator' && { source }),
  };
}

/** Fields of a message that its turns hold; what else there is goes to the first turn's `meta`. */
const TAKEN = 'role from type content value text id source'.split(' ');
const TAKEN_OF_MODEL = new Set([
  ...TAKEN,
  ...REASONING_FIELDS,
  ...'tool_calls function_call refusal error'.split(' '),
]);
const TAKEN_OF_RESULT = new Set([
  ...TAKEN,
  ...'tool_call_id tool_use_id name function error is_error'.split(' '),
]);
const TAKEN_OF_OTHERS = new Set(TAKEN);

function takenOf(role: string): ReadonlySet<string> {
  if (MODEL_ROLES.has(role)) return TAKEN_OF_MODEL;
  return RESULT_ROLES.has(role) ? TAKEN_OF_RESULT : TAKEN_OF_OTHERS;
}

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
  const failure = messageOf(message['error']);
  if (failure !== '') turns.push({ kind: 'note', text: failure, error: true });
  if (isWords(message['refusal'])) turns.push({ kind: 'message', text: message['refusal'] });
  const given = message['tool_calls'] ?? message['function_call'];
  const list = Array.isArray(given) ? given : isObject(given) ? [given] : [];
  for (const call of list) if (isObject(call)) turns.push(callTurn(call, calls));
  for (const call of list) {
    if (isObject(call)) for (const turn of parseError(call)) turns.push(turn);
  }
  forgetOld(calls, open);
  return turns;
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

function noteOf(value: unknown): Turn[] {
  return value === null || value === undefined ? [] : [{ kind: 'note', text: textOf(value) }];
}
