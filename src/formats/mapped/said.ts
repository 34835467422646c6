/** The turns of a foreign record: its prompt, its messages, and its answer. */
import { promptTurns } from '../../trial/emails.ts';
import { splitResponse } from '../../trial/split.ts';
import type { Turn } from '../../trial/types.ts';
import { chatTurns, isChat, isEmptyAnswer, spokenTurns, textOf } from '../chat/chat.ts';
import { asMessages } from '../chat/message.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { jsonIn, looksLikeJson } from '../json/nested.ts';
import { type Answer, answerIn, LISTS } from './answer.ts';
import type { Found, Lookup } from './lookup.ts';

export type Said = {
  readonly turns: readonly Turn[];
  /** The response as text where it is text. */
  readonly response: string | undefined;
  /** The model that a whole response names. */
  readonly model?: string | undefined;
  /** What a whole response says besides its words. */
  readonly rest?: JsonObject | undefined;
  /** Why there is no answer, in the words of the record. */
  readonly failure?: string | undefined;
};

/** Fields that say why a call failed. */
const FAILURES = ['error', 'error_message', 'exception'];

/**
 * The turns of a record; undefined where it holds nothing that a model said or could have said.
 * `keep` of the lookup is told of fields that could not be shown whole.
 */
export function saidIn(record: JsonObject, lookup: Lookup): Said | undefined {
  const said = foundIn(record, lookup);
  const isSaid = said?.turns.some(({ kind }) => SAYING.has(kind)) === true;
  if (said === undefined || isSaid || said.failure !== undefined) return said;
  // Nothing the model said, and a reason why: there is nothing that a label could speak of.
  const failure = failureOf(record);
  if (failure !== undefined) return { ...said, response: '', failure };
  return said.turns.some(isEmptyAnswer) ? { ...said, response: '' } : said;
}

/** Kinds of turns in which a model says or does something. */
const SAYING: ReadonlySet<string> = new Set(['message', 'action', 'reasoning']);

function foundIn(record: JsonObject, lookup: Lookup): Said | undefined {
  const { find, keep } = lookup;
  const messages = find('messages', isWorthReading);
  const chat = messages && chatIn(messages, lookup);
  const reasoning = find('reasoning');
  const given = answerOf(lookup);
  const answer = isOnlyReference(given, record, chat) ? undefined : given;
  if (answer === undefined) keep(given?.path);
  if (chat === undefined && answer === undefined && isWholeMessage(record)) {
    return { turns: tellingTurns([record], undefined, lookup), response: undefined };
  }
  const hasAnswer = chat !== undefined || reasoning !== undefined || answer !== undefined;
  const failure = hasAnswer ? undefined : failureOf(record);
  if (!hasAnswer && failure === undefined && !isUnanswered(record)) return undefined;
  const turns = [
    ...promptOf(find('system'), 'system', lookup),
    ...promptOf(find('prompt'), 'user', lookup),
    ...(chat ?? []),
  ];
  if (!hasAnswer) return { turns, response: '', failure };
  // The last message of a chat is often repeated as the response.
  if (typeof answer?.value === 'string' && isSaidIn(answer.value, messages?.value)) {
    return { turns: [...turns, ...thoughtsIn(reasoning, lookup)], response: answer.value };
  }
  return answered(turns, reasoning, answer, chat !== undefined, lookup);
}

