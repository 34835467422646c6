import { DatabaseSync } from 'node:sqlite';
import { array, assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersOf, wordsOf } from '../../src/store/sqlite/bulk-read.ts';

const database = new DatabaseSync(':memory:');

describe('numbersOf', () => {
  const get = database.prepare('SELECT json_group_array(value) AS numbers FROM json_each(?)');

  it('gives what SQLite put together', () => {
    assert(
      property(array(nat({ max: 2 ** 32 - 1 })), (numbers) => {
        const row = get.get(JSON.stringify(numbers));
        expect([...numbersOf(row?.['numbers'])]).toEqual(numbers);
      }),
    );
  });
});

describe('wordsOf', () => {
  it('gives each word with its count', () => {
    expect(wordsOf('leverage 12\nstraße 1')).toEqual([
      { word: 'leverage', count: 12 },
      { word: 'straße', count: 1 },
    ]);
  });

  it('gives none where there are none', () => {
    expect(wordsOf(null)).toEqual([]);
  });
});
