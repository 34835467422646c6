import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { detect, FORMATS } from '../../src/formats/index.ts';
import { WITH_CONTENTS } from '../../src/formats/with-contents.ts';
import { UserError } from '../../src/base/user-error.ts';
import { makeFolder } from './helpers.ts';

const { write } = makeFolder();

const NATIVE = '{"id":"a","model":"m","turns":[{"kind":"note","text":"t"}]}';

test.each<readonly [string, string, string | Uint8Array, string | undefined]>([
  ['native lines', 'a.jsonl', `${NATIVE}\n${NATIVE}\n`, 'inquest'],
  ['native lines of any file name', 'a.txt', `\uFEFF${NATIVE}`, 'inquest'],
  ['native lines, compressed', 'a.gz', gzipSync(NATIVE), 'inquest'],
  [
    'a native trial as a document',
    'a.json',
    JSON.stringify(JSON.parse(NATIVE), null, 2),
    'inquest',
  ],
  [
    'a native line longer than the head',
    'long.jsonl',
    `{"model":"m","turns":[{"kind":"note","text":"${'x'.repeat(200_000)}"}]}\n`,
    'inquest',
  ],
  ['a first line that is broken', 'b.jsonl', `{"id": oops\n${NATIVE}\n`, 'inquest'],
  ['foreign lines', 'c.jsonl', '{"response":"r","model":"m"}\n', 'jsonl'],
  ['foreign lines without a known field', 'd.jsonl', '{"zzz":1}\n', 'jsonl'],
  ['the same under another name', 'd.txt', '{"zzz":1}\n', undefined],
  ['a settings file', 'package.json', '{\n  "name": "x",\n  "version": "1"\n}\n', undefined],
  ['an array of numbers', 'n.json', '[1, 2]', undefined],
  ['an empty file', 'empty.jsonl', '', undefined],
  ['a blank file', 'blank.jsonl', '\n\n', undefined],
  ['prose', 'readme.md', '# Hello\n', undefined],
  ['binary', 'x.bin', Buffer.from([0x7b, 0, 1, 2, 3]), undefined],
  ['a zip', 'x.zip', Buffer.from('PK\u0003\u0004\u0000\u0000'), undefined],
  ['an empty response in a tree', 'm/c/sample_001/response.json', '', 'study'],
  [
    'a prompt of a tree',
    'prompts/c/metadata.json',
    '{\n  "condition_id": "c",\n  "scenario": "s"\n}',
    undefined,
  ],
])('%s', async (_, name, content, format) => {
  const found = detect(await readHead(write(name, content)));
  expect(found?.format.name).toBe(format);
  if (found !== undefined) expect(found.claim.why).not.toBe('');
});

test('a format can be asked for, and an unknown one is named', async () => {
  const head = await readHead(write('forced.txt', 'anything'));
  for (const format of FORMATS) expect(detect(head, format.name)?.format).toBe(format);
  expect(() => detect(head, 'csv')).toThrow(UserError);
});

test('all with a table of contents are where single trials are read', () => {
  expect(WITH_CONTENTS).toEqual(FORMATS.filter(({ contents }) => contents !== undefined));
});
