/**
 * Chat messages as turns: OpenAI's, Anthropic's and Google's shapes, content as text or parts, reasoning
 * fields, tool calls and their results. Shared by every format that has messages.
 */
import { promptTurns } from '../../trial/emails.ts';
import { hasMarkup, splitResponse } from '../../trial/split.ts';
import type { Turn } from '../../trial/types.ts';
import { REASONING_FIELDS } from '../field-map.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import { jsonIn } from '../json/nested.ts';
import { type Call, callTurn, forgetOld, parseError, resultTurn, withMeta } from './calls.ts';
import { isItem, itemTurns, TAKEN_ITEM } from './items.ts';
import { contentTurns, isResults, type Reading } from './parts.ts';
import { asMessage, CALLS, CONTENT, SAYS } from './message.ts';
import { fieldReasoning, reasoningTurns } from './reasoning.ts';
import { saysRole, speakerOf, writtenRole } from './roles.ts';
import { Said } from './said.ts';
import { isWords, jsonOf, messageOf, textOf } from './text.ts';

export { withMeta } from './calls.ts';
export { isItems } from './items.ts';
export { textOf } from './text.ts';

/** Whether an array is one of chat messages: objects that each say whose they are. */
export function isChat(value: unknown): value is readonly JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every(
    (each) =>
      isObject(each) &&
      (typeof each['role'] === 'string' || speakerOf(each) !== undefined || isItem(each)),
  );
}

/** Told of a field that is known, but that has a shape of which not all could be made into turns. */
export type Tell = (field: string) => void;

/**
 * All turns of a conversation, in order. A message of an unknown shape becomes a `note`; what a message
 * says besides is in the `meta` of its first turn. `tell` is given paths such as `[3].content`.
 */
export function chatTurns(messages: readonly unknown[], tell?: Tell): Turn[] {
  let index = 0;
  const turnsOf = chatReader({ tell: (field) => tell?.(`[${index}].${field}`) });
  return messages.flatMap((message, at) => {
    index = at;
    return turnsOf(message);
  });
}

export type ChatOptions = {
  readonly tell?: Tell | undefined;
  /** Messages were made by a reader: one of which nothing is left gives no turn. */
  readonly made?: boolean;
};

/** Takes the messages of one conversation in order, and gives each one's turns: at least one. */
export function chatReader({ tell, made }: ChatOptions = {}): (message: unknown) => Turn[] {
  const calls: Call[] = [];
  return (given) => {
    if (!isObject(given)) {
      return given === null || given === undefined ? [] : [noteOf(given)];
    }
    const message = asMessage(given);
    const said = new Said();
    const turns = messageTurns(message, calls, said);
    said.turns = turns;
    const { rest, odd } = said.besides(message, takenOf(message));
    for (const field of odd) tell?.(field);
    const meta = worthKeeping(rest, message);
    const [first = emptyTurn(writtenRole(message)), ...others] = turns;
    if (made === true && turns.length === 0 && Object.keys(meta).length === 0) return [];
    return [withMeta(first, meta), ...others];
  };
}

const EMPTY = 'This message has no text.';

/** What stands for a message of which no turn could be made. */
function emptyTurn(by: string): Turn {
  return { kind: 'note', ...(by !== '' && { by }), text: EMPTY };
}

/** Whether a turn stands for a message of the model that says nothing at all. */
export function isEmptyAnswer({ kind, by, text, meta }: Turn): boolean {
  const isEmpty = kind === 'note' && text === EMPTY && meta === undefined;
  return isEmpty && by !== undefined && speakerOf({ role: by }) === 'model';
}

/** Without whose the message is, and that it went in or came out, which goes without saying. */
function worthKeeping(rest: JsonObject, message: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(rest).filter(([key, value]) =>
      key === 'source' ? value !== 'input' && value !== 'generate' : !saysRole(message, key, value),
    ),
  );
}

/** Fields of a message that its turns hold; what else there is goes to the first turn's `meta`. */
const TAKEN_OF_MODEL = new Set([...SAYS, ...REASONING_FIELDS]);
const TAKEN_OF_RESULT = new Set([
  ...CONTENT,
  ...'tool_call_id toolCallId tool_use_id call_id name toolName function error is_error isError'.split(
    ' ',
  ),
]);
const TAKEN_OF_CALL = new Set([
  ...CONTENT,
  ...'name arguments input args parameters id'.split(' '),
]);
const TAKEN_OF_OTHERS = new Set(CONTENT);

function takenOf(message: JsonObject): ReadonlySet<string> {
  if (isItem(message)) return TAKEN_ITEM;
  const speaker = speakerOf(message);
  if (speaker === 'model') return TAKEN_OF_MODEL;
  if (speaker === 'call') return TAKEN_OF_CALL;
  return speaker === 'result' ? TAKEN_OF_RESULT : TAKEN_OF_OTHERS;
}

