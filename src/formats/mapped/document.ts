/** Where the records of one JSON document are: it is one, or an array of them, or holds the array. */
import { isChat } from '../chat/chat.ts';
import { asMessages } from '../chat/message.ts';
import { type FieldName, FIELDS, valueAt } from '../field-map.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import type { Opened } from '../records.ts';
import { answerIn } from './answer.ts';

const CONTENT: readonly FieldName[] = ['message', 'messages', 'reasoning'];
const OTHER: readonly FieldName[] = ['model', 'prompt', 'system', 'label', 'condition', 'scenario'];

/** Names of fields by which a record is recognised: of what was said, and of what is about it. */
export function knownFields(has: (name: string) => boolean): {
  readonly content: readonly string[];
  readonly other: readonly string[];
} {
  const found = (fields: readonly FieldName[]): readonly string[] =>
    fields.flatMap((field) => FIELDS[field].filter(has).slice(0, 1));
  return { content: found(CONTENT), other: found(OTHER) };
}

/**
 * The records of a document, and of documents in a list. What stands around a list of them is kept with
 * each, without other lists. `path`: where `--map` says that they are.
 */
export function recordsIn(document: unknown, path: string | undefined): Opened {
  const [own] = path === undefined ? [] : [valueAt(document, path)];
  if (Array.isArray(own)) return recordsOf(own, aroundOf(document, own));
  if (Array.isArray(document) && !isChat(document)) return recordsOf(document, undefined);
  const inner = isObject(document) ? recordsInside(document) : [];
  return inner.length === 0 ? [{ value: document }] : inner;
}

/** The records of the lists in a document; empty where it has none, and is a record itself. */
function recordsInside(document: JsonObject): Opened {
  return listsIn(document).flatMap(({ name, records, isWhole }) => {
    if (isWhole !== true) return recordsOf(records, aroundOf(document, records));
    return recordsOf(records, name === '' ? undefined : { list: name });
  });
}

/** Records of a list, any of which may be a document around some. */
function recordsOf(list: readonly unknown[], around: JsonObject | undefined): Opened {
  return list.flatMap((value): Opened => {
    const inner = isObject(value) ? recordsInside(value) : [];
    if (inner.length === 0) return [{ value, around }];
    return inner.map((each) => ({ ...each, around: { ...around, ...each.around } }));
  });
}

type List = {
  /** Where it is; empty of records by name. */
  readonly name: string;
  readonly records: readonly unknown[];
  /** The document holds nothing else. */
  readonly isWhole?: boolean;
};

/**
 * The only list of records in a document that is none itself, at most two levels down; else all lists, where
 * there is nothing else in it, or its records by name.
 */
export function listsIn(document: JsonObject): readonly List[] {
  const { content, other } = knownFields((name) => document[name] != null);
  const isSpoken = content.some((name) => says(document[name]));
  if (isSpoken || (content.length > 0 && other.length > 0 && !hasLists(document))) return [];
  let entries = Object.entries(document);
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const lists = entries.flatMap(([name, value]) =>
      isRecords(value) ? [{ name, records: value }] : [],
    );
    if (lists.length === 1) return lists;
    if (lists.length > 1) {
      const isWhole = lists.length === entries.length && level === 0;
      return isWhole ? lists.map((list) => ({ ...list, isWhole })) : [];
    }
    entries = entries.flatMap(([outer, value]) =>
      isObject(value)
        ? Object.entries(value).map(([name, each]): [string, unknown] => [`${outer}.${name}`, each])
        : [],
    );
  }
  const records = content.length === 0 ? namedRecords(document) : undefined;
  return records === undefined ? [] : [{ name: '', records, isWhole: true }];
}

/** Levels that are looked at for a list: further down it is what a record has. */
const MOST_LEVELS = 3;

function says(value: unknown): boolean {
  if (isObject(value)) return answerIn(value) !== undefined;
  return typeof value === 'string' || holdsChat(value);
}

function holdsChat(value: unknown): boolean {
  return Array.isArray(value) && isChat(asMessages(value));
}

function hasLists(document: JsonObject): boolean {
  return Object.values(document).some(isRecords);
}

function isRecords(value: unknown): value is readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  if (list.length === 0 || isChat(list)) return false;
  // A list of chats is one of records.
  if (list.every((each) => isChat(each))) return true;
  // The first ones may be calls that failed.
  const isAny = list
    .slice(0, MOST_LOOKED_AT)
    .some((each) => isObject(each) && (isRecord(each) || wrappedIn(each) !== undefined));
  return isAny || isDocument(list[0]);
}

/** A document around a list of records, as there may be several in a list. */
function isDocument(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.values(value).some((each) => {
    const [first] = Array.isArray(each) && !isChat(each) ? (each as unknown[]) : [];
    return isObject(first) && isRecord(first);
  });
}

function isRecord(value: JsonObject): boolean {
  const { content, other } = knownFields((name) => valueAt(value, name) != null);
  const isOne = content.some((name) => holdsChat(valueAt(value, name)));
  return isOne || (content.length > 0 && other.length > 0);
}

/** The record that another one is wrapped in, as the only one in it; undefined where none is. */
export function wrappedIn(
  record: JsonObject,
): { readonly name: string; readonly inner: JsonObject } | undefined {
  const inner = Object.entries(record).flatMap(([name, value]) =>
    isObject(value) && isRecord(value) ? [{ name, inner: value }] : [],
  );
  return inner.length === 1 ? inner[0] : undefined;
}

/** Records by name, where all that the document holds are such: the name is the id of one without any. */
function namedRecords(document: JsonObject): readonly JsonObject[] | undefined {
  const entries = Object.entries(document);
  if (entries.length < 2) return undefined;
  const records = entries.flatMap(([id, each]) =>
    isObject(each) && isRecord(each) ? [{ id, ...each }] : [],
  );
  return records.length === entries.length ? records : undefined;
}

/** Records of a list that are looked at to know whether it is one. */
const MOST_LOOKED_AT = 50;

/** Characters of a value around the records that are kept with each of them. */
const MOST_AROUND = 2000;

/** What stands around a list, in a few words each: it is the same for every record. */
function aroundOf(document: unknown, list: unknown): JsonObject {
  if (!isObject(document)) return {};
  return Object.fromEntries(
    Object.entries(document).flatMap(([key, value]) => {
      if (value === list || value === null) return [];
      const kept = isObject(value) && holds(value, list) ? aroundOf(value, list) : value;
      const length = JSON.stringify(kept)?.length ?? 0;
      return [[key, length > MOST_AROUND ? `(left out: ${length} characters)` : kept]];
    }),
  );
}

function holds(value: JsonObject, list: unknown): boolean {
  return Object.values(value).some(
    (each) => each === list || (isObject(each) && Object.values(each).includes(list)),
  );
}

/** The names of what was too long to be kept with every record. */
export function leftOutOf(around: JsonObject): readonly string[] {
  return Object.entries(around).flatMap(([key, value]) =>
    typeof value === 'string' && /^\(left out: \d+ characters\)$/.test(value) ? [key] : [],
  );
}
