/** Fields of a foreign record: where `--map` says, else by the names they are known by. */
import { basename, dirname } from 'node:path';

import { type FieldName, FIELDS, valueAt } from '../field-map.ts';
import type { FieldMap, SourceFile } from '../format.ts';
import { isObject, type JsonObject, without } from '../json/json.ts';
import { LISTS } from './answer.ts';

/** Fields that the document around a list of records may have for all of them. */
const OF_DOCUMENT: ReadonlySet<FieldName> = new Set(['model', 'system', 'condition', 'by']);

/** Names that often mean something else, so that nothing is said of them: choices may be those of a question. */
const OFTEN_OTHER = new Set(['result', ...LISTS]);

export type Found = {
  readonly value: unknown;
  /** The path it was found at; undefined for a constant of the map. */
  readonly path: string | undefined;
};

/** Whether a value can be used as a field. */
type Fits = (value: unknown, path: string) => boolean;

export type Lookup = {
  /** The first value of a field that `fits`. Others stay in `meta`, and are told of. */
  readonly find: (field: FieldName, fits?: Fits) => Found | undefined;
  readonly get: (field: FieldName, fits?: Fits) => unknown;
  /** Says that the value at a path is not shown whole after all. */
  readonly keep: (path: string | undefined, fault?: string) => void;
  /** Fields of the record that are not shown elsewhere. */
  readonly rest: () => JsonObject;
  /** What could not be used: by path, in words. */
  readonly faults: ReadonlyMap<string, string>;
};

export type Place = { readonly file: SourceFile; readonly around?: JsonObject | undefined };

export function lookup(record: JsonObject, map: FieldMap, { file, around }: Place): Lookup {
  const used = new Set<string>();
  const faults = new Map<string, string>();
  const find: Lookup['find'] = (field, fits = () => true) => {
    const named = map[field];
    const constant = named === undefined ? undefined : constantOf(named, file);
    if (constant !== undefined) return { value: constant.value, path: undefined };
    const paths = named === undefined ? FIELDS[field] : [named];
    for (const path of paths) {
      const value = valueAt(record, path);
      if (value === undefined || value === null) continue;
      // A blank name is none; a blank answer is one that failed.
      if (value === '' && field !== 'message') continue;
      if (!fits(value, path)) {
        if (!used.has(path) && !OFTEN_OTHER.has(path))
          faults.set(path, `not understood as the field "${field}"`);
        continue;
      }
      used.add(path);
      faults.delete(path);
      return { value, path };
    }
    if (around === undefined || !OF_DOCUMENT.has(field)) return undefined;
    const found = paths.find((path) => {
      const value = valueAt(around, path);
      return value !== undefined && value !== null && value !== '' && fits(value, path);
    });
    return found === undefined ? undefined : { value: valueAt(around, found), path: undefined };
  };
  return {
    find,
    get: (field, fits) => find(field, fits)?.value,
    keep: (path, fault) => {
      if (path === undefined) return;
      used.delete(path);
      if (fault !== undefined) faults.set(path, fault);
    },
    rest: () => without(record, used),
    faults,
  };
}

/** A constant in quotes, or a part of the file's path; undefined for a path into the record. */
function constantOf(named: string, file: SourceFile): { readonly value: unknown } | undefined {
  const [, text] = /^"(.*)"$|^'(.*)'$/s.exec(named)?.filter((each) => each !== undefined) ?? [];
  if (text !== undefined) return { value: text };
  if (!named.startsWith('@')) return undefined;
  if (named === '@file') return { value: stemOf(file.path) };
  const level = Number(/^@folder\.(\d+)$/.exec(named)?.[1] ?? 1);
  let folder = dirname(file.path);
  for (let up = 1; up < level; up += 1) folder = dirname(folder);
  return { value: file.path === '-' ? undefined : basename(folder) };
}

function stemOf(path: string): string {
  return basename(path).replace(/(?:\.\w{1,8})?(?:\.gz|\.zst)?$/, '');
}

/** A short word or number, as names and times are. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 300 ? value : undefined;
}

/** What an object is called: `{"name": "model-a", …}`. */
export function innerName(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return ['name', 'model', 'model_name', 'id'].map((key) => nameOf(value[key])).find(Boolean);
}