function answered(
  before: readonly Turn[],
  reasoning: Found | undefined,
  answer: Found | undefined,
  hasChat: boolean,
  lookup: Lookup,
): Said {
  const thoughts = thoughtsIn(reasoning, lookup);
  const value = answer?.value;
  const whole = wholeAnswer(value);
  if (whole !== undefined) {
    const { messages, model, rest, failure } = whole;
    const said = tellingTurns(messages, answer, lookup);
    const why = said.length === 0 && failure !== undefined ? textOf(reasonIn(failure)) : undefined;
    return {
      turns: [...before, ...thoughts, ...said],
      response: why === undefined ? undefined : '',
      model,
      rest: Object.keys(rest).length > 0 ? rest : undefined,
      failure: why,
    };
  }
  if (typeof value === 'string' || value === undefined) {
    const response = value ?? (hasChat ? undefined : '');
    const spoken = value === undefined ? [] : splitResponse(value);
    return { turns: [...before, ...thoughts, ...spoken], response };
  }
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) {
    lookup.keep(answer?.path, 'nothing in it could be read as an answer');
    return { turns: [...before, ...thoughts], response: '' };
  }
  // An object or a list of an unknown kind: what it says as one message is better than nothing.
  const message = isObject(value)
    ? { ...value, role: typeof value['role'] === 'string' ? value['role'] : 'assistant' }
    : { role: 'assistant', content: Array.isArray(value) ? value : textOf(value) };
  const said = tellingTurns([message], answer, lookup);
  // A note stands for what could not be read.
  const isLost = said.every(({ kind }) => kind === 'note');
  if (isLost) lookup.keep(answer?.path, 'nothing in it could be read as an answer');
  return { turns: [...before, ...thoughts, ...said], response: undefined };
}

/** A response that is no plain text; one that is JSON is taken for one only if it is a known shape. */
function wholeAnswer(value: unknown): Answer | undefined {
  if (typeof value !== 'string') return answerIn(value);
  const parsed = jsonIn(value);
  const isKnown =
    isRoles([parsed].flat()) ||
    (isObject(parsed) && LISTS.some((key) => Array.isArray(parsed[key])));
  return isKnown ? answerIn(parsed) : undefined;
}

function isRoles(value: unknown): value is readonly JsonObject[] {
  return isChat(value) && value.every((each) => typeof each['role'] === 'string');
}

function reasonIn(failure: unknown): unknown {
  return isObject(failure) ? (failure['message'] ?? failure['error'] ?? failure) : failure;
}

/** The turns of a list of messages, with what could not be read of them told. */
function tellingTurns(
  messages: readonly unknown[],
  found: Found | undefined,
  { keep }: Lookup,
): Turn[] {
  const odd: string[] = [];
  const turns = chatTurns(messages, (field) => odd.push(field));
  const [first] = odd;
  if (first !== undefined) keep(found?.path, `${first} was not read whole`);
  return turns;
}

