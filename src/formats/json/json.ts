/** JSON as it is met: parsed with Python's NaN tolerated, or looked at from a cut-off beginning. */
import type { Head } from '../format.ts';
import { closedEarly, hasMoreValues, objectsIn, topKeys, withoutNaN } from './lenient-json.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a string with something in it. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A string with something in it; undefined for anything else. */
export function word(value: unknown): string | undefined {
  return isWord(value) ? value : undefined;
}

/** Whether a value is a number that JSON can hold: `1e999` is read as infinite. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** A field that is an object; an empty one where it is none. */
export function objectAt(record: JsonObject, key: string): JsonObject {
  const value = record[key];
  return isObject(value) ? value : {};
}

/** A record without some of its fields, and without nulls. */
export function without(record: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter(([key, value]) => !keys.has(key) && value !== null),
  );
}

/**
 * A value takes up to a hundred bytes of memory, and two of text: 200 MB of `0,0,0` would take what the
 * machine has. Probabilities of every token come to some millions.
 */
const MOST_VALUES = 10_000_000;

/**
 * `JSON.parse`, but a number that JavaScript cannot hold as it is written, such as an id of 19
 * digits, is its text. Throws a `RangeError` where there are too many values to hold.
 */
export function boundedJson(text: string): unknown {
  if (text.length > MOST_VALUES && hasMoreValues(text, MOST_VALUES)) {
    const most = MOST_VALUES.toLocaleString('en-US');
    throw new RangeError(`it has more than ${most} values, more than is read`);
  }
  const value: unknown = JSON.parse(text);
  try {
    if (!hasLargeNumber(value)) return value;
    return JSON.parse(text, exactly as (key: string, value: unknown) => unknown);
  } catch {
    // Nested more deeply than functions can follow.
    return value;
  }
}

/** Whether a number is too large to be sure that it is the one which was written. */
function hasLargeNumber(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (const each of value) if (hasLargeNumber(each)) return true;
    return false;
  }
  for (const key in value) if (hasLargeNumber((value as JsonObject)[key])) return true;
  return false;
}

/** What `JSON.parse` is to make of a value: of a number that it would change, its text. */
function exactly(_: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value))
    return value;
  if (!Number.isFinite(value)) return source;
  const isLarge = Math.abs(value) > Number.MAX_SAFE_INTEGER && !/e/i.test(source);
  return isLarge && source.replace(/\.0+$/, '') !== String(value) ? source : value;
}

/**
 * Parses JSON; where that fails, once more with the bare tokens that Python writes: `NaN` as null,
 * `Infinity` and `-Infinity` as their text. Throws a `SyntaxError` whose message is short and quotes nothing,
 * and a `RangeError` where there are too many values to hold.
 */
export function parseJson(text: string): unknown {
  try {
    return boundedJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    if (/NaN|Infinity/.test(text)) {
      try {
        return boundedJson(withoutNaN(text));
      } catch {
        // The first error is the one to tell.
      }
    }
    throw new SyntaxError(jsonReason(error, text), { cause: error });
  }
}

function jsonReason(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  const atEnd = position !== undefined && +position >= text.trimEnd().length;
  if (atEnd || /Unexpected end|Unterminated string/.test(message) || text.trim() === '') {
    return 'the JSON ends too early';
  }
  return position === undefined ? 'not valid JSON' : `not valid JSON at column ${+position + 1}`;
}

/**
 * Whether a head is no text: NUL bytes in its first line, unless JSON begins it. Elsewhere they are damage
 * to one place, as a crash leaves them where an append was not flushed.
 */
