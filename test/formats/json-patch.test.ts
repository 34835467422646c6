import { array, assert, constantFrom, jsonValue, property, record } from 'fast-check';
import { expect, test } from 'vitest';

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
