/** Where the records of one JSON document are: it is one, or an array of them, or holds the array. */
import { isChat } from '../chat/chat.ts';
import { asMessages } from '../chat/message.ts';
import { type FieldName, FIELDS, valueAt } from '../field-map.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import type { Opened } from '../records.ts';

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
 * The records of a document. What stands around a list of them is kept with each, without other
 * lists. `path`: where `--map` says that they are.
 */
export function recordsIn(document: unknown, path: string | undefined): Opened {
  const [own] = path === undefined ? [] : [valueAt(document, path)];
  if (Array.isArray(own)) return { records: own, around: aroundOf(document, own) };
  if (Array.isArray(document)) return { records: isChat(document) ? [document] : document };
  const list = isObject(document) ? listIn(document) : undefined;
  if (list === undefined) return { records: [document] };
  const isNamed = list.name === NAMED;
  return { records: list.records, ...(!isNamed && { around: aroundOf(document, list.records) }) };
}

/** The only list of records in a document that is none itself, at most one level down; else its records by name. */
export function listIn(
  document: JsonObject,
): { readonly name: string; readonly records: readonly unknown[] } | undefined {
  const { content, other } = knownFields((name) => document[name] != null);
  const isSpoken = content.some(
    (name) => typeof document[name] === 'string' || holdsChat(document[name]),
  );
  if (isSpoken || (content.length > 0 && other.length > 0 && !hasLists(document))) return undefined;
  const levels = [
    Object.entries(document),
    Object.entries(document).flatMap(([outer, value]) =>
      isObject(value)
        ? Object.entries(value).map(([name, each]) => [`${outer}.${name}`, each] as const)
        : [],
    ),
  ];
  for (const entries of levels) {
    const lists = entries.flatMap(([name, value]) =>
      isRecords(value) ? [{ name, records: value }] : [],
    );
    if (lists.length > 0) return lists.length === 1 ? lists[0] : undefined;
  }
  const records = content.length === 0 ? namedRecords(document) : undefined;
  return records && { name: NAMED, records };
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
  return list.slice(0, MOST_LOOKED_AT).some((each) => isObject(each) && isRecord(each));
}

function isRecord(value: JsonObject): boolean {
  const { content, other } = knownFields((name) => value[name] != null);
  return content.some((name) => holdsChat(value[name])) || (content.length > 0 && other.length > 0);
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

/** What records by name are called in place of their list. */
const NAMED = 'of names';

/** Characters of a value around the records that are kept with each of them. */
const MOST_AROUND = 2000;

/** What stands around a list, in a few words each: it is the same for every record. */
function aroundOf(document: unknown, list: unknown): JsonObject {
  if (!isObject(document)) return {};
  return Object.fromEntries(
    Object.entries(document).flatMap(([key, value]) => {
      if (value === list || value === null) return [];
      const kept =
        isObject(value) && Object.values(value).includes(list) ? aroundOf(value, list) : value;
      const length = JSON.stringify(kept)?.length ?? 0;
      return [[key, length > MOST_AROUND ? `(left out: ${length} characters)` : kept]];
    }),
  );
}

/** The names of what was too long to be kept with every record. */
export function leftOutOf(around: JsonObject): readonly string[] {
  return Object.entries(around).flatMap(([key, value]) =>
    typeof value === 'string' && /^\(left out: \d+ characters\)$/.test(value) ? [key] : [],
  );
}
