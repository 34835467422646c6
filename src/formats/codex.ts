/**
 * Codex CLI rollouts (`~/.codex/sessions/…/rollout-*.jsonl`): lines with a type and a payload, or, in
 * those from before October 2025, bare items of a Responses output. A file is one trial.
 */
import type { Turn } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { isItem } from './chat/items.ts';
import { Session, timeOf, untimed } from './chat/session.ts';
import { textOf } from './chat/text.ts';
import { CodexEvents } from './codex/events.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { headRecords, isObject, isWord, type JsonObject, sniffJson } from './json/json.ts';
import { joined } from './json/joined.ts';
import { jsonIn } from './json/nested.ts';
import { readSession } from './session-file.ts';

/** Rollouts of both shapes. */
export const codex = checked({
  name: 'codex',
  title: 'Codex CLI rollouts (JSONL)',
  appends: false,
  detect,
  read: (file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> =>
    readSession(file, options, new Rollout()),
});

const WRAPPED = new Set([
  'session_meta',
  'turn_context',
  'response_item',
  'event_msg',
  'compacted',
]);

function detect(head: Head): Claim | undefined {
  const lines = headRecords(head);
  if (lines.some(isWrapped)) {
    return { confidence: 0.95, why: 'its lines have the types and payloads of a Codex rollout' };
  }
  const [first, ...others] = lines;
  if (first !== undefined && isOldHeader(first)) {
    const isRollout = others.some((line) => isItem(line) || isOldMessage(line) || isState(line));
    if (isRollout) {
      return {
        confidence: 0.95,
        why: 'it begins as an older Codex rollout, with bare items after',
      };
    }
  }
  // A first line with long instructions that goes on beyond the head.
  const keys = lines.length === 0 ? sniffJson(head)?.keys : undefined;
  return keys?.has('payload') === true && keys.has('type') && keys.has('timestamp')
    ? { confidence: 0.6, why: 'its first line has timestamp, type and payload' }
    : undefined;
}

function isWrapped(line: JsonObject): boolean {
  return WRAPPED.has(String(line['type'])) && isObject(line['payload']);
}

function isOldHeader(line: JsonObject): boolean {
  return 'id' in line && 'timestamp' in line && !('type' in line) && 'instructions' in line;
}

function isOldMessage(line: JsonObject): boolean {
  return line['type'] === 'message' && 'role' in line;
}

function isState(line: JsonObject): boolean {
  return isWord(line['record_type']);
}

const LINE = new Set(['type', 'payload', 'timestamp']);
const HEADER = new Set([...LINE, 'instructions', 'base_instructions']);
/** What Codex writes in the user's place, to tell the model where it is. */
const CONTEXT = /^\s*(?:<environment_context>|<user_instructions>|# AGENTS\.md)/;

class Rollout {
  readonly session = new Session();
  readonly #events = new CodexEvents(this.session);
  readonly #told = new Set<unknown>();
  #model: unknown;
  #context: JsonObject = {};

  add(value: unknown, place: string): void {
    const { session } = this;
    if (!isObject(value)) return session.unknown('not a line of a rollout', value, place);
    const at = timeOf(value['timestamp']);
    if (isOldHeader(value)) return this.#begin(value, {}, place);
    if (isState(value)) return session.bookkeeping('state', value, new Set(['record_type']));
    const { payload, ...line } = value;
    if (!isObject(payload)) return this.#item(value, {}, place, at);
    switch (value['type']) {
      case 'session_meta':
        return this.#begin(payload, line, place);
      case 'turn_context':
        return this.#turn(payload, line, place, at);
      case 'response_item':
        return this.#item(payload, line, place, at);
      case 'event_msg':
        return this.#events.add(payload, line, place, at);
      case 'compacted': {
        const text = textOf(payload['message']);
        session.note('compacted', text, {
          record: joined(inner(payload), Object.entries(besides(line))),
          known: new Set([...LINE, 'message']),
          place,
          at,
        });
        return undefined;
      }
      default:
        return session.unknown(
          `a line of the unknown type "${textOf(value['type'])}"`,
          value,
          place,
          at,
        );
    }
  }

  end(): void {
    this.#events.end();
  }

  /** The header: what the model was told before all, and the facts of the session. */
  #begin(header: JsonObject, line: JsonObject, place: string): void {
    const { session } = this;
    const { id, timestamp, base_instructions: base, instructions, ...facts } = header;
    const at = timeOf(timestamp) ?? timeOf(line['timestamp']);
    if (isWord(id)) session.id ??= id;
    if (at !== undefined) session.startedAt ??= at;
    // A session that is resumed has its header again.
    const messages = [isObject(base) && isWord(base['text']) ? base['text'] : base, instructions]
      .filter((content) => isWord(content) && !this.#told.has(content))
      .map((content) => ({ role: 'system', content }));
    for (const { content } of messages) this.#told.add(content);
    const record = joined(line, Object.entries({ base_instructions: base, instructions }));
    if (messages.length > 0) session.add({ messages, record, known: HEADER, place, at });
    else session.facts(besides(record));
    session.facts({ ...facts, session_id: id, session_timestamp: timestamp });
  }

  /** How the next turns are made. Only what differs from the turn before is kept. */
  #turn(context: JsonObject, line: JsonObject, place: string, at: string | undefined): void {
    const { session } = this;
    const { model } = context;
    if (isWord(model) && isWord(this.#model) && model !== this.#model) {
      const known = LINE;
      session.note('model', `The model is now ${model}.`, { record: {}, known, place, at });
    }
    if (isWord(model)) this.#model = model;
    session.named(model);
    const changed = Object.entries(context).filter(
      ([key, value]) => JSON.stringify(this.#context[key]) !== JSON.stringify(value),
    );
    this.#context = context;
    const record = joined(untimed(line), Object.entries(inner(Object.fromEntries(changed))));
    session.bookkeeping('turn_context', record, LINE);
  }

  #item(item: JsonObject, line: JsonObject, place: string, at: string | undefined): void {
    const { session } = this;
    const isMessage = item['type'] === 'message' || (item['type'] === undefined && 'role' in item);
    if (!isMessage && !isItem(item)) {
      const what = `an item of the unknown type "${textOf(item['type'])}"`;
      return session.unknown(what, joined(item, Object.entries(besides(line))), place, at);
    }
    const isModels = item['role'] === 'assistant' || (isItem(item) && !isOutput(item));
    if (isModels) session.answered(this.#model);
    const turns = session.turns.length;
    const rest = untimed(item);
    const message = isOutput(item) ? outputOf(rest) : rest;
    session.add({ messages: [message], record: line, known: LINE, place, at });
    if (item['role'] === 'user') this.#markContext(turns);
  }

  /** Says of what Codex put in the user's place that it is context. */
  #markContext(from: number): void {
    const { turns } = this.session;
    for (let index = from; index < turns.length; index += 1) {
      const turn = turns[index] as Turn;
      if (turn.kind === 'briefing' && CONTEXT.test(turn.text)) {
        turns[index] = { ...turn, by: 'context' };
      }
    }
  }
}

/** A payload whose line says what it is: a type of its own is a fact like others. */
function inner({ type, ...fields }: JsonObject): JsonObject {
  return type === undefined ? fields : { ...fields, payload_type: type };
}

/** What a line says besides its payload. */
function besides(line: JsonObject): JsonObject {
  const { type: _, ...others } = untimed(line);
  return others;
}

function isOutput(item: JsonObject): boolean {
  return String(item['type']).endsWith('_output');
}

/** The output of a call, which may be an object in JSON with the words and how the command ended. */
function outputOf(item: JsonObject): JsonObject {
  const { output, ...others } = item;
  const inner = typeof output === 'string' ? jsonIn(output) : output;
  if (!isObject(inner)) return item;
  const { output: words, content, success, ...rest } = inner;
  if (words === undefined && content === undefined) return item;
  const made = {
    ...others,
    output: words ?? content,
    ...(words !== undefined && content !== undefined && { content }),
    ...(success === false ? { is_error: true } : success !== undefined && { success }),
  };
  return joined(made, Object.entries(rest));
}
