/** JSON patches against a second, simpler way of making them; the given list stays as it was. */
import { isDeepStrictEqual } from 'node:util';
import { patched } from '../../src/formats/petri/json-patch.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';
import type { Random } from './soak.ts';

const DOCUMENTS = [
  '[]',
  '[{"id":"1","content":"a"},{"id":"2","content":[{"text":"b"}]}]',
  '[[1,[2,[3]]],{"a/b":{"~":0},"":{"":1},"__proto__":{"x":1},"constructor":2}]',
];
const PATHS = [
  '',
  '/',
  '/0',
  '/1',
  '/2',
  '/-',
  '/0/content',
  '/1/content/0',
  '/1/content/-',
  '/1/content/0/text',
  '/0/1/1/0',
  '/1/a~1b/~0',
  '/1//',
  '/1/__proto__',
  '/1/__proto__/x',
  '/1/constructor',
  '/1/toString',
  '/01',
  '/-1',
  '/1e0',
  '/99',
  'x',
  '/0/id/0',
  '/0/length',
  '/length',
];
const VALUES = ['1', 'null', '[]', '{}', '"s"', '{"__proto__":{"y":1}}', '[1,2]'];

function patchOf(random: Random): string {
  const op = random.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'other', '']);
  const path = JSON.stringify(random.pick(PATHS));
  const from = random.chance(0.8) ? `,"from":${JSON.stringify(random.pick(PATHS))}` : '';
  const value = random.chance(0.9) ? `,"value":${random.pick(VALUES)}` : '';
  return `{"op":"${op}","path":${path}${from}${value}}`;
}

/** A document and its patches, as `[document, patches]`. */
function made(random: Random): Uint8Array {
  const patches = Array.from({ length: random.below(5) }, () => patchOf(random));
  return Buffer.from(`[${random.pick(DOCUMENTS)},[${patches.join(',')}]]`);
}

function attempt(input: Uint8Array): string | undefined {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(input).toString());
  } catch {
    return undefined;
  }
  const [list, changes] = Array.isArray(given) ? (given as unknown[]) : [];
  if (!Array.isArray(list) || !Array.isArray(changes)) return undefined;
  const before = JSON.stringify(list);
  const result = patched(list, changes);
  if (JSON.stringify(list) !== before) return 'changes the list that it is given';
  if (result !== undefined && !Array.isArray(result)) return 'gives something else than a list';
  const expected = simply(structuredClone(list), changes);
  return isDeepStrictEqual(result, expected) ? undefined : 'differs from the simple way';
}

/** As RFC 6902 says it, step by step, on a copy that is changed in place. Undefined: refused. */
function simply(list: unknown, changes: readonly unknown[]): unknown {
  let root: unknown = list;
  for (const change of changes) {
    if (change === null || typeof change !== 'object' || Array.isArray(change)) return undefined;
    const { op, path, from, value } = Object.fromEntries(Object.entries(change));
    const target = keysOf(path);
    if (target === undefined) return undefined;
    const set = (what: unknown, how: 'add' | 'replace'): boolean => {
      if (target.length === 0) {
        root = what;
        return true;
      }
      const holder = find(root, target.slice(0, -1));
      const key = target.at(-1) ?? '';
      if (holder === undefined) return false;
      const { it } = holder;
      if (Array.isArray(it)) {
        const place = key === '-' && how === 'add' ? it.length : placeOf(key);
        if (place === undefined || place > it.length - (how === 'add' ? 0 : 1)) return false;
        it.splice(place, how === 'add' ? 0 : 1, what);
        return true;
      }
      if (it === null || typeof it !== 'object') return false;
      if (how === 'replace' && !Object.hasOwn(it, key)) return false;
      define(it, key, what);
      return true;
    };
    const remove = (keys: readonly string[]): boolean => {
      const holder = find(root, keys.slice(0, -1));
      if (find(root, keys) === undefined || holder === undefined || keys.length === 0) return false;
      const { it } = holder;
      const key = keys.at(-1) ?? '';
      if (Array.isArray(it)) it.splice(Number(key), 1);
      else Reflect.deleteProperty(it as object, key);
      return true;
    };
    const source = keysOf(from);
    const isDone = ((): boolean => {
      switch (op) {
        case 'add':
        case 'replace':
          if (!Object.hasOwn(change, 'value')) return false;
          return set(structuredClone(value), op);
        case 'remove':
          return remove(target);
        case 'test': {
          const found = find(root, target);
          return (
            Object.hasOwn(change, 'value') &&
            found !== undefined &&
            isDeepStrictEqual(found.it, value)
          );
        }
        case 'copy':
        case 'move': {
          const found = source === undefined ? undefined : find(root, source);
          if (source === undefined || found === undefined) return false;
          const isInside =
            source.length < target.length && source.every((key, at) => key === target[at]);
          if (op === 'move' && isInside) return false;
          const copy = structuredClone(found.it);
          if (op === 'move' && source.length > 0 && !remove(source)) return false;
          return set(copy, 'add');
        }
        default:
          return false;
      }
    })();
    if (!isDone) return undefined;
  }
  return Array.isArray(root) ? root : undefined;
}

function keysOf(path: unknown): readonly string[] | undefined {
  if (typeof path !== 'string') return undefined;
  if (path === '') return [];
  if (path[0] !== '/') return undefined;
  const keys = path.slice(1).split('/');
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function placeOf(key: string): number | undefined {
  return /^(0|[1-9][0-9]*)$/.test(key) ? Number(key) : undefined;
}

function find(root: unknown, keys: readonly string[]): { readonly it: unknown } | undefined {
  let it = root;
  for (const key of keys) {
    if (Array.isArray(it)) {
      const place = placeOf(key);
      if (place === undefined || place >= it.length) return undefined;
      it = it[place];
    } else if (it !== null && typeof it === 'object' && Object.hasOwn(it, key)) {
      it = Object.getOwnPropertyDescriptor(it, key)?.value;
    } else return undefined;
  }
  return { it };
}

function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'patches',
  suite: 15_000,
  seeds: bytesOf(DOCUMENTS.map((document) => `[${document},[{"op":"add","path":"/0","value":1}]]`)),
  pieces: ['null', '[]', '{}', ',', '"/0"', '"op":"move"', '/-', '~', '~01', '"__proto__"'],
  grammar: made,
  attempt,
});
