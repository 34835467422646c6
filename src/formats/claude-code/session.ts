/** The lines of a Claude Code session, sorted into conversations. */
import { basename } from 'node:path';

import type { Trial, Turn } from '../../trial/types.ts';
import { textOf, withMeta } from '../chat/chat.ts';
import { Said } from '../chat/said.ts';
import { timeOf } from '../chat/session.ts';
import { jsonOf } from '../chat/text.ts';
import type { ReadItem, SourceFile } from '../format.ts';
import { isObject, isWord, type JsonObject, word } from '../json/json.ts';
import { type At, type Converted, problem } from '../records.ts';
import { attachmentOf } from './attachments.ts';
import { dated, nameOf, sessionOf, withoutEnvelope, wordsOf } from './lines.ts';
import { type Around, Thread, warning } from './thread.ts';

/** Lines that hold nothing that anybody said: counted, not shown. */
const BOOKKEEPING = new Set(
  'file-history-snapshot progress permission-mode mode last-prompt custom-title ai-title agent-name tag pr-link queue-operation'.split(
    ' ',
  ),
);
const SPOKEN = new Set(['user', 'assistant']);
/** Fields of a line that are the same all through a session. */
const SESSION_FIELDS = ['cwd', 'version', 'gitBranch', 'slug', 'userType', 'entrypoint'];
/** Where a line of bookkeeping stands: not kept of one that says nothing else. */
const PLACE = new Set(['type', 'subtype', 'operation', 'timestamp', 'uuid', 'parentUuid']);

function isPlace(key: string, value: unknown): boolean {
  if (key === 'timestamp') return timeOf(value) !== undefined;
  return PLACE.has(key) && typeof value === 'string';
}

/** Words that wait for the model to read them, until a message has them. */
type Queued = { readonly line: JsonObject; readonly text: string; readonly after: number };

