/** Files that are damaged, or written in another way than they should: what can be read of them is. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { makeFolder, openAll } from './helpers.ts';

const { write } = makeFolder();

const record = (id: string) => ({ id, model: 'm', response: `Answer ${id}.` });
const json = (id: string) => JSON.stringify(record(id));
const [A, B, C] = [json('a'), json('b'), json('c')];

function utf16(text: string, bigEndian = false): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

test.each<readonly [string, string, string | Uint8Array, string, readonly string[]]>([
  ['glued records', 'jsonl', `${A}\n${B}${C}\n`, 'a b c', ['notice 2 records are on this line']],
  ['records with commas', 'jsonl', `${A},\n${B},\n`, 'a b', []],
  [
    'a record after one that was cut off',
    'jsonl',
    `${A}\n${B.slice(0, 20)}${C}\n`,
    'a c',
    ['warning a record that was cut off is followed by another; the first was passed over'],
  ],
  [
    'something after a record',
    'jsonl',
    `${A} EOF\n${B}\n`,
    'a b',
    ['warning what follows the record was passed over'],
  ],
  [
    'whole records before one that was cut off',
    'jsonl',
    `${A}${B.slice(0, 20)}\n${C}\n`,
    'a c',
    ['warning 1 record was read; the others on the line are cut off or damaged'],
  ],
  [
    'a damaged record among others on a line',
    'jsonl',
    `${A}{"id": oh}${B}\n${C}\n`,
    'a b c',
    ['warning 2 records were read; the others on the line are cut off or damaged'],
  ],
  [
    'a document of one line that is cut off inside its list',
    'json',
    `{"model": "m", "results": [${A}, ${B}, ${C.slice(0, 9)}`,
    'a b',
    ['error the JSON ends too early; what stands before was read'],
  ],
  ['lists one after the other', 'jsonl', `[${A}]\n[${B}, ${C}]\n`, 'a b c', []],
  ['glued lists', 'json', `[${A}][${B}]${C}`, 'a b c', []],
  [
    'a list after which another is cut off',
    'json',
    `[${A}][${B}, ${C.slice(0, 9)}`,
    'a b',
    ['error the JSON ends too early: record 2 is cut off; 1 before it was read'],
  ],
  [
    'a document that is cut off in a list further down',
    'json',
    `{"run": 1, "data": {"results": [${A}, ${B}, ${C.slice(0, 9)}`,
    'a b',
    ['error the JSON ends too early; what stands before was read'],
  ],
  [
    'a document with a mark before and NUL bytes after it',
    'json',
    `\uFEFF[${A}]\0\0`,
    'a',
    ['error NUL bytes were passed over'],
  ],
  [
    'a backslash that escapes nothing',
    'jsonl',
    `${A.replace('Answer', String.raw`\_Answer\\ \u00e9`)}\n${B}\n`,
    'a b',
    ['warning characters that JSON does not allow in a text were read as they are'],
  ],
  [
    'bare control characters in a text',
    'jsonl',
    `${A.replace('Answer', 'An\tswer\x01')}\n`,
    'a',
    ['warning characters that JSON does not allow in a text were read as they are'],
  ],
  [
    'records as Python prints them',
    'jsonl',
    `{'id': 'a', 'model': 'm', 'response': "It's", 'done': True}\n${B}\n`,
    'a b',
    ['warning characters that JSON does not allow in a text were read as they are'],
  ],
  ['one NUL byte', 'jsonl', `${A}\n\0${B}\n`, 'a b', ['warning 1 NUL byte was passed over']],
  ['CR alone', 'jsonl', `${A}\r${B}\r${C}`, 'a b c', ['notice 3 records are on this line']],
  [
    'CR alone, pretty-printed',
    'jsonl',
    JSON.stringify(record('a'), null, 2).replaceAll('\n', '\r'),
    'a',
    [],
  ],
  ['byte order marks between', 'jsonl', `\uFEFF${A}\n\uFEFF${B}\n`, 'a b', []],
  ['record separators', 'jsonl', `\x1e${A}\n\x1e${B}\n`, 'a b', []],
  [
    'NUL bytes at the end',
    'jsonl',
    `${A}\n${B}\n${'\0'.repeat(500)}`,
    'a b',
    ['warning 500 NUL bytes were passed over'],
  ],
  [
    'NUL bytes before',
    'jsonl',
    `${'\0'.repeat(9)}${A}\n${B}\n`,
    'a b',
    ['warning 9 NUL bytes were passed over'],
  ],
  [
    'NUL bytes between',
    'jsonl',
    `${A}\n\0\0${B}\n`,
    'a b',
    ['warning 2 NUL bytes were passed over'],
  ],
  [
    'UTF-16 with a mark',
    'jsonl',
    utf16(`\uFEFF${A}\r\n${B}\r\n`),
    'a b',
    ['notice the file is UTF-16; it was read as such'],
  ],
  [
    'UTF-16, the other way',
    'jsonl',
    utf16(`\uFEFF${A}\n`, true),
    'a',
    ['notice the file is UTF-16; it was read as such'],
  ],
  [
    'UTF-16 without a mark',
    'json',
    utf16(`[${A}, ${B}]`),
    'a b',
    ['notice the file is UTF-16; it was read as such'],
  ],
  ['UTF-16, compressed', 'jsonl.gz', gzipSync(utf16(`\uFEFF${A}\n`)), 'a', []],
  [
    'pretty-printed records',
    'jsonl',
    [A, B, C].map((each) => JSON.stringify(JSON.parse(each), null, 2)).join('\n'),
    'a b c',
    [],
  ],
  [
    'pretty-printed records, cut off',
    'jsonl',
    `${JSON.stringify(record('a'), null, 2)}\n{\n  "id": "b"`,
    'a',
    ['error 1 record was read; what follows is cut off or damaged'],
  ],
  [
    'an array that is cut off',
    'json',
    `[${A},\n${B},\n${C.slice(0, 20)}`,
    'a b',
    ['error the JSON ends too early: record 3 is cut off; 2 before it were read'],
  ],
  [
    'an array that is cut off after a record',
    'json',
    `[${A},\n${B}`,
    'a b',
    ['error the JSON ends too early; 2 records were read'],
  ],
  [
    'an array with a bad record',
    'json',
    `[${A},\n{"id": oh},\n${C}]`,
    'a c',
    ['error record 2 is not valid JSON; it was passed over'],
  ],
  [
    'a document that is cut off inside its list',
    'json',
    `{"model": "m",\n "results": [{"id":"a","model":"m","response":"A."},\n {"id":"b","mod`,
    'a',
    ['error the JSON ends too early; what stands before was read'],
  ],
])('%s', async (name, ending, content, ids, told) => {
  const { trials, problems } = await openAll(
    write(`${name.replaceAll(' ', '-')}.${ending}`, content),
  );
  expect(trials.map(({ id }) => id).join(' ')).toBe(ids);
  expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual(told);
});

test('a line that is still being written is left for later, whatever stands before it', async () => {
  const { trials, problems } = await openAll(write('growing.jsonl', `${A}\n${B}${C.slice(0, 20)}`));
  expect(trials.map(({ id }) => id)).toEqual(['a']);
  expect(problems).toMatchObject([{ severity: 'notice', place: 'line 2' }]);
});