function messageTurns(message: JsonObject, calls: Call[], said: Said): Turn[] {
  const content = CONTENT.map((key) => message[key]).find(
    (each) => each !== undefined && each !== null,
  );
  const reading = (speak: (text: string) => Turn[]): Reading => ({ calls, said, speak });
  const prompts = (by: string): Turn[] =>
    contentTurns(
      content,
      reading((text) => promptTurns(text, by)),
    );
  const role = writtenRole(message);
  switch (speakerOf(message)) {
    case 'system':
      return prompts(role.toLowerCase());
    case 'user':
      return [...prompts('user'), ...userCalls(message, calls, said)];
    case 'model':
      return modelTurns(message, content, reading(spokenTurns));
    case 'result':
      if (isResults(content)) return contentTurns(content, reading(spokenTurns));
      return [resultTurn(message, content, calls, said)];
    case 'reasoning':
      return content === undefined ? [] : reasoningTurns({ content }, said);
    case 'call':
      return [writtenCall(message, content, calls, said)];
    case undefined:
  }
  if (isItem(message)) return itemTurns(message, reading(spokenTurns));
  // What names no role in a request to Gemini is the user's.
  if (role === '' && Array.isArray(message['parts'])) return prompts('user');
  const text = textOf(content, said);
  // An item of an unknown kind.
  const isKind = text === '' && isWords(message['type']) && role === message['type'];
  if (isKind) return contentTurns([message], reading(spokenTurns));
  return text === '' ? [] : [{ kind: 'note', by: role, text }];
}

/** A call with a message of its own: in its fields, or written in its content as an object. */
function writtenCall(message: JsonObject, content: unknown, calls: Call[], said: Said): Turn {
  const call = typeof content === 'string' ? jsonIn(content) : content;
  if (typeof content === 'string') said.add(content);
  const given = isObject(call) && isWords(call['name']) ? call : undefined;
  const { role: _, from: __, ...own } = message;
  return given === undefined
    ? callTurn(
        { ...without(own, new Set(CONTENT)), arguments: own['arguments'] ?? call ?? content },
        calls,
        said,
      )
    : callTurn(given, calls, said);
}

function modelTurns(message: JsonObject, content: unknown, reading: Reading): Turn[] {
  const { calls, said } = reading;
  const { channel, recipient } = message;
  // Models that were trained on channels think in one, and call tools in another.
  if (channel === 'analysis') return reasoningTurns({ content }, said);
  if (channel === 'commentary' && isWords(recipient) && recipient.startsWith('functions.')) {
    return [callTurn({ name: recipient.slice(10), arguments: content }, calls, said)];
  }
  const open = calls.length;
  const thoughts = fieldReasoning(message, said, content);
  const spoken = contentTurns(content, reading);
  // The same reasoning may stand in a field and among the parts.
  const turns = [...thoughts, ...spoken.filter((turn) => !isAgain(turn, thoughts))];
  const failure = messageOf(message['error'], said);
  if (failure !== '') turns.push({ kind: 'note', text: failure, error: true });
  const { refusal } = message;
  if (isWords(refusal)) turns.push({ kind: 'message', text: textOf(refusal, said) });
  const list = callsOf(message);
  const given = list.filter(isObject);
  for (const call of given) turns.push(callTurn(call, calls, said));
  for (const call of given) for (const turn of parseError(call)) turns.push(turn);
  for (const call of list) {
    // Some harnesses keep no more of a call than a line of text.
    if (isWords(call)) turns.push({ kind: 'note', name: 'tool calls', text: textOf(call, said) });
  }
  forgetOld(calls, open);
  for (const call of given) said.addWhole(call);
  return turns;
}

/** Calls of tools that a simulated user has: what it did is no action of the model. */
function userCalls(message: JsonObject, calls: Call[], said: Said): Turn[] {
  return callsOf(message)
    .filter(isObject)
    .map((call) => {
      const { name, args, text } = callTurn(call, calls, said);
      said.addWhole(call);
      const given = args === undefined ? text : jsonOf(args);
      return { kind: 'note', name: 'call of the user', text: `${name ?? 'tool'} ${given}`.trim() };
    });
}

function isAgain(turn: Turn, thoughts: readonly Turn[]): boolean {
  if (turn.kind !== 'reasoning' || turn.withheld === true || turn.text === '') return false;
  return thoughts.some(({ kind, text }) => kind === 'reasoning' && text.includes(turn.text));
}

function callsOf(message: JsonObject): readonly unknown[] {
  const given = CALLS.map((key) => message[key]).find(
    (each) => each !== undefined && each !== null,
  );
  if (Array.isArray(given)) return given;
  return given === undefined ? [] : [given];
}

/** Visible words of a model: split where they have markup, else one message. */
export function spokenTurns(text: string): Turn[] {
  if (hasMarkup(text)) return splitResponse(text);
  return text.trim() === '' ? [] : [{ kind: 'message', text: text.trim() }];
}

function noteOf(value: unknown): Turn {
  return { kind: 'note', text: typeof value === 'string' ? value : jsonOf(value) };
}
