/** OpenCode sessions (`opencode export`): one document with `info` and messages of parts. One trial. */
import { Session, timeOf } from './chat/session.ts';
import { Said } from './chat/said.ts';
import { textOf } from './chat/text.ts';
import { checked } from './checked/checked.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, isWord, type JsonObject, objectAt, sniffJson } from './json/json.ts';
import { joined } from './json/joined.ts';
import { readSession } from './session-file.ts';

export const opencode = checked({
  name: 'opencode',
  title: 'OpenCode sessions',
  appends: false,
  detect,
  read: (file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> =>
    readSession(file, options, new Export()),
});

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  if (sniff?.keys.get('info') !== '{' || sniff.keys.get('messages') !== '[') return undefined;
  const why = 'it has info and messages, each of an info and parts';
  const { record } = sniff;
  if (record === undefined) {
    // A document that goes on beyond the head.
    const isBegun = /"sessionID"\s*:/.test(head.bytes.toString('utf8'));
    return isBegun ? { confidence: 0.9, why } : undefined;
  }
  const { messages } = record;
  const isExport =
    Array.isArray(messages) &&
    (messages.length === 0
      ? isWord(objectAt(record, 'info')['id']) && 'directory' in objectAt(record, 'info')
      : messages.some((each) => isObject(each) && isObject(each['info']) && 'parts' in each));
  return isExport ? { confidence: 0.95, why } : undefined;
}

const MESSAGE = new Set(['role', 'sessionID']);
const NOTHING: ReadonlySet<string> = new Set();
const WRAPPER = new Set(['info', 'parts']);

class Export {
  readonly session = new Session();

  add(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value)) return session.unknown('not a session', value, place);
    const { info, messages, ...others } = value;
    const facts = isObject(info) ? info : { info };
    const { id, time, ...rest } = facts;
    if (isWord(id)) session.id = id;
    session.startedAt ??= isObject(time) ? timeOf(time['created']) : undefined;
    session.facts(others);
    session.facts({ ...rest, time, ...(!isWord(id) && { id }) });
    if (!Array.isArray(messages)) return session.fact('messages', messages);
    for (const [index, message] of messages.entries()) {
      this.#message(message, `${place}, message ${index + 1}`);
    }
    return undefined;
  }

  #message(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value) || !isObject(value['info'])) {
      return session.unknown('a message without info', value, place);
    }
    const { info, parts } = value;
    const role = textOf(info['role']);
    const given = isObject(info['model']) ? info['model'] : {};
    const model = info['modelID'] ?? given['modelID'];
    if (role === 'assistant') session.answered(model);
    else session.named(model);
    const time = objectAt(info, 'time');
    const at = timeOf(time['created']);
    const from = session.turns.length;
    const list = Array.isArray(parts) ? parts : [];
    const quiet: JsonObject[] = [];
    for (const given of list) {
      const part: unknown = isObject(given) ? withoutMessage(given, info) : given;
      const messages = isObject(part) ? partOf(part, role) : [{ role, content: part }];
      if (messages === undefined) quiet.push(part as JsonObject);
      else session.add({ messages, record: {}, known: NOTHING, place, at });
    }
    const { error, ...rest } = info;
    if (error !== undefined && error !== null) {
      const said = isObject(error) ? (objectAt(error, 'data')['message'] ?? error) : error;
      session.note('error', textOf(said), {
        record: isObject(error) ? { error } : {},
        known: NOTHING,
        place,
        at,
      });
      session.failed();
    }
    const around = Object.entries(value).filter(([key]) => !WRAPPER.has(key));
    const record = joined({ ...rest, ...(!Array.isArray(parts) && { parts }) }, around);
    session.beside(
      from,
      joined(record, quiet.length > 0 ? [['steps', quiet]] : []),
      MESSAGE,
      at,
      role,
    );
  }
}

/** A part without the ids of its message and session, which are kept once. */
function withoutMessage(part: JsonObject, { id, sessionID }: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(part).filter(
      ([key, value]) =>
        !(key === 'messageID' && value === id) && !(key === 'sessionID' && value === sessionID),
    ),
  );
}

const BOOKKEEPING = new Set(['step-start', 'step-finish', 'snapshot']);

/** The messages that a part is; undefined for one that tells nothing of the conversation. */
function partOf(part: JsonObject, role: string): readonly JsonObject[] | undefined {
  const type = isWord(part['type']) ? part['type'] : '';
  const isSpoken = type === 'text' || type === 'reasoning';
  const rest = Object.fromEntries(
    Object.entries(part).filter(([key]) => key !== 'type' && !(isSpoken && key === 'text')),
  );
  if (BOOKKEEPING.has(type)) return undefined;
  switch (type) {
    case 'text':
      return [joined({ role, content: part['text'] }, Object.entries(rest))];
    case 'reasoning': {
      const content = [{ type, reasoning: part['text'], metadata: sealed(part['metadata']) }];
      const { metadata: _, ...others } = rest;
      return [joined({ role: 'assistant', content }, Object.entries(others))];
    }
    case 'tool':
      return toolOf(rest);
    case 'file': {
      const { mime, ...others } = rest;
      return [{ role, content: [{ ...others, type, mime_type: mime }] }];
    }
    case 'agent':
      // No words of an agent: the person names one.
      return [{ role: 'agent named', content: rest }];
    case 'compaction':
    case 'patch':
    case 'subtask':
    case 'retry':
      return [{ role: type, content: rest }];
    default:
      return [{ role, content: [part] }];
  }
}

/** What a provider says of its reasoning, without signatures and ciphertext. */
function sealed(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(typeof each === 'string' && /encrypted|signature/i.test(key)))
      .map(([key, each]) => [key, sealed(each)]),
  );
}

/** A call and its result are one part, with the state of the call. */
function toolOf(rest: JsonObject): readonly JsonObject[] {
  const { state, tool, callID, ...others } = rest;
  const given: JsonObject = isObject(state) ? state : {};
  const { status, input, output, error, metadata, ...about } = given;
  const call = { id: callID, name: tool, arguments: input };
  const odd = isObject(state) || state === undefined ? {} : { state };
  const action = joined({ role: 'assistant', tool_calls: [call], ...odd }, Object.entries(others));
  const isOver = output !== undefined || error !== undefined;
  if (!isOver) {
    const open = { ...about, status, ...(metadata !== undefined && { metadata }) };
    return [joined(action, Object.entries(open))];
  }
  const result = {
    role: 'tool',
    tool_call_id: callID,
    content: output,
    ...(error !== undefined && { error }),
    ...(status === 'error' && { is_error: true }),
    ...(status !== 'completed' && status !== 'error' && { status }),
  };
  const beside = Object.entries({ ...about, ...withoutRepeats(metadata, output ?? error) });
  return [action, joined(result, beside)];
}

/** What is said of a result besides its text, without that text again. */
function withoutRepeats(metadata: unknown, output: unknown): JsonObject {
  if (metadata === undefined || metadata === null) return {};
  if (!isObject(metadata)) return { metadata };
  const said = new Said();
  said.turns = [{ kind: 'result', text: textOf(output) }];
  const left = Object.entries(metadata).filter(
    ([, value]) => typeof value !== 'string' || value.length < 80 || said.rest(value) !== undefined,
  );
  return left.length === 0 ? {} : { metadata: Object.fromEntries(left) };
}
