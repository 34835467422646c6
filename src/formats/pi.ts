/** Sessions of Pi (pi-mono, oh-my-pi): a line that begins the session, then a line a message. One trial. */
import type { Trial } from '../trial/types.ts';
import { Ancestry } from './chat/ancestry.ts';
import { Session, timeOf, untimed } from './chat/session.ts';
import { textOf } from './chat/text.ts';
import { checked } from './checked/checked.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { headRecords, isObject, isWord, type JsonObject } from './json/json.ts';
import { joined } from './json/joined.ts';
import { readSession } from './session-file.ts';

export const pi = checked({
  name: 'pi',
  title: 'Pi sessions (JSONL)',
  appends: false,
  detect,
  read: (file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> =>
    readSession(file, options, new PiSession()),
});

function detect(head: Head): Claim | undefined {
  const lines = headRecords(head);
  const [first] = lines;
  const isBegun =
    first?.['type'] === 'session' && 'id' in first && ('cwd' in first || 'version' in first);
  if (isBegun) return { confidence: 0.95, why: 'its first line begins a session of Pi' };
  const isMessage = lines.some(
    (line) => line['type'] === 'message' && isObject(line['message']) && 'role' in line['message'],
  );
  return isMessage && !lines.some((line) => 'sessionId' in line || 'session_id' in line)
    ? { confidence: 0.8, why: 'its lines are messages with roles, as Pi writes them' }
    : undefined;
}

const LINE = new Set(['type', 'message']);
const NOTHING: ReadonlySet<string> = new Set();
/** Lines that tell how the session goes on, and not what was said. */
const BOOKKEEPING = new Set([
  'model_change',
  'thinking_level_change',
  'custom',
  'label',
  'session_info',
]);
/** Messages that are no one's: by their role, the field with their words. */
const NOTED: Readonly<Record<string, string>> = {
  branchSummary: 'summary',
  compactionSummary: 'summary',
};

type Line = {
  readonly record: JsonObject;
  readonly place: string;
  readonly at: string | undefined;
};

class PiSession {
  readonly session = new Session();
  readonly #tree = new Ancestry();
  #model: unknown;

  add(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value)) return session.unknown('not a line of a session', value, place);
    const parent = isWord(value['parentId']) ? value['parentId'] : undefined;
    const { parentId, ...others } = untimed(value);
    const isKnown = parent !== undefined && this.#tree.has(parent);
    const record = isKnown || parentId === undefined ? others : { ...others, parentId };
    const line: Line = { record, place, at: timeOf(value['timestamp']) };
    const from = session.turns.length;
    this.#take(line);
    const inner = value['message'];
    const asks = isObject(inner) && inner['role'] === 'user';
    const to = session.turns.length;
    if (isWord(value['id'])) this.#tree.add({ id: value['id'], parent, from, to, asks });
    return undefined;
  }

  finish(trial: Trial): Trial {
    return { ...trial, turns: this.#tree.noted(trial.turns) };
  }

  #take(line: Line): void {
    const { session } = this;
    const { record } = line;
    const type = isWord(record['type']) ? record['type'] : '';
    if (BOOKKEEPING.has(type)) {
      if (isWord(record['modelId'])) this.#model = record['modelId'];
      session.named(record['modelId']);
      return session.bookkeeping(type, record, new Set(['type']));
    }
    switch (type) {
      case 'session':
        return this.#begin(line);
      case 'message':
        return this.#message(line);
      case 'compaction':
      case 'branch_summary':
        session.note(type, textOf(record['summary']), {
          ...line,
          known: new Set([...LINE, 'summary']),
        });
        return undefined;
      case 'custom_message': {
        const message = { role: 'user', content: record['content'] };
        session.add({ ...line, messages: [message], known: new Set([...LINE, 'content']) });
        return undefined;
      }
      default:
        return session.unknown(`a line of the unknown type "${type}"`, record, line.place, line.at);
    }
  }

  #begin({ record, at }: Line): void {
    const { session } = this;
    const { type: _, id, modelId, ...facts } = record;
    if (isWord(id)) session.id ??= id;
    if (at !== undefined) session.startedAt ??= at;
    if (isWord(modelId)) this.#model ??= modelId;
    session.named(modelId);
    session.facts({ ...facts, session_id: id, ...(!isWord(modelId) && { modelId }) });
  }

  #message(line: Line): void {
    const { session } = this;
    const { message } = line.record;
    if (!isObject(message)) {
      return session.unknown('a line without a message', line.record, line.place, line.at);
    }
    const role = isWord(message['role']) ? message['role'] : '';
    const { message: _, ...around } = line.record;
    const step = { ...line, known: LINE };
    if (role === 'bashExecution') {
      const { role: _, command, output, ...rest } = message;
      const text = [`$ ${textOf(command)}`, textOf(output)]
        .filter((each) => each !== '')
        .join('\n');
      const record = joined(around, Object.entries({ ...rest, command, output }));
      session.note('bash', text, {
        ...step,
        record,
        known: new Set([...LINE, 'command', 'output']),
      });
      return undefined;
    }
    const field = NOTED[role];
    if (field !== undefined) {
      const record = joined(around, Object.entries(message));
      const known = new Set([...LINE, 'role', field]);
      session.note(role, textOf(message[field]), { ...step, record, known });
      return undefined;
    }
    const { errorMessage, ...others } = message;
    if (role === 'assistant') session.answered(message['model'] ?? this.#model);
    const made = {
      ...others,
      ...(role === 'toolResult' && { role: 'tool' }),
      ...(role === 'custom' && { role: 'user' }),
      ...(errorMessage !== undefined && { error: errorMessage }),
    };
    if (session.add({ ...step, record: around, messages: [made] }).length === 0) {
      session.beside(session.turns.length, {}, NOTHING, line.at, role);
    }
    return undefined;
  }
}
