/**
 * A session of an agent in the making: records become chat messages, those become turns, and what a
 * record says besides is kept in the `meta` of its turns or of the trial. Nothing is dropped in silence.
 */
import { basename } from 'node:path';

import type { Problem, Trial, Turn } from '../../trial/types.ts';
import { isObject, isWord, type JsonObject } from '../json/json.ts';
import { chatReader } from './chat.ts';
import { withMeta } from './calls.ts';
import { Said } from './said.ts';
import { jsonOf } from './text.ts';

/** A record, and what it was made into. */
export type Step = {
  readonly messages: readonly JsonObject[];
  /** The record, or what of it stands around the messages. */
  readonly record: JsonObject;
  /** Fields of the record that the messages hold: only what no turn says of them is kept. */
  readonly known: ReadonlySet<string>;
  /** Known fields that always say more than the turns do. */
  readonly rich?: ReadonlySet<string>;
  /** `line 12`: where the record stands. */
  readonly place: string;
  readonly at?: string | undefined;
};

type Told = { readonly place: string; count: number };

export class Session {
  readonly turns: Turn[] = [];
  readonly #models = new Map<string, number>();
  readonly #meta = new Map<string, unknown>();
  readonly #counted = new Map<string, number>();
  readonly #told = new Map<string, Told>();
  readonly #read: (message: unknown) => Turn[];
  #place = '';
  id: string | undefined;
  startedAt: string | undefined;

