/**
 * Claude Code sessions: a JSON line for every message, several for one answer of the model. A
 * session is one trial; what its subagents did (sidechains) is a trial for each of them.
 */
import { basename } from 'node:path';

import type { Trial, Turn } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { chatReader, textOf, withMeta } from './chat/chat.ts';
import {
  dated,
  nameOf,
  sessionOf,
  shortValues,
  withoutEnvelope,
  wordsOf,
} from './claude-code/lines.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { headRecords, isObject, type JsonObject, sniffJson } from './json/json.ts';
import { type At, type Converted, problem, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** Sessions as `~/.claude/projects/` keeps them. */
export const claudeCode = checked({
  name: 'claude-code',
  title: 'Claude Code sessions (JSONL)',
  appends: false,
  detect,
  read,
});

/** Lines that hold nothing that anybody said: counted, not shown. */
const BOOKKEEPING = new Set(
  'file-history-snapshot progress permission-mode last-prompt custom-title ai-title'.split(' '),
);
const SPOKEN = new Set(['user', 'assistant']);
/** Fields of a line that are the same all through a session. */
const SESSION_FIELDS = ['cwd', 'version', 'gitBranch', 'slug', 'userType', 'entrypoint'];

function detect(head: Head): Claim | undefined {
  const lines = headRecords(head);
  const spoken = lines.some(
    (line) =>
      SPOKEN.has(String(line['type'])) && sessionOf(line) !== undefined && 'message' in line,
  );
  if (spoken) return { confidence: 0.9, why: 'its lines have type, message and sessionId' };
  const noted = lines.some(
    (line) =>
      (line['type'] === 'summary' && 'leafUuid' in line) ||
      line['type'] === 'file-history-snapshot',
  );
  if (noted) return { confidence: 0.6, why: 'it has a line of a session besides messages' };
  // A first line that goes on beyond the head shows only its first fields.
  const keys = lines.length === 0 ? sniffJson(head)?.keys : undefined;
  const begun = ['type', 'message', 'sessionId'].every((key) => keys?.has(key) === true);
  return begun
    ? { confidence: 0.8, why: 'its first line has type, message and sessionId' }
    : undefined;
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const session = new Session(file);
  let last: ReadItem | undefined;
  for await (const item of readRecords(file, options, (value, at) => session.add(value, at))) {
    if (item.type === 'problem') yield item;
    else last = item;
  }
  yield* session.problems();
  for (const trial of session.trials()) {
    yield { type: 'trial', trial: withRule(trial, trial, rule) };
  }
  if (last !== undefined) yield last;
}

/** One conversation: the session itself, or a subagent's. */
type Thread = {
  readonly key: string;
  readonly side: boolean;
  readonly turns: Turn[];
  readonly turnsOf: (message: unknown) => Turn[];
  readonly models: Map<string, number>;
  readonly meta: Record<string, unknown>;
  startedAt?: string;
};

class Session {
  readonly #file: SourceFile;
  readonly #threads = new Map<string, Thread>();
  /** By the id of each line: its thread, and how many turns that had after it. */
  readonly #lines = new Map<string, { readonly thread: Thread; readonly turns: number }>();
  /** To which thread each line of a sidechain belongs. */
  readonly #sides = new Map<string, string>();
  readonly #answers = new Set<string>();
  readonly #unknown = new Map<string, { count: number; readonly place: string }>();
  readonly #counted = new Map<string, number>();
  #id: string | undefined;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** Takes a line; says what could not be understood of it. */
  add(value: unknown, at: At): Converted {
    if (!isObject(value)) {
      this.#thread({}).turns.push({ kind: 'note', text: JSON.stringify(value) });
      return warning('not a line of a session; kept as a note');
    }
    const { uuid } = value;
    const given = this.#take(value, at);
    const thread = this.#threads.get(this.#sides.get(textOf(uuid)) ?? '');
    if (typeof uuid === 'string' && thread !== undefined) {
      this.#lines.set(uuid, { thread, turns: thread.turns.length });
    }
    return given;
  }

  #take(value: JsonObject, at: At): Converted {
    const type = textOf(value['type']);
    if (BOOKKEEPING.has(type)) {
      this.#counted.set(type, (this.#counted.get(type) ?? 0) + 1);
      return {};
    }
    const thread = this.#thread(value);
    if (SPOKEN.has(type)) return this.#speak(thread, value, type);
    const text = wordsOf(value);
    if (type === 'summary' || type === 'system') {
      if (text !== undefined) this.#note(thread, value, text);
      else this.#counted.set(nameOf(value), (this.#counted.get(nameOf(value)) ?? 0) + 1);
      return {};
    }
    this.#note(thread, value, text ?? textOf(withoutEnvelope(value)));
    if (type === '') return warning('a line without a type; kept as a note');
    const known = this.#unknown.get(type);
    if (known === undefined) this.#unknown.set(type, { count: 1, place: at.place });
    else known.count += 1;
    return {};
  }

  /** What is told once for all lines. */
  *problems(): Generator<ReadItem> {
    for (const [type, { count, place }] of this.#unknown) {
      const lines = count === 1 ? '1 line' : `${count} lines`;
      const message = `${lines} of the unknown type "${type}"; kept as notes`;
      yield problem(this.#file, place, 'notice', message);
    }
    if (![...this.#threads.values()].some(({ turns }) => turns.length > 0)) {
      yield problem(this.#file, undefined, 'notice', 'the session has no messages');
    }
  }

  *trials(): Generator<Trial> {
    const stem = basename(this.#file.name).replace(/\.jsonl?(?:\.gz|\.zst)?$/i, '');
    const session = this.#id ?? stem;
    const agent = /(?:^|[^a-z])agent-(\w+)$/i.exec(stem)?.[0].replace(/^[^a-z]+/i, '');
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
        },
        turns: thread.turns,
      };
    }
  }

  #thread(line: JsonObject): Thread {
    this.#id ??= line['isSidechain'] === true ? undefined : sessionOf(line);
    const key = this.#sideOf(line);
    let thread = this.#threads.get(key ?? '');
    if (thread === undefined) {
      const side = key !== undefined;
      const turnsOf = chatReader({ made: true });
      thread = { key: key ?? '', side, turns: [], turnsOf, models: new Map(), meta: {} };
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

  #speak(thread: Thread, line: JsonObject, type: string): Converted {
    const given = line['message'];
    const message: JsonObject = isObject(given) ? given : { content: given };
    const { content, model } = message;
    if (content === undefined || content === null) {
      this.#note(thread, line, textOf(withoutEnvelope(line)));
      return warning('a message without content; kept as a note');
    }
    if (line['isApiErrorMessage'] === true) {
      thread.turns.push({ ...dated(line), kind: 'note', text: textOf(content), error: true });
      return {};
    }
    if (model === '<synthetic>') {
      // What Claude Code says where the model said nothing.
      thread.turns.push({ ...dated(line), kind: 'note', name: 'synthetic', text: textOf(content) });
      return {};
    }
    if (typeof model === 'string' && model !== '') {
      thread.models.set(model, (thread.models.get(model) ?? 0) + 1);
    }
    const turns = thread.turnsOf({ role: type, content });
    const back = type === 'user' && line['isMeta'] !== true ? this.#wentBack(thread, line) : 0;
    if (back > 0 && turns.some(({ kind }) => kind !== 'result')) {
      const what = back === 1 ? 'The turn before this was' : `The ${back} turns before this were`;
      const text = `${what} taken back: the session goes on from further up.`;
      thread.turns.push({ ...dated(line), kind: 'note', name: 'rewind', text });
    }
    const meta = this.#metaOf(line, message);
    for (const [index, turn] of turns.entries()) {
      thread.turns.push({ ...dated(line), ...(index === 0 ? withMeta(turn, meta) : turn) });
    }
    return {};
  }

  /** How many turns stand between a line and what it answers: a person may go back, and ask anew. */
  #wentBack(thread: Thread, line: JsonObject): number {
    const parent = this.#lines.get(textOf(line['parentUuid']));
    return parent?.thread === thread ? thread.turns.length - parent.turns : 0;
  }

  #note(thread: Thread, line: JsonObject, text: string): void {
    thread.turns.push({ ...dated(line), kind: 'note', name: nameOf(line), text });
  }

  /** What else a line says of its message. The lines of one answer all have its use of tokens. */
  #metaOf(line: JsonObject, message: JsonObject): JsonObject {
    const { id, stop_reason: stop, usage } = message;
    const again = typeof id === 'string' && this.#answers.has(id);
    if (typeof id === 'string') this.#answers.add(id);
    const result = line['toolUseResult'];
    return {
      ...(typeof stop === 'string' && { stopReason: stop }),
      ...(isObject(usage) && !again && { usage }),
      ...(line['isMeta'] === true && { isMeta: true }),
      ...(line['isCompactSummary'] === true && { isCompactSummary: true }),
      ...(isObject(result) && shortValues(result)),
    };
  }
}

function warning(message: string): Converted {
  return { problems: [{ severity: 'warning', message }] };
}