export class Session implements Around {
  readonly #file: SourceFile;
  readonly #threads = new Map<string, Thread>();
  /** Each line by its id, and its thread: some writers repeat lines. */
  readonly #lines = new Map<string, JsonObject>();
  readonly #queued: Queued[] = [];
  /** To which thread each line of a sidechain belongs. */
  readonly #sides = new Map<string, string>();
  #repeated: { count: number; readonly place: string } | undefined;
  readonly #unknown = new Map<string, { count: number; readonly place: string }>();
  readonly #counted = new Map<string, number>();
  #id: string | undefined;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  get id(): string | undefined {
    return this.#id;
  }

  hasLine(uuid: string): boolean {
    return this.#lines.has(uuid);
  }

  /** Takes a line; says what could not be understood of it. */
  add(value: unknown, at: At): Converted {
    if (!isObject(value)) {
      this.#thread({}).turns.push({ kind: 'note', text: JSON.stringify(value) });
      return warning('not a line of a session; kept as a note');
    }
    const uuid = word(value['uuid']);
    const known = uuid === undefined ? undefined : this.#lines.get(uuid);
    if (known !== undefined && isSameLine(known, value)) {
      this.#repeated ??= { count: 0, place: at.place };
      this.#repeated.count += 1;
      return {};
    }
    const before = this.#threads.get(this.#keyOf(value))?.turns.length ?? 0;
    const given = this.#take(value, at);
    const thread = this.#threads.get(this.#keyOf(value));
    if (uuid === undefined || thread === undefined) return given;
    this.#lines.set(uuid, value);
    const asks =
      value['type'] === 'user' &&
      value['isMeta'] !== true &&
      thread.turns.slice(before).some(({ kind }) => kind !== 'result');
    const parent = word(value['parentUuid']);
    thread.ancestry.add({ id: uuid, parent, from: before, to: thread.turns.length, asks });
    return given;
  }

  /** The key of the thread that a line that was taken is in. */
  #keyOf(line: JsonObject): string {
    return this.#sides.get(textOf(line['uuid'])) ?? '';
  }

  #take(value: JsonObject, at: At): Converted {
    const type = textOf(value['type']);
    if (BOOKKEEPING.has(type)) {
      const text = value['content'];
      const main = this.#threads.get('');
      if (type === 'queue-operation' && isWord(text)) {
        this.#queued.push({ line: value, text, after: main?.turns.length ?? 0 });
      }
      this.#count(type, value, isWord(text) && type === 'queue-operation' ? ['content'] : []);
      return {};
    }
    const thread = this.#thread(value);
    if (SPOKEN.has(type)) return thread.speak(value, type);
    if (type === 'attachment') return this.#attach(thread, value, at);
    const text = wordsOf(value);
    if (type === 'summary' || type === 'system') {
      if (text !== undefined) thread.note(value, text);
      else this.#count(nameOf(value), value, ['subtype']);
      return {};
    }
    thread.note(value, text ?? jsonOf(withoutEnvelope(value)), text === undefined);
    if (type === '') return warning('a line without a type; kept as a note');
    this.#unknownType(type, at);
    return {};
  }

  #unknownType(type: string, at: At): void {
    const known = this.#unknown.get(type);
    if (known === undefined) this.#unknown.set(type, { count: 1, place: at.place });
    else known.count += 1;
  }

  /** Counts a line of bookkeeping. What it says in words is kept with the session. */
  #count(kind: string, line: JsonObject, known: readonly string[]): void {
    this.#counted.set(kind, (this.#counted.get(kind) ?? 0) + 1);
    const said = new Said();
    said.add(this.#id ?? '');
    said.add(kind);
    for (const value of Object.values(this.#threads.get('')?.meta ?? {})) {
      if (isWord(value)) said.add(value);
    }
    const named = Object.entries(line).filter(([key, value]) => {
      // A parent that no line is says that one is not there.
      const isLost = key === 'parentUuid' && isWord(value) && !this.hasLine(value);
      return !known.includes(key) && (isLost || !isPlace(key, value));
    });
    const left = said.rest(Object.fromEntries(named));
    const { uuid } = line;
    if (isObject(left)) this.#kept.push([kind, isWord(uuid) ? { ...left, uuid } : left]);
  }
  readonly #kept: (readonly [string, unknown])[] = [];

  /** What was put beside the messages: words of the person, context, or what the model need not know. */
  #attach(thread: Thread, line: JsonObject, at: At): Converted {
    const { attachment } = line;
    const found = isObject(attachment) ? attachmentOf(attachment) : undefined;
    if (!isObject(attachment) || found === undefined) {
      thread.note(line, jsonOf(attachment));
      this.#unknownType(
        `attachment ${textOf(isObject(attachment) ? attachment['type'] : '')}`.trim(),
        at,
      );
      return {};
    }
    const { kind, text, known } = found;
    const type = textOf(attachment['type']);
    if (kind === 'bookkeeping') {
      this.#count(`attachment ${type}`, attachment, ['type']);
      return {};
    }
    const turn: Turn =
      kind === 'prompt'
        ? { ...dated(line), kind: 'briefing', by: 'user', text }
        : { ...dated(line), kind: 'note', name: type, text };
    const said = new Said();
    said.turns = [turn];
    const { rest } = said.besides(attachment, known);
    thread.turns.push(withMeta(withMeta(turn, rest), thread.besides(line, [turn])));
    return {};
  }

  /** What is told once for all lines. */
  *problems(): Generator<ReadItem> {
    for (const [type, { count, place }] of this.#unknown) {
      const lines = count === 1 ? '1 line' : `${count} lines`;
      const message = `${lines} of the unknown type "${type}"; kept as notes`;
      yield problem(this.#file, place, 'notice', message);
    }
    if (this.#repeated !== undefined) {
      const { count, place } = this.#repeated;
      const lines = count === 1 ? '1 line was' : `${count} lines were`;
      yield problem(this.#file, place, 'notice', `${lines} there already (uuid); shown once`);
    }
    if (![...this.#threads.values()].some(({ turns }) => turns.length > 0)) {
      yield problem(this.#file, undefined, 'notice', 'the session has no messages');
    }
  }

  *trials(): Generator<Trial> {
    const stem = basename(this.#file.name).replace(/\.jsonl?(?:\.gz|\.zst)?$/i, '');
    const session = this.#id ?? stem;
    const agent = /(?:^|[^a-z])agent-(\w+)$/i.exec(stem)?.[0].replace(/^[^a-z]+/i, '');
    this.#unqueue();
    let sides = 0;
    for (const thread of this.#threads.values()) {
      if (thread.side) sides += 1;
      const own = thread.meta['agentId'];
      const side = typeof own === 'string' ? `agent-${own}` : (agent ?? `sidechain-${sides}`);
      if (thread.turns.length === 0) continue;
      const models = [...thread.models].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
      yield {
        id: thread.side ? `${session}/${side}` : session,
        model: models[0] ?? 'unknown',
        verdict: { outcome: 'unjudged' },
        ...(thread.startedAt !== undefined && { startedAt: thread.startedAt }),
        ...(thread.side && { tags: ['sidechain'] }),
        meta: {
          ...(thread.side && { sidechainOf: session }),
          ...thread.meta,
          ...(models.length > 1 && { models }),
          ...(!thread.side &&
            this.#counted.size > 0 && { otherLines: Object.fromEntries(this.#counted) }),
          ...(!thread.side && this.#kept.length > 0 && { keptLines: this.#keptLines() }),
        },
        turns: thread.ancestry.noted(thread.turns),
      };
    }
  }

  /** Words that no message has: they waited until the session ended. */
  #unqueue(): void {
    const texts = [...this.#threads.values()].flatMap(({ turns }) => turns.map(({ text }) => text));
    const all = texts.join('\n');
    for (const { line, text } of this.#queued) {
      if (all.includes(text.trim())) continue;
      const thread = this.#thread(line);
      thread.turns.push({ ...dated(line), kind: 'note', name: 'queue-operation', text });
    }
  }

  /** What lines of bookkeeping say, each thing once. */
  #keptLines(): JsonObject {
    const kinds = Map.groupBy(this.#kept, ([kind]) => kind);
    return Object.fromEntries(
      [...kinds].map(([kind, all]) => [
        kind,
        [...new Map(all.map(([, value]) => [jsonOf(value), value])).values()],
      ]),
    );
  }

  #thread(line: JsonObject): Thread {
    this.#id ??= line['isSidechain'] === true ? undefined : sessionOf(line);
    const key = this.#sideOf(line);
    let thread = this.#threads.get(key ?? '');
    if (thread === undefined) {
      thread = new Thread(key ?? '', key !== undefined, this);
      this.#threads.set(thread.key, thread);
    }
    const at = line['timestamp'];
    if (typeof at === 'string') thread.startedAt ??= at;
    for (const name of [...SESSION_FIELDS, 'agentId']) {
      const value = line[name];
      if (value !== undefined && value !== null) thread.meta[name] ??= value;
    }
    return thread;
  }

  /** Which subagent a line is of: its own word for it, or the beginning of its chain of parents. */
  #sideOf(line: JsonObject): string | undefined {
    if (line['isSidechain'] !== true) return undefined;
    this.#id ??= sessionOf(line);
    const uuid = textOf(line['uuid']);
    const parent = this.#sides.get(textOf(line['parentUuid']));
    const agent = line['agentId'];
    const key = typeof agent === 'string' ? `agent ${agent}` : (parent ?? `from ${uuid}`);
    if (uuid !== '') this.#sides.set(uuid, key);
    return key;
  }
}

/** Whether a line is the one of its id that was there before, as resumed sessions copy it. */
function isSameLine(one: JsonObject, other: JsonObject): boolean {
  return jsonOf(withoutEnvelope(one)) === jsonOf(withoutEnvelope(other));
}
