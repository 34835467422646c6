/** A recorded chat of Gemini CLI: one document, or records a line that update one another. */
import { Said } from '../chat/said.ts';
import { Session, timeOf, untimed } from '../chat/session.ts';
import { textOf } from '../chat/text.ts';
import { isObject, isWord, type JsonObject } from '../json/json.ts';

/** A message as it was written last, and the earlier writings of it. */
type Kept = { message: JsonObject; readonly place: string; readonly earlier: JsonObject[] };
type Entry =
  | Kept
  | { readonly rewoundTo: string; readonly place: string; readonly record: JsonObject };

const CHAT = new Set(['messages', '$set']);
const MESSAGE = new Set('type content thoughts toolCalls model displayContent'.split(' '));
const NOTES = new Set(['info', 'error', 'warning']);

export class GeminiChat {
  readonly session = new Session();
  readonly #entries: Entry[] = [];
  readonly #byId = new Map<string, Kept>();

  add(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value)) return session.unknown('not a record of a chat', value, place);
    if (isWord(value['type']) && !isWord(value['sessionId'])) return this.#take(value, place);
    const rewoundTo = value['$rewindTo'];
    if (isWord(rewoundTo)) {
      this.#entries.push({ rewoundTo, place, record: value });
      return undefined;
    }
    this.#facts(value);
    const set = value['$set'];
    if (isObject(set)) this.#facts(set);
    else if (set !== undefined) session.fact('$set', set);
    const inner = isObject(set) ? (set['messages'] ?? value['messages']) : value['messages'];
    if (Array.isArray(inner)) {
      for (const [index, each] of inner.entries())
        this.#take(each, `${place}, message ${index + 1}`);
    } else session.fact('messages', inner);
    return undefined;
  }

  #facts(record: JsonObject): void {
    const { session } = this;
    const { sessionId, startTime, ...others } = record;
    if (isWord(sessionId)) session.id ??= sessionId;
    session.startedAt ??= timeOf(startTime);
    session.facts(Object.fromEntries(Object.entries(others).filter(([key]) => !CHAT.has(key))));
    session.facts({ sessionId, ...(timeOf(startTime) === undefined && { startTime }) });
  }

  #take(value: unknown, place: string): void {
    if (!isObject(value)) {
      this.#entries.push({ message: { content: value }, place, earlier: [] });
      return;
    }
    const id = isWord(value['id']) ? value['id'] : undefined;
    const known = id === undefined ? undefined : this.#byId.get(id);
    if (known !== undefined) {
      known.earlier.push(known.message);
      known.message = value;
      return;
    }
    const kept: Kept = { message: value, place, earlier: [] };
    this.#entries.push(kept);
    if (id !== undefined) this.#byId.set(id, kept);
  }

  /** Messages are turns only now: a later line may have written them anew. */
  end(): void {
    for (const [index, entry] of this.#entries.entries()) {
      if ('message' in entry) this.#speak(entry);
      else this.#rewind(entry.rewoundTo, index, entry);
    }
  }

  #rewind(
    id: string,
    index: number,
    { place, record }: { place: string; record: JsonObject },
  ): void {
    const before = this.#entries.slice(0, index);
    const from = before.findIndex((each) => 'message' in each && each.message['id'] === id);
    const count = from < 0 ? 0 : before.slice(from).filter((each) => 'message' in each).length;
    const what =
      count === 1 ? 'The message before this was' : `The ${count} messages before this were`;
    const text = from < 0 ? `The chat was taken back to ${id}.` : `${what} taken back.`;
    this.session.note('rewind', text, { record, known: new Set(), place });
  }

  #speak({ message, place, earlier }: Kept): void {
    const { session } = this;
    const from = session.turns.length;
    this.#turnsOf(message, place);
    const said = new Said();
    said.turns = session.turns.slice(from);
    for (const old of earlier) {
      const left = said.rest(untimed(old));
      if (isObject(left)) session.fact('writtenBefore', left);
    }
  }

  #turnsOf(message: JsonObject, place: string): void {
    const { session } = this;
    const type = isWord(message['type']) ? message['type'] : '';
    const at = timeOf(message['timestamp']);
    const step = { record: untimed(message), known: MESSAGE, place, at };
    if (type === 'user') {
      session.add({ ...step, messages: [{ role: 'user', content: message['content'] }] });
    } else if (type === 'gemini') {
      session.answered(message['model']);
      session.add({ ...step, messages: answerOf(message) });
    } else if (NOTES.has(type)) {
      session.note(type, textOf(message['content']), step);
      if (type === 'error') session.failed();
    } else session.unknown(`a message of the unknown type "${type}"`, message, place, at);
  }
}

/** What the model thought, said and did in one message. */
function answerOf(message: JsonObject): readonly JsonObject[] {
  const { thoughts, content, toolCalls } = message;
  const calls = Array.isArray(toolCalls) ? toolCalls : toolCalls === undefined ? [] : [toolCalls];
  return [
    ...thoughtsOf(thoughts),
    { role: 'model', content },
    ...calls.flatMap((call): JsonObject[] => (isObject(call) ? callOf(call) : [])),
  ];
}

/** Each thought is a message of its own: all of it is kept. */
function thoughtsOf(thoughts: unknown): JsonObject[] {
  const list = Array.isArray(thoughts) ? thoughts : thoughts === undefined ? [] : [thoughts];
  return list.map((thought) => {
    if (!isObject(thought)) return { role: 'model', reasoning: thought };
    const { subject, description, ...rest } = thought;
    return { ...rest, role: 'model', reasoning: { subject, description } };
  });
}

/** A call and what it gave, where it gave something. */
function callOf(call: JsonObject): JsonObject[] {
  const { result, resultDisplay, status, ...action } = call;
  const made = { role: 'model', tool_calls: [action] };
  const failed = status !== undefined && status !== 'success';
  const around = {
    role: 'tool',
    tool_call_id: call['id'],
    is_error: failed,
    ...(failed && { status }),
  };
  const answers = (Array.isArray(result) ? result : [result]).filter(
    (each) => each !== undefined && each !== null,
  );
  if (answers.length === 0) {
    if (resultDisplay === undefined && !failed) return [made];
    return [made, { ...around, content: resultDisplay ?? status }];
  }
  const results = answers.map((answer, index): JsonObject => {
    const shown = index === 0 ? shownBeside(answer, resultDisplay) : {};
    const inner = isObject(answer) ? answer['functionResponse'] : undefined;
    if (!isObject(answer) || !isObject(inner)) return { ...around, ...shown, content: [answer] };
    const { functionResponse: _, ...others } = answer;
    const { response, id: given, ...rest } = inner;
    const one = isObject(response) && Object.keys(response).length === 1 ? response : {};
    const { output, error } = one;
    return {
      ...others,
      ...rest,
      ...(given !== call['id'] && given !== undefined && { responseId: given }),
      ...around,
      ...shown,
      content: output ?? (error === undefined ? response : undefined),
      ...(error !== undefined && { error }),
    };
  });
  return [made, ...results];
}

/** What was shown to the person, where that is not what the model got. */
function shownBeside(answer: unknown, display: unknown): JsonObject {
  if (display === undefined || display === null) return {};
  return textOf(answer).includes(textOf(display)) ? {} : { resultDisplay: display };
}
