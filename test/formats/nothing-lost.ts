/**
 * The property that no reader loses words: a known file gets unknown things put anywhere into it, and
 * every string of it must be found again in the trials, or a problem must name its field and place.
 * Used by the suite and by the soak test of the same name, so it imports nothing from vitest.
 */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Format, SourceFile } from '../../src/formats/format.ts';
import type { Problem, Trial } from '../../src/trial/types.ts';
import type { Random } from '../soak/soak.ts';

/** A small file that a reader knows. */
export type Known = {
  readonly name: string;
  readonly format: Format;
  /** What the file is called, e.g. `session.jsonl`. */
  readonly file: string;
  /** The lines of the file; or the document, as the only one. */
  readonly records: readonly unknown[];
  /** The file is the JSON of the first of `records`, and not a record a line. */
  readonly document?: boolean;
  /**
   * Places that need not be found again, such as ciphertext, tested against paths like
   * `0.message.content.1.signature`. Nothing is put below them either.
   */
  readonly exempt?: RegExp;
};

/** A file that was made of a known one: its records, and what was put where. */
export type Made = { readonly records: readonly unknown[]; readonly changes: readonly string[] };

/** A known file with one to four unknown things in it. */
export function madeOf(known: Known, random: Random): Made {
  const records = structuredClone(known.records) as unknown[];
  const changes: string[] = [];
  for (let left = random.pick([1, 1, 2, 4]); left > 0; left -= 1) {
    const change = putSomething(records, known, random, changes.length);
    if (change !== undefined) changes.push(change);
  }
  return { records, changes };
}

/** Reads a made file. Says which of its strings are lost; undefined where none is. */
export async function lostOf(
  known: Known,
  made: Made,
  folder: string,
): Promise<string | undefined> {
  const read = await readMade(known, made.records, folder);
  const text = textOf(read.trials);
  const kinds = new Set(
    stringsOf(known.records, '')
      .filter(isKind)
      .map(([, words]) => words),
  );
  const lost = stringsOf(made.records, '')
    .filter(([place, words]) => words.trim() !== '' && known.exempt?.test(place) !== true)
    .filter((each) => !isKind(each) || !kinds.has(each[1]))
    .filter(([place, words]) => !isFound(words, text) && !isTold(place, read.problems));
  if (lost.length === 0) return undefined;
  const all = lost.map(([place, words]) => `${place} (${JSON.stringify(words).slice(0, 60)})`);
  return `${known.name}: lost ${all.join(', ')}; put in: ${made.changes.join(', ') || 'nothing'}`;
}

/** Whose a message is, of what type a part, and when: kinds of turns say that, in their order. */
function isKind([place]: readonly [string, string]): boolean {
  return /(?:^|\.)(?:type|role|action|observation|status|timestamp)$/.test(place);
}

async function readMade(
  { format, file: name, document }: Known,
  records: readonly unknown[],
  folder: string,
): Promise<{ readonly trials: readonly Trial[]; readonly problems: readonly Problem[] }> {
  const lines = document === true ? records.slice(0, 1) : records;
  const place = path.join(folder, name);
  writeFileSync(place, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  try {
    const file: SourceFile = { path: place, name, size: statSync(place).size };
    const trials: Trial[] = [];
    const problems: Problem[] = [];
    for await (const item of format.read(file, {})) {
      if (item.type === 'trial') trials.push(item.trial);
      if (item.type === 'problem') problems.push(item.problem);
    }
    return { trials, problems };
  } finally {
    rmSync(place);
  }
}

/** Every string of a value, with its path. Names of fields are not told: a reader may know them. */
function stringsOf(value: unknown, place: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    stringsOf(each, place === '' ? key : `${place}.${key}`),
  );
}

type Text = {
  readonly whole: string;
  readonly escaped: string;
  readonly words: ReadonlySet<string>;
};

function textOf(trials: readonly Trial[]): Text {
  const whole = plain(
    trials
      .flatMap((trial) => stringsOf(trial, ''))
      .map(([, words]) => words)
      .join('\n'),
  );
  const escaped = JSON.stringify(trials);
  return { whole, escaped, words: new Set(wordsOf(escaped.replaceAll(/\\+[ntr]/g, ' '))) };
}

function isFound(words: string, text: Text): boolean {
  if (text.whole.includes(plain(words))) return true;
  // In JSON that is itself a text, and where markup was taken apart.
  if (text.escaped.includes(JSON.stringify(JSON.stringify(words).slice(1, -1)).slice(1, -1))) {
    return true;
  }
  const inner = words.startsWith('{') || words.startsWith('[') ? parsed(words) : undefined;
  if (inner !== undefined) return stringsOf(inner, '').every(([, each]) => isFound(each, text));
  const all = wordsOf(words.replaceAll(/\\+[ntr]/g, ' '));
  return all.length > 1 && all.every((word) => text.words.has(word));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** A problem that has a place and names the field, or one that the field is in. */
function isTold(place: string, problems: readonly Problem[]): boolean {
  const names = place.split('.').filter((name) => !/^\d+$/.test(name));
  return problems.some(
    (each) =>
      each.place !== undefined && names.some((name) => wordsOf(each.message).includes(name)),
  );
}

/** Puts one unknown thing into a record, and says where; undefined where nothing can be put. */
function putSomething(
  records: unknown[],
  { exempt, document }: Known,
  random: Random,
  number: number,
): string | undefined {
  const [index] = [random.below(document === true ? 1 : records.length)];
  const holders = holdersOf(records[index], String(index)).filter(
    ([place]) => exempt?.test(place) !== true,
  );
  if (holders.length === 0) return undefined;
  const [place, holder] = random.pick(holders);
  const thing = thingOf(`zq${number}w${random.below(1e6)}`, random);
  if (Array.isArray(holder)) {
    const at = random.below(holder.length + 1);
    holder.splice(at, 0, thing);
    return `${place}[${at}] = ${JSON.stringify(thing)}`;
  }
  const keys = Object.keys(holder).filter((key) => exempt?.test(`${place}.${key}`) !== true);
  const key =
    keys.length > 0 && random.chance(0.4)
      ? random.pick(keys)
      : random.pick(['unknown_field', 'x', 'details', 'text', 'content', 'reasoning', 'name']);
  const old: unknown = Reflect.get(holder, key);
  const value = old === undefined || random.chance(0.3) ? thing : around(old, thing, random);
  Reflect.set(holder, key, value);
  return `${place}.${key} = ${JSON.stringify(value).slice(0, 200)}`;
}

/** All lists and objects of a value, with their paths. */
function holdersOf(value: unknown, place: string): (readonly [string, object])[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, each]) => holdersOf(each, `${place}.${key}`));
  return [[place, value], ...inner];
}

function thingOf(word: string, random: Random): unknown {
  return random.pick<unknown>([
    word,
    `Two words ${word}`,
    [word],
    { inner: word },
    { text: word },
    { content: word },
    { type: 'text', text: word },
    { type: 'novelty', text: 'known', data: word },
    { type: 'text', content: word },
    [{ type: 'novelty', payload: { deep: [word] } }],
    { message: word, code: 5 },
    { role: 'assistant', content: word },
    { role: 'novelty', words: word },
    [1, null, [word, true]],
  ]);
}

/** A known value in another shape, with the thing beside it. */
function around(old: unknown, thing: unknown, random: Random): unknown {
  return random.pick<unknown>([
    [old, thing],
    { value: old, more: thing },
    { content: old, more: thing },
    { text: old, more: thing },
    [{ type: 'text', text: old, more: thing }],
  ]);
}
