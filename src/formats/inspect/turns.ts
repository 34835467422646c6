/** The turns of an Inspect sample: its messages, with what its events tell beside them. */
import { promptTurns } from '../../trial/emails.ts';
import type { Turn } from '../../trial/types.ts';
import { chatReader, textOf } from '../chat/chat.ts';
import { answerOf, type EventCounts, eventNotes, type Placed } from './events.ts';
import { inputOf, type InspectSample, resolved } from './refs.ts';
import { callsOf, type Evaluated, type Thread, type PlacedMessage } from './story.ts';
import { migratedMessage, objectAt, objectsAt, wordAt } from './shape.ts';
import { isObject, type JsonObject } from '../json/json.ts';

export type SampleTurns = EventCounts & {
  readonly turns: readonly Turn[];
  /** The words the model gave visibly, message after message, as they are. Undefined: not known. */
  readonly response: string | undefined;
  /** Events of which no note was made. */
  readonly quiet: readonly JsonObject[];
  /** What others said, or the model elsewhere. */
  readonly threads: readonly Thread[];
};

export function sampleTurns(sample: InspectSample, evaluated: Evaluated): SampleTurns {
  const { model } = evaluated;
  const messages = conversation(sample);
  const calls = callsOf(sample, evaluated);
  const found = eventNotes(sample.events(), messages, sample.attachment, calls.see);
  const story = calls.story(messages);
  const notes = found.notes.filter(({ at, isCall }) => !isCall || !story.told.has(at));
  const turns =
    story.main === undefined
      ? messageTurns(sample, messages, notes, model)
      : storyTurns(sample, story.main, notes, model);
  for (const turn of endNotes(sample.record, found.counts)) turns.push(turn);
  const spoken = story.main?.map(({ message }) => message) ?? messages;
  const response = spoken
    .filter((message) => message['role'] === 'assistant')
    .map((message) => visible(message['content']))
    .join('\n');
  return {
    ...found,
    turns: turns.length > 0 ? turns : [{ kind: 'note', text: 'This sample has no messages.' }],
    response,
    threads: story.threads,
  };
}

/** The turns of messages, with notes among them. */
function messageTurns(
  sample: InspectSample,
  messages: readonly JsonObject[],
  notes: readonly Placed[],
  model: string,
): Turn[] {
  const read = chatReader();
  const turns: Turn[] = [];
  let next = 0;
  const notesUpTo = (index: number): void => {
    for (let note = notes[next]; note !== undefined && note.after <= index; note = notes[next]) {
      turns.push(note.turn);
      next += 1;
    }
  };
  for (const turn of askedFor(sample, messages)) turns.push(turn);
  const prompt = promptEnd(messages);
  for (const [index, message] of messages.entries()) {
    // What happened before the first answer stands after the prompt.
    if (index === prompt) notesUpTo(index - 1);
    // Not spread: a call takes so many arguments only, and a message may have more parts.
    for (const turn of read(withoutModel(message, model))) turns.push(turn);
    if (index >= prompt) notesUpTo(index);
  }
  notesUpTo(Number.POSITIVE_INFINITY);
  return turns;
}

/** The turns of a story that calls tell, with notes in the order of the events. */
function storyTurns(
  sample: InspectSample,
  story: readonly PlacedMessage[],
  notes: readonly Placed[],
  model: string,
): Turn[] {
  const read = chatReader();
  const turns: Turn[] = [];
  const messages = story.map(({ message }) => message);
  for (const turn of askedFor(sample, messages)) turns.push(turn);
  const prompt = promptEnd(messages);
  let next = 0;
  for (const [index, { at, message }] of story.entries()) {
    // What happened before the first answer stands after the prompt.
    const until = index < prompt ? Number.NEGATIVE_INFINITY : at;
    for (let note = notes[next]; note !== undefined && note.at < until; note = notes[next]) {
      turns.push(note.turn);
      next += 1;
    }
    for (const turn of read(withoutModel(message, model))) turns.push(turn);
  }
  for (const note of notes.slice(next)) turns.push(note.turn);
  return turns;
}

/** The turns of another thread of a sample. */
export function threadTurns({ messages, model: own }: Thread, model: string): readonly Turn[] {
  const read = chatReader();
  const turns: Turn[] = [];
  for (const message of messages) {
    for (const turn of read(withoutModel(message, own ?? model))) turns.push(turn);
  }
  return turns;
}

