import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { compressionOf, openBytes, readHead } from '../../src/formats/bytes.ts';
import { DamagedFile } from '../../src/formats/raw-bytes.ts';
import { type Line, openLines, splitLines } from '../../src/formats/lines.ts';
import { collect, makeFolder } from './helpers.ts';

const { folder, write } = makeFolder();

async function* pieces(parts: readonly Buffer[]) {
  let rawEnd = 0;
  for (const bytes of parts) {
    rawEnd += bytes.length;
    yield await Promise.resolve({ bytes, rawEnd });
  }
}

async function linesOf(batches: AsyncIterable<readonly Line[]>): Promise<readonly Line[]> {
  return (await collect(batches)).flat();
}

const texts = (lines: readonly Line[]) => lines.map((line) => line.bytes?.toString('utf8'));

test('lines end at LF and CR LF; a byte order mark is no part of the first', async () => {
  const lines = await linesOf(splitLines(pieces([Buffer.from('\uFEFFa\r\n\nb\n c')])));
  expect(texts(lines)).toEqual(['a', '', 'b', ' c']);
  expect(lines.map((line) => line.finished)).toEqual([true, true, true, false]);
});

test('lines are the same however the bytes are cut, and lie end to end', async () => {
  const content = fc.array(fc.constantFrom('é', 'a', '\n', '\r\n', '漢字', '{}'), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(content, fc.array(fc.nat({ max: 9 })), async (parts, cuts) => {
      const bytes = Buffer.from(parts.join(''));
      const cut: Buffer[] = [];
      let at = 0;
      for (const size of cuts) {
        cut.push(bytes.subarray(at, at + size));
        at += size;
      }
      cut.push(bytes.subarray(at));
      const lines = await linesOf(splitLines(pieces(cut)));
      const expected = parts.join('').split(/\r?\n/);
      if (expected.at(-1) === '') expected.pop();
      expect(texts(lines)).toEqual(expected);
      expect(lines.map((line) => line.start)).toEqual(
        [0, ...lines.map((line) => line.end)].slice(0, lines.length),
      );
      expect(lines.at(-1)?.end ?? 0).toBe(bytes.length);
    }),
  );
});

test('a line over the limit is counted, passed over and not held', async () => {
  const parts = [
    Buffer.from('ok\n'),
    Buffer.alloc(500, 'x'),
    Buffer.alloc(500, 'x'),
    Buffer.from('\nok\nlast and too long'),
  ];
  const lines = await linesOf(splitLines(pieces(parts), { maxLineBytes: 10 }));
  expect(texts(lines)).toEqual(['ok', undefined, 'ok', undefined]);
  expect(lines.map((line) => line.end - line.start)).toEqual([3, 1001, 3, 17]);
});

test('reading goes on at a byte, with the number of its line', async () => {
  const file = write('resume.txt', 'one\ntwo\nthree\n');
  const { batches } = await openLines(file.path, { fromByte: 4, fromLine: 1 });
  const lines = await linesOf(batches);
  expect(lines.map(({ number, start, end }) => [number, start, end])).toEqual([
    [2, 4, 8],
    [3, 8, 14],
  ]);
});

const content = Buffer.from(
  Array.from({ length: 40_000 }, (_, n) => `line ${n} ${(n * 7919) % 10_007}\n`).join(''),
);

test.each([
  ['plain', content],
  ['gzip', gzipSync(content)],
  [
    'gzip in two members',
    Buffer.concat([gzipSync(content.subarray(0, 1000)), gzipSync(content.subarray(1000))]),
  ],
  ['zstd', zstdCompressSync(content)],
  [
    'zstd in two frames',
    Buffer.concat([
      zstdCompressSync(content.subarray(0, 1000)),
      zstdCompressSync(content.subarray(1000)),
    ]),
  ],
])('%s bytes are read as they were', async (name, bytes) => {
  const file = write(`whole-${name}`, bytes);
  const { pieces: read } = await openBytes(file.path);
  const parts = await collect(read);
  expect(Buffer.concat(parts.map((part) => part.bytes)).equals(content)).toBe(true);
  expect(parts.at(-1)?.rawEnd).toBe(bytes.length);
});

test.each([
  ['gzip', gzipSync(content).subarray(0, -5000)],
  ['zstd', zstdCompressSync(content).subarray(0, -5000)],
])('of a %s file cut short, what can be read is, and then it is told', async (name, bytes) => {
  const file = write(`cut-${name}`, bytes);
  const { pieces: read } = await openBytes(file.path);
  const parts: Buffer[] = [];
  const reading = (async () => {
    for await (const piece of read) parts.push(piece.bytes);
  })();
  await expect(reading).rejects.toThrow(DamagedFile);
  const got = Buffer.concat(parts);
  expect(got.length).toBeGreaterThan(content.length / 2);
  expect(content.subarray(0, got.length).equals(got)).toBe(true);
});

test('a head is decompressed, limited, and says whether it is all', async () => {
  const long = await readHead(write('head.gz', gzipSync(content)), 100);
  expect(long.bytes.equals(content.subarray(0, 100))).toBe(true);
  expect(long.whole).toBe(false);
  expect(await readHead(write('short.txt', 'abc'))).toMatchObject({ whole: true });
  expect((await readHead(write('empty.txt', ''))).bytes).toHaveLength(0);
});

test('standard input is looked at and then read from its start, compressed or not', () => {
  const script = `
    import { openBytes, readHead } from './src/formats/bytes.ts';
    const head = await readHead({ path: '-', name: '-', size: 0 }, 10);
    const { pieces } = await openBytes('-');
    let size = 0;
    for await (const piece of pieces) size += piece.bytes.length;
    process.stdout.write(head.bytes.toString() + size);`;
  const run = (input: Buffer) =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      input,
      cwd: path.resolve(import.meta.dirname, '../..'),
      encoding: 'utf8',
    });
  const expected = `${content.subarray(0, 10).toString()}${content.length}`;
  expect(run(content)).toBe(expected);
  expect(run(gzipSync(content))).toBe(expected);
});

test('a file that is not there says so in words', async () => {
  const gone = { path: `${folder}/gone`, name: 'gone', size: 0 };
  await expect(readHead(gone)).rejects.toThrow('there is no such file');
  await expect(readHead({ ...gone, path: folder })).rejects.toThrow('it is a folder');
});

test('compression is told by the first bytes', () => {
  expect(
    [gzipSync('a'), zstdCompressSync('a'), Buffer.from('{}'), Buffer.alloc(0)].map(compressionOf),
  ).toEqual(['gzip', 'zstd', 'none', 'none']);
});
