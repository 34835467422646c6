/** JSON Patch (RFC 6902) on a list: gives the changed list and leaves the given one as it was. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../json/json.ts';

/** Applies all changes, or none: undefined where one of them cannot be made. */
export function patched(
  list: readonly unknown[],
  changes: readonly unknown[],
): readonly unknown[] | undefined {
  let value: unknown = list;
  for (const change of changes) {
    if (!isObject(change)) return undefined;
    const next = changed(value, change);
    if (next === undefined) return undefined;
    value = next.value;
  }
  return Array.isArray(value) ? value : undefined;
}

/** Boxed: a value may be anything, and undefined says that the change cannot be made. */
type Box = { readonly value: unknown };

function changed(document: unknown, change: JsonObject): Box | undefined {
  const path = tokensOf(change['path']);
  const from = tokensOf(change['from']);
  if (path === undefined) return undefined;
  const { value } = change;
  const op = change['op'];
  if (['add', 'replace', 'test'].includes(String(op)) && value === undefined) return undefined;
  switch (op) {
    case 'add':
    case 'replace':
      return put(document, path, { value }, op);
    case 'remove':
      return put(document, path, undefined, 'replace');
    case 'test': {
      const found = at(document, path);
      return found !== undefined && isDeepStrictEqual(found.value, value)
        ? { value: document }
        : undefined;
    }
    case 'copy':
    case 'move': {
      const found = from === undefined ? undefined : at(document, from);
      if (from === undefined || found === undefined) return undefined;
      const isInside = from.length < path.length && from.every((key, index) => key === path[index]);
      // Into itself, a value cannot be moved; to its own place, it stays.
      if (op === 'move' && isInside) return undefined;
      const isRoot = from.length === 0;
      const rest =
        op === 'copy' || isRoot ? { value: document } : put(document, from, undefined, 'replace');
      return rest === undefined ? undefined : put(rest.value, path, found, 'add');
    }
    default:
      return undefined;
  }
}

/** `/3/content` as its parts. */
function tokensOf(path: unknown): readonly string[] | undefined {
  if (path === '') return [];
  if (typeof path !== 'string' || !path.startsWith('/')) return undefined;
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(document: unknown, path: readonly string[]): Box | undefined {
  let value = document;
  for (const token of path) {
    const index = Array.isArray(value) ? indexOf(token, value.length - 1, false) : undefined;
    if (Array.isArray(value) && index !== undefined) value = value[index];
    else if (isObject(value) && Object.hasOwn(value, token)) value = value[token];
    else return undefined;
  }
  return { value };
}

/** A copy with a value put at a path (`put` undefined: taken away); what is not on the way is shared. */
function put(
  document: unknown,
  path: readonly string[],
  value: Box | undefined,
  how: 'add' | 'replace',
): Box | undefined {
  const [token, ...rest] = path;
  if (token === undefined) return value;
  if (Array.isArray(document)) {
    const adds = rest.length === 0 && how === 'add';
    const index = indexOf(token, document.length - (adds ? 0 : 1), adds);
    if (index === undefined) return undefined;
    const copy: unknown[] = [...document];
    if (rest.length > 0) {
      const inner = put(document[index], rest, value, how);
      if (inner === undefined) return undefined;
      copy[index] = inner.value;
    } else if (value === undefined) copy.splice(index, 1);
    else copy.splice(index, adds ? 0 : 1, value.value);
    return { value: copy };
  }
  if (!isObject(document)) return undefined;
  const entries = new Map(Object.entries(document));
  if (rest.length > 0) {
    const inner = entries.has(token) ? put(entries.get(token), rest, value, how) : undefined;
    if (inner === undefined) return undefined;
    entries.set(token, inner.value);
  } else if (value === undefined) {
    if (!entries.delete(token)) return undefined;
  } else if (how === 'replace' && !entries.has(token)) return undefined;
  else entries.set(token, value.value);
  // Made from entries: a key named __proto__ is only a key.
  return { value: Object.fromEntries(entries) };
}

/** A place in a list, at most `last`; `-` is the one after the end, where a value is added. */
function indexOf(token: string, last: number, adds: boolean): number | undefined {
  if (token === '-') return adds ? last : undefined;
  if (!/^(?:0|[1-9]\d*)$/.test(token)) return undefined;
  const index = Number(token);
  return index <= last ? index : undefined;
}