/** The messages of a conversation: a list, a text that is JSON, or an object that holds the list. */
function chatIn({ value, path }: Found, lookup: Lookup): Turn[] | undefined {
  if (typeof value === 'string') {
    const parsed = jsonIn(value);
    if (parsed !== undefined) {
      const turns = chatIn({ value: parsed, path }, lookup);
      if (turns !== undefined) return turns;
    }
    // One that was cut off only begins as JSON does.
    if (looksLikeJson(value) || /^\s*\[\s*\{\s*["']/.test(value)) {
      lookup.keep(path, 'a text that is no JSON; shown as it is');
      // Nobody knows whose words they are.
      return [{ kind: 'note', text: value }];
    }
    return dialogueIn(value) ?? spokenTurns(value);
  }
  if (Array.isArray(value)) {
    const parsed = value.map((each) => (typeof each === 'string' ? jsonIn(each) : undefined));
    const list = isRoles(parsed) ? parsed : asMessages(value);
    return tellingTurns(list, { value, path }, lookup);
  }
  if (!isObject(value)) return undefined;
  // Messages by number, or a list of them with something beside it, which is kept.
  const inner = [Object.values(value), ...Object.values(value)].find((each) => isChat(each));
  const isAll = inner?.length === Object.keys(value).length && value['0'] === inner[0];
  if (!isAll) lookup.keep(path, inner === undefined ? 'no list of messages' : undefined);
  return inner === undefined ? undefined : tellingTurns(inner, undefined, lookup);
}

/** Whose words follow, at the beginning of a line: `Human: …`. */
const SPEAKER = /^[ \t]{0,9}(system|human|user|assistant|ai)[ \t]{0,9}:/gim;

/** The turns of a conversation that is one text, in which each side says who speaks. */
function dialogueIn(text: string): Turn[] | undefined {
  const marks = [...text.matchAll(SPEAKER)];
  const sides = new Set(marks.map(([, role = '']) => role.toLowerCase()));
  const [first] = marks;
  if (first === undefined || sides.size < 2 || text.slice(0, first.index).trim() !== '') {
    return undefined;
  }
  return marks.flatMap((mark, index) => {
    const content = text.slice(mark.index + mark[0].length, marks[index + 1]?.index).trim();
    // The last one may be for the model to go on from.
    return content === '' ? [] : chatTurns([{ role: mark[1], content }]);
  });
}

function isWorthReading(value: unknown): boolean {
  return typeof value === 'string' || Array.isArray(value) || isObject(value);
}

/** A response that is a message, as Anthropic's interface gives it. */
function isWholeMessage({ type, role, content }: JsonObject): boolean {
  return type === 'message' && typeof role === 'string' && content != null;
}

/** The field that holds what the model said. A list of answers is taken with its name, which says what it is. */
function answerOf({ find }: Lookup): Found | undefined {
  const found = find('message', isAnswer);
  if (found?.path === undefined || !LISTS.includes(found.path)) return found;
  return { ...found, value: listOf(found.path, found.value) };
}

/** Texts, or answers that need their name to be known for what they are. Choices that are texts are those of a question. */
function listOf(name: string, value: unknown): unknown {
  const isTexts = Array.isArray(value) && value.flat().every((each) => typeof each === 'string');
  return isTexts && name !== 'choices' ? value : { [name]: value };
}

/** What is called a result, or choices, is an answer only where it is a known response of an interface. */
function isAnswer(value: unknown, path: string): boolean {
  if (LISTS.includes(path)) return answerIn(listOf(path, value)) !== undefined;
  return path !== 'result' || (isObject(value) && answerIn(value) !== undefined);
}

/**
 * `answer` is the right answer, and not the model's, beside messages that end with the model, and
 * beside a field for what the model said, even an empty one.
 */
function isOnlyReference(
  found: Found | undefined,
  record: JsonObject,
  chat: readonly Turn[] | undefined,
): boolean {
  if (found?.path !== 'answer') return false;
  if (ANSWERS.some((key) => key in record)) return true;
  const last = chat?.findLast(({ kind }) => kind !== 'note')?.kind;
  return last === 'message' || last === 'action' || last === 'reasoning';
}

function isSaidIn(text: string, messages: unknown): boolean {
  if (!Array.isArray(messages) || text === '') return false;
  return messages.some((each) => isObject(each) && each['content'] === text);
}

/** The words of `error`, where a record has no answer. */
function failureOf(record: JsonObject): string | undefined {
  const given = FAILURES.map((key) => record[key]).find(
    (each) => each !== undefined && each !== null && each !== '' && each !== false,
  );
  if (given === undefined) return undefined;
  return given === true ? 'The call failed.' : textOf(reasonIn(given));
}

/** Names of answers that the most records have; null in one that has none. */
const ANSWERS = [
  'response',
  'completion',
  'output',
  'raw_response',
  'model_response',
  'generation',
];

function isUnanswered(record: JsonObject): boolean {
  return ANSWERS.some((key) => record[key] === null || record[key] === '');
}

function thoughtsIn(found: Found | undefined, lookup: Lookup): Turn[] {
  if (found === undefined) return [];
  if (typeof found.value === 'string') return splitResponse('', found.value);
  return tellingTurns([{ role: 'assistant', reasoning: found.value }], found, lookup);
}

function promptOf(found: Found | undefined, role: string, lookup: Lookup): Turn[] {
  if (found === undefined) return [];
  const { value } = found;
  if (typeof value === 'string') {
    const parsed = jsonIn(value);
    return isRoles(parsed) ? tellingTurns(parsed, found, lookup) : promptTurns(value, role);
  }
  return tellingTurns(isChat(value) ? value : [{ role, content: value }], found, lookup);
}