function isBinary({ bytes }: Head): boolean {
  const at = bytes.indexOf(0);
  if (at < 0 || bytes.subarray(0, at).includes(10)) return false;
  return !/^[[{]/.test(withoutMarks(bytes.toString('utf8', 0, 64 * 1024)));
}

/** What may stand before a record and is no part of it: byte order marks, NULs, separators, space. */
const MARKS = /^[\uFEFF\u200B\u2060\s\0\x1e]+/;

/** A text without the marks at its beginning. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, '');
}

/** Records at the beginning of a file that are looked at. */
const MOST_RECORDS = 50;

/** Several formats ask for the same. */
const records = new WeakMap<Head, readonly JsonObject[]>();

/**
 * The first objects of a head, damaged ones left out: a line each, or one after the other, in a list or not,
 * however they are laid out. Of a document that is one object, that.
 */
export function headRecords(head: Head): readonly JsonObject[] {
  const known = records.get(head);
  if (known !== undefined) return known;
  const found = isBinary(head) ? [] : recordsOf(head);
  records.set(head, found);
  return found;
}

function recordsOf(head: Head): readonly JsonObject[] {
  const text = withoutMarks(head.bytes.toString('utf8'));
  const lines = text.split('\n', MOST_RECORDS + 1);
  const whole = head.whole && lines.length <= MOST_RECORDS ? lines : lines.slice(0, -1);
  const first = whole.map((line) => objectOf(withoutMarks(line))).filter(isObject);
  if (first.length > 0) return first;
  const { record, end } = sniffJson(head) ?? {};
  // The usual document needs no second look.
  if (record !== undefined && text.startsWith('{') && text.slice(end).trim() === '')
    return [record];
  const objects = objectsIn(text, text.startsWith('[') ? 1 : 0).whole;
  return objects.slice(0, MOST_RECORDS).map(objectOf).filter(isObject);
}

function objectOf(text: string): JsonObject | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a beginning of JSON looks like. */
export type Sniff = {
  /** `lines`: an object a line. `array`: one array of objects. `object`: one object. */
  readonly shape: 'lines' | 'array' | 'object';
  /** Keys of the first record that can be looked at, each with its value's first character. */
  readonly keys: ReadonlyMap<string, string>;
  /** The first record, where the head holds all of it. */
  readonly record: JsonObject | undefined;
  /** Where that record ends in the text looked at; undefined where it goes on beyond the head. */
  readonly end: number | undefined;
};

/** Every format asks the same of a head, which may be large. */
const sniffed = new WeakMap<Head, Sniff | undefined>();

/** Looks at a head; undefined where it is no JSON of objects (binary, text, empty). */
export function sniffJson(head: Head): Sniff | undefined {
  if (!sniffed.has(head)) sniffed.set(head, sniff(head));
  return sniffed.get(head);
}

function sniff(head: Head): Sniff | undefined {
  if (isBinary(head)) return undefined;
  const body = withoutMarks(head.bytes.toString('utf8'));
  if (body.startsWith('[')) {
    // A list of records, or of lists, as chats are.
    const inner = body.replace(/^\[\s*\[?/, '').trimStart();
    if (!inner.startsWith('{')) return undefined;
    return { shape: 'array', ...firstRecord(inner) };
  }
  const lines = body.split('\n');
  const first = lines[0] ?? '';
  const cutAt = head.whole ? lines.length : lines.length - 1;
  if (first.startsWith('{')) {
    const scan = firstRecord(body);
    if (scan.end !== undefined && scan.end <= first.length) return { shape: 'lines', ...scan };
    // One object over all lines, some of which may begin as if they were records; or several of them.
    if (scan.end !== undefined && /^\s*(?:$|,?\s*\{)/.test(body.slice(scan.end))) {
      return { shape: 'object', ...scan };
    }
    // No newline within the head, or none in the file: one line, however it goes on.
    if (lines.length === 1) {
      // A file that is called a document, and is cut off in its one line, goes on no more.
      const isCutDocument = head.whole && DOCUMENT.test(head.file.name);
      return { shape: isCutDocument ? 'object' : 'lines', ...scan };
    }
    if (!lines.slice(1, cutAt).some((line) => line.startsWith('{'))) {
      return { shape: 'object', ...scan };
    }
  }
  // Good lines after a broken first one.
  for (const line of lines.slice(1, 50).map(withoutMarks)) {
    if (!line.startsWith('{')) continue;
    const scan = firstRecord(line);
    if (scan.end !== undefined) return { shape: 'lines', ...scan };
  }
  return undefined;
}

/** Beginnings of first records, which are looked at for every format. */
const begun = new WeakMap<Head, JsonObject | undefined>();

/** The first record of a head; of one that goes on beyond it, or is cut off, what stands before. */
export function begunRecord(head: Head): JsonObject | undefined {
  const known = sniffJson(head);
  if (known === undefined || known.end !== undefined) return known?.record;
  if (!begun.has(head)) {
    const text = withoutMarks(head.bytes.toString('utf8'));
    begun.set(head, objectOf(closedEarly(text.slice(Math.max(0, text.indexOf('{')))) ?? ''));
  }
  return begun.get(head);
}

const DOCUMENT = /\.(?:json|traj)(?:\.gz|\.zst)?$/i;

function firstRecord(text: string): {
  keys: ReadonlyMap<string, string>;
  record: JsonObject | undefined;
  end: number | undefined;
} {
  const { keys, end } = topKeys(text);
  // Of one that is broken inside the keys are known; the rest is for the reader to say.
  const record = end === undefined ? undefined : objectOf(text.slice(0, end));
  return { keys, record, end };
}