/** The messages; where there are none, those of the last call to a model, or the input alone. */
function conversation(sample: InspectSample): readonly JsonObject[] {
  const { record, attachment, pool } = sample;
  const make = (messages: readonly unknown[]): readonly JsonObject[] =>
    messages.flatMap((message) => {
      const whole = resolved(message, attachment);
      return isObject(whole) ? [migratedMessage(whole)] : [];
    });
  if (sample.messages.length > 0) return make(sample.messages);
  let last: JsonObject | undefined;
  for (const event of sample.events()) if (event['event'] === 'model') last = event;
  if (last !== undefined) {
    const answer = answerOf(last);
    return make([...inputOf(last, pool.size, pool.at), ...(answer === undefined ? [] : [answer])]);
  }
  const input = Array.isArray(record['input']) ? record['input'] : [];
  const [choice] = objectsAt(objectAt(record, 'output'), 'choices');
  return make([...input, ...(choice === undefined ? [] : [choice['message']])]);
}

/** The input as a text, where no message gives it. */
function askedFor(sample: InspectSample, messages: readonly JsonObject[]): Turn[] {
  const input = resolved(sample.record['input'], sample.attachment);
  if (typeof input !== 'string' || messages.some(({ role }) => role === 'user')) return [];
  return promptTurns(input, 'user');
}

/** The place of the first answer. */
function promptEnd(messages: readonly JsonObject[]): number {
  const first = messages.findIndex(({ role }) => role === 'assistant');
  return first < 0 ? messages.length : first;
}

/** Without the model's name where it is the log's. */
function withoutModel(message: JsonObject, model: string): JsonObject {
  const { model: own, ...rest } = message;
  return typeof own === 'string' && !isSame(own, model) ? message : rest;
}

/** The answer may name the model without its provider, or with its date. */
function isSame(own: string, model: string): boolean {
  const bare = model.slice(model.indexOf('/') + 1);
  return own === model || own.startsWith(bare) || bare.startsWith(own);
}

function visible(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  return content
    .filter((part) => isObject(part) && part['type'] === 'text')
    .map((part) => textOf(part['text']))
    .join('\n');
}

/** Reasons to stop that mean that the model would have gone on. */
const CUT = new Set(['max_tokens', 'model_length', 'content_filter']);

/** Why the model's answer ended, by the newest names. */
export function stopReason(record: JsonObject): string | undefined {
  const [choice] = objectsAt(objectAt(record, 'output'), 'choices');
  const reason = choice === undefined ? undefined : wordAt(choice, 'stop_reason');
  return reason === 'length' ? 'max_tokens' : reason;
}

/** What the sample itself says of its end, where no event told it. */
function endNotes(record: JsonObject, counts: ReadonlyMap<string, number>): Turn[] {
  const turns: Turn[] = [];
  const retries = record['error_retries'];
  for (const [index, retry] of (Array.isArray(retries) ? retries : []).entries()) {
    const said = isObject(retry) ? retry['message'] : retry;
    const text = `Attempt ${index + 1} failed and was repeated: ${textOf(said)}`;
    turns.push({ kind: 'note', name: 'retry', text, error: true });
  }
  const limit = record['limit'];
  if (!counts.has('sample_limit') && limit !== undefined && limit !== null) {
    const type = isObject(limit) ? textOf(limit['type']) : textOf(limit);
    const most =
      isObject(limit) && limit['limit'] !== undefined ? ` (${textOf(limit['limit'])})` : '';
    turns.push({ kind: 'note', name: 'limit', text: `${type} limit${most}` });
  }
  const error = record['error'];
  if (!counts.has('error') && error !== undefined && error !== null) {
    const said = isObject(error) ? error['message'] : error;
    turns.push({ kind: 'note', text: textOf(said), error: true });
  }
  const failed = objectAt(record, 'output')['error'];
  if (typeof failed === 'string' && error === undefined) {
    turns.push({ kind: 'note', name: 'model call', text: failed, error: true });
  }
  const stop = stopReason(record);
  if (stop !== undefined && CUT.has(stop)) {
    turns.push({ kind: 'note', name: 'cut off', text: `The last answer was cut off (${stop}).` });
  }
  const invalidation = record['invalidation'];
  if (isObject(invalidation)) {
    const by = wordAt(invalidation, 'author');
    const why = wordAt(invalidation, 'reason');
    const text = `This sample was marked as invalid${by === undefined ? '' : ` by ${by}`}${why === undefined ? '' : `: ${why}`}`;
    turns.push({ kind: 'note', name: 'invalidation', text });
  }
  return turns;
}
