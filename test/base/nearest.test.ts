/** Which name is taken for the one meant, and how words are quoted for a shell. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { didYouMean, nearestName } from '../../src/base/nearest.ts';
import { shellWord, singleQuoted } from '../../src/base/shell.ts';

const NAMES = ['list', 'show', 'search', 'stats', 'check', 'turns', 'model', 'models'];

describe('nearestName', () => {
  it.each([
    ['a letter wrong', 'lisp', 'list'],
    ['a letter missing', 'lst', 'list'],
    ['a letter added', 'shows', 'show'],
    ['two letters swapped', 'serach', 'search'],
    ['a swap and a missing letter', 'trun', 'turns'],
    ['a beginning', 'mod', 'model'],
    ['a name with more behind it', 'checking', 'check'],
    ['the fewest edits, not the first in order', 'modelz', 'model'],
  ])('takes %s', (_, typed, meant) => {
    expect(nearestName(typed, NAMES)).toBe(meant);
  });

  it.each(['xyz', 'verdict', 'li$$'])('takes nothing for %s with one edit at most', (typed) => {
    expect(nearestName(typed, NAMES, 1)).toBeUndefined();
  });

  it('prefers the nearer of two names', () => {
    expect(nearestName('modells', NAMES)).toBe('models');
    expect(didYouMean('nothing like it', NAMES)).toBe('');
  });
});

test('a quoted word is one word of a shell, as it was', () => {
  const words = ['plain/path.jsonl', "it's", 'a b', '$HOME', '`id`', '~x', 'a\nb', '*', '', '"'];
  const printed = execFileSync(
    '/bin/sh',
    ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')} ${words.map(singleQuoted).join(' ')}`],
    { encoding: 'utf8' },
  );
  expect(printed.split('\0').slice(0, -1)).toEqual([...words, ...words]);
  expect(shellWord('plain/path.jsonl')).toBe('plain/path.jsonl');
});
