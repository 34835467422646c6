/**
 * Fields that the trials of a collection bring along: what scorers gave them (`score.NAME`), and what
 * their sources say of them (`meta.PATH`). Which there are is known when the files have been read.
 */
import type { Trial } from './types.ts';

/** The names are those of the source, as they are: untrusted text. */
export type CollectionField = `score.${string}` | `meta.${string}`;

/** A value as the source has it. One that was an integer beyond 2^53 is text, exactly as written. */
export type FieldValue = string | number | boolean;

/** The values of one field of a trial, in the order of the source: a list has several. */
export type FieldValues = readonly [field: CollectionField, values: readonly FieldValue[]];

/** Values of one trial that become fields; those behind them stay in the trial alone. */
const MOST_VALUES = 500;
const LONGEST_NAME = 200;
/** What is longer is compared by its beginning. */
const LONGEST_VALUE = 120;
/** Parts of `meta` that tell of the file and not of the trial: what no reader could use. */
const NOT_FIELDS = new Set(['meta.unread']);

export function isCollectionField(name: string): name is CollectionField {
  return /^(?:score|meta)\../s.test(name);
}

/**
 * The fields of a trial with their values. Objects are flattened to names with dots, lists to several
 * values, each once; a score that is an object with a `value` is known by that value, as Inspect writes it.
 */
export function fieldsOf({
  verdict,
  meta,
}: Pick<Trial, 'verdict' | 'meta'>): readonly FieldValues[] {
  const found = new Map<CollectionField, FieldValue[]>();
  let left = MOST_VALUES;
  const add = (name: string, value: unknown): void => {
    if (left === 0 || name.length > LONGEST_NAME || NOT_FIELDS.has(name)) return;
    if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        const isSame = Array.isArray(value) || (key === 'value' && isScore(name));
        add(isSame ? name : `${name}.${key}`, each);
      }
      return;
    }
    if (!isValue(value) || !isCollectionField(name)) return;
    left -= 1;
    const values = found.get(name);
    const short = shortened(value);
    if (values === undefined) found.set(name, [short]);
    else if (!values.includes(short)) values.push(short);
  };
  add('score', verdict.scores);
  add('meta', meta);
  return [...found];
}

/** `score.NAME`, and not a part of it. */
function isScore(name: string): boolean {
  return name.startsWith('score.');
}

function isValue(value: unknown): value is FieldValue {
  return ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
}

function shortened(value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  const text = value.toWellFormed();
  return text.length <= LONGEST_VALUE
    ? text
    : `${text.slice(0, LONGEST_VALUE - 1).toWellFormed()}…`;
}

/** `null` for what is no number, as text or as itself. Infinity is one, and what is not a number is none. */
export function numberIn(value: FieldValue): number | null {
  if (typeof value !== 'string') return Number(value);
  return NUMBER.test(value) ? Number(value) : null;
}

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|Infinity)$/i;

/** Names of fields that need no quotes in the query language. */
const PLAIN = /^[^\s():"|.,*<>=!&'`]+(?:\.[^\s():"|.,*<>=!&'`]+)*$/;

/** A field's name as it is written in the query language: `score."a b"`; a quote is doubled. */
export function writtenField(field: string): string {
  const [, root = '', rest = ''] = /^(score|meta)\.(.*)$/s.exec(field) ?? [];
  if (root === '' || PLAIN.test(rest)) return field;
  return `${root}."${rest.replaceAll('"', '""')}"`;
}

/** The name that is written at the beginning of a text, and how much of it that is. */
export function readWrittenField(
  text: string,
): { readonly field: CollectionField; readonly length: number } | undefined {
  const root = /^(?:score|meta)(?=\.)/i.exec(text)?.[0];
  if (root === undefined) return undefined;
  let name = root.toLowerCase();
  let at = root.length;
  for (;;) {
    const part = /^\.(?:"((?:[^"]|"")*)"|([^\s():"|.,*<>=!&'`]+))/.exec(text.slice(at));
    if (part === null) break;
    name += `.${part[1]?.replaceAll('""', '"') ?? part[2]}`;
    at += part[0].length;
  }
  return isCollectionField(name) ? { field: name, length: at } : undefined;
}