  constructor() {
    this.#read = chatReader({
      made: true,
      tell: (field) => this.tell(oddField(field), this.#place),
    });
  }

  /** Adds the turns of a record; gives them. */
  add({ messages, record, known, rich, place, at }: Step): readonly Turn[] {
    this.#place = place;
    if (isWord(at)) this.startedAt ??= at;
    const turns = messages
      .flatMap((message) => this.#read(message))
      .map((turn): Turn => (isWord(at) ? { ...turn, at } : turn));
    const { rest, odd } = this.#said(turns, record).besides(record, known);
    for (const field of odd) if (rich?.has(field) !== true) this.tell(oddField(field), place);
    const [first = { kind: 'note', text: '' } as const, ...others] = turns;
    if (turns.length === 0 && Object.keys(rest).length === 0) return [];
    const whole = turns.length === 0 ? noteOf(rest, at) : withMeta(first, rest);
    // Not spread into the call: a record may give more turns than a call has room for.
    for (const turn of [whole, ...others]) this.turns.push(turn);
    return [whole, ...others];
  }

  /** Puts what a record says besides into the first of its turns, which begin at `from`. */
  beside(
    from: number,
    record: JsonObject,
    known: ReadonlySet<string>,
    at?: string,
    by?: string,
  ): void {
    const { rest } = this.#said(this.turns.slice(from), record).besides(record, known);
    const first = this.turns[from];
    if (first !== undefined) this.turns[from] = withMeta(first, rest);
    else {
      const text = 'This message has no text.';
      const role = by === undefined ? {} : { by };
      const empty: Turn = { kind: 'note', ...role, ...(isWord(at) && { at }), text };
      this.turns.push(withMeta(empty, rest));
    }
  }

  /** What some turns say of a record, and what goes without saying: of what kind it is, and of which session. */
  #said(turns: readonly Turn[], record: JsonObject): Said {
    const said = new Said();
    said.turns = turns;
    said.add(this.id ?? '');
    for (const model of this.#models.keys()) said.add(model);
    const { type, role, action, observation, source } = record;
    for (const kind of [type, role, action, observation]) if (isWord(kind)) said.add(kind);
    if (isWord(source) && SOURCES.has(source)) said.add(source);
    return said;
  }

  /** What the turns do not say of some values, each in its own shape. */
  unsaid(values: readonly unknown[]): readonly unknown[] {
    const said = new Said();
    said.turns = this.turns;
    return values.flatMap((value) => said.rest(value) ?? []);
  }

  /** A note of a record that is no message: its words, and in `meta` what else it says. */
  note(name: string, text: string, { record, known, place, at }: Omit<Step, 'messages'>): Turn {
    const note: Turn = { kind: 'note', name, text, ...(isWord(at) && { at }) };
    const { rest, odd } = this.#said([note], record).besides(record, known);
    for (const field of odd) this.tell(oddField(field), place);
    const whole = withMeta(note, rest);
    this.turns.push(whole);
    return whole;
  }

  /** The last turn tells of a failure. */
  failed(): void {
    const last = this.turns.pop();
    if (last !== undefined) this.turns.push({ ...last, error: true });
  }

  /** A record of a kind that is not known, as it is. */
  unknown(what: string, record: unknown, place: string, at?: string): void {
    this.tell(`${what}; kept as a note`, place, 'notice');
    const name = isObject(record) && isWord(record['type']) ? { name: record['type'] } : {};
    const when = isWord(at) ? { at } : {};
    const text = typeof record === 'string' ? record : jsonOf(record);
    this.turns.push({ ...when, kind: 'note', ...name, text });
  }

  /** A model that gave an answer. */
  answered(model: unknown): void {
    if (isWord(model)) this.#models.set(model, (this.#models.get(model) ?? 0) + 1);
  }

  /** A model that is named though it is not known what it gave: it counts where no other does. */
  named(model: unknown): void {
    if (isWord(model) && !this.#models.has(model)) this.#models.set(model, 0);
  }

  /** Something of the session itself. Of a fact that changes all values are kept, in a list. */
  fact(name: string, value: unknown): void {
    if (value === undefined || value === null || value === '') return;
    const old = this.#meta.get(name);
    if (old === undefined) this.#meta.set(name, value);
    else if (old instanceof Values) old.add(value);
    else if (jsonOf(old) !== jsonOf(value)) this.#meta.set(name, new Values(old, value));
  }

  facts(record: JsonObject): void {
    for (const [name, value] of Object.entries(record)) this.fact(name, value);
  }

  /**
   * A record that tells nothing of the conversation: counted by its kind. What it says besides
   * `known` fields is kept in the trial's `meta`.
   */
  bookkeeping(kind: string, record: JsonObject, known: ReadonlySet<string>): void {
    this.#counted.set(kind, (this.#counted.get(kind) ?? 0) + 1);
    const said = new Said();
    said.add(this.id ?? '');
    const { rest } = said.besides(record, known);
    if (Object.keys(rest).length > 0) this.fact(kind, rest);
  }

  /** Something that is wrong: told once, with the first place and how often it is there. */
  tell(message: string, place: string, severity: Problem['severity'] = 'warning'): void {
    const key = `${severity} ${message}`;
    const told = this.#told.get(key);
    if (told === undefined) this.#told.set(key, { place, count: 1 });
    else told.count += 1;
  }

  problems(): readonly Omit<Problem, 'source'>[] {
    return [...this.#told].map(([key, { place, count }]) => {
      const severity = key.slice(0, key.indexOf(' ')) as Problem['severity'];
      const message = key.slice(key.indexOf(' ') + 1);
      const often = count === 1 ? message : `${message} (and ${count - 1} more such)`;
      return { severity, message: often, place };
    });
  }

  /** The trial, of the model that gave most answers; undefined where there is nothing to show. */
  trial(file: string): Trial | undefined {
    if (this.turns.length === 0) {
      if (this.#meta.size === 0) return undefined;
      this.turns.push({ kind: 'note', text: 'This session has no messages.' });
    }
    const models = [...this.#models].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
    const meta = {
      ...Object.fromEntries(
        [...this.#meta].map(([key, value]) => [key, value instanceof Values ? value.all : value]),
      ),
      ...(models.length > 1 && { models }),
      ...(this.#counted.size > 0 && { otherLines: Object.fromEntries(this.#counted) }),
    };
    return {
      id: this.id ?? basename(file).replace(/\.(?:traj\.)?jsonl?(?:\.gz|\.zst)?$|\.traj$/i, ''),
      model: models[0] ?? 'unknown',
      verdict: { outcome: 'unjudged' },
      ...(this.startedAt !== undefined && { startedAt: this.startedAt }),
      ...(Object.keys(meta).length > 0 && { meta }),
      turns: this.turns,
    };
  }
}

const SOURCES = new Set(['agent', 'user', 'environment']);

/** Several values of one fact, as opposed to one that is a list. */
class Values {
  readonly #all = new Map<string, unknown>();

  constructor(...all: readonly unknown[]) {
    for (const each of all) this.add(each);
  }

  add(value: unknown): void {
    const key = jsonOf(value);
    if (!this.#all.has(key)) this.#all.set(key, value);
  }

  get all(): readonly unknown[] {
    return [...this.#all.values()];
  }
}

function oddField(field: string): string {
  return `${field}: not all of it could be used; the rest is kept in meta`;
}

function noteOf(rest: JsonObject, at: string | undefined): Turn {
  return { kind: 'note', ...(isWord(at) && { at }), text: jsonOf(rest) };
}

/** A date as it is written, a time in milliseconds as a date; undefined for anything else. */
export function timeOf(value: unknown): string | undefined {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d/.test(value) ? value : undefined;
  if (typeof value !== 'number' || !(Math.abs(value) <= 8.64e15)) return undefined;
  return new Date(value).toISOString();
}

/** A record without its time, where that is one. */
export function untimed(record: JsonObject, name = 'timestamp'): JsonObject {
  const { [name]: time, ...others } = record;
  return timeOf(time) === undefined ? record : others;
}
