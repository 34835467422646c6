import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { array, assert, constantFrom, jsonValue, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { patched } from '../../src/formats/petri/json-patch.ts';

const change = (op: string, path: string, more = {}) => ({ op, path, ...more });

test.each<readonly [string, unknown[], unknown[] | undefined]>([
  ['nothing', [], [{ a: 1 }, 'b']],
  ['a value added in the middle', [change('add', '/1', { value: 'x' })], [{ a: 1 }, 'x', 'b']],
  ['and at the end', [change('add', '/-', { value: 'x' })], [{ a: 1 }, 'b', 'x']],
  ['a field added', [change('add', '/0/c', { value: 2 })], [{ a: 1, c: 2 }, 'b']],
  ['a field replaced', [change('replace', '/0/a', { value: [] })], [{ a: [] }, 'b']],
  ['an element taken away', [change('remove', '/0')], ['b']],
  ['a field taken away', [change('remove', '/0/a')], [{}, 'b']],
  ['one moved', [change('move', '/1', { from: '/0' })], ['b', { a: 1 }]],
  ['one copied', [change('copy', '/0/c', { from: '/1' })], [{ a: 1, c: 'b' }, 'b']],
  ['the whole', [change('replace', '', { value: [1] })], [1]],
  ['escaped names', [change('add', '/0/~1~0', { value: 1 })], [{ a: 1, '/~': 1 }, 'b']],
  ['two in a row', [change('remove', '/1'), change('add', '/1', { value: 3 })], [{ a: 1 }, 3]],
  ['a place that is not there', [change('replace', '/7', { value: 1 })], undefined],
  ['a field that is not there', [change('remove', '/0/z')], undefined],
  ['a way through a string', [change('add', '/1/0', { value: 1 })], undefined],
  ['an odd number', [change('add', '/01', { value: 1 })], undefined],
  ['an unknown operation', [change('swap', '/0')], undefined],
  ['no list afterwards', [change('replace', '', { value: 'x' })], undefined],
  ['no change at all', ['x'], undefined],
])('%s', (_, changes, expected) => {
  const list = [{ a: 1 }, 'b'];
  expect(patched(list, changes)).toEqual(expected);
  expect(list).toEqual([{ a: 1 }, 'b']);
});

test('a key named __proto__ is only a key', () => {
  const result = patched([{}], [change('add', '/0/__proto__', { value: { bad: true } })]);
  expect(JSON.stringify(result)).toBe('[{"__proto__":{"bad":true}}]');
  expect(({} as Record<string, unknown>)['bad']).toBeUndefined();
});

test('any changes to anything leave the list as it was, and never throw', () => {
  const path = array(constantFrom('0', '1', '-', 'a', 'b')).map((parts) =>
    parts.map((part) => `/${part}`).join(''),
  );
  const op = constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'odd');
  const changes = array(record({ op, path, from: path, value: jsonValue() }), {
    maxLength: 5,
  });
  assert(
    property(array(jsonValue()), changes, (list, given) => {
      const before = JSON.stringify(list);
      patched(list, given);
      expect(JSON.stringify(list)).toBe(before);
    }),
  );
});

/** The public suite of cases. Ours changes lists alone, so that each document is put into one. */
describe('json-patch-test-suite', () => {
  type Case = {
    readonly comment?: string;
    readonly doc: unknown;
    readonly patch: readonly Readonly<Record<string, unknown>>[];
    readonly expected?: unknown;
    readonly error?: string;
    readonly disabled?: boolean;
  };
  const { resolve } = createRequire(import.meta.url);
  const cases = ['tests.json', 'spec_tests.json']
    .flatMap((name) => {
      const file = resolve(`json-patch-test-suite/${name}`);
      return JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];
    })
    // JSON that names an operation twice is the parser's business: the last one counts.
    .filter(({ patch, comment }) => patch !== undefined && comment !== 'duplicate ops')
    .filter(({ comment }) => !comment?.startsWith('A.13'));
  const inList = (place: unknown): unknown => (typeof place === 'string' ? `/0${place}` : place);
  const moved = ({ op, path, from, ...rest }: Case['patch'][number]) => ({
    ...rest,
    // To add the document itself is to replace it.
    op: op === 'add' && path === '' ? 'replace' : op,
    path: inList(path),
    from: inList(from),
  });

  test('is there', () => {
    expect(cases.length).toBeGreaterThan(90);
  });

  test.each(cases.map((one) => [one.comment ?? JSON.stringify(one.patch), one] as const))(
    '%s',
    (_, { doc, patch, expected, error }) => {
      const wanted = error === undefined ? (expected ?? doc) : undefined;
      const result = patched([doc], patch.map(moved));
      expect(result).toEqual(wanted === undefined ? undefined : [wanted]);
      if (!Array.isArray(doc) || (wanted !== undefined && !Array.isArray(wanted))) return;
      expect(patched(doc, patch)).toEqual(wanted);
    },
  );
});
