import { deflateRawSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openZip, type Zip, ZipDamage, zipOfBytes } from '../../src/formats/zip/zip.ts';
import { makeZip, type ZipPart } from '../support/zip.ts';
import { makeFolder } from './helpers.ts';

const { write } = makeFolder();

const WORDS = 'the words of a sample, '.repeat(200);

function textOf(zip: Zip, name: string): string | undefined {
  return zip.read(name)?.bytes.toString();
}

describe('a good zip', () => {
  test.each<[string, Omit<ZipPart, 'name' | 'data'>]>([
    ['stored', { method: 0 }],
    ['deflate', { method: 8 }],
    ['zstd', { method: 93 }],
    ['ZIP64', { wide: true }],
    ['ZIP64 and zstd', { wide: true, method: 93 }],
    ['sizes after the data', { streamed: true }],
  ])('%s', async (_, part) => {
    const bytes = makeZip([
      { name: 'a/b.json', data: WORDS, ...part },
      { name: 'ü.json', data: '{}', ...part },
      { name: 'empty', data: '', ...part },
    ]);
    const zip = await openZip(write('good.zip', bytes).path);
    expect([...zip.members.keys()]).toEqual(['a/b.json', 'ü.json', 'empty']);
    expect(zip.salvaged).toBeUndefined();
    expect(zip.read('a/b.json')).toEqual({ bytes: Buffer.from(WORDS), damage: undefined });
    expect(textOf(zip, 'ü.json')).toBe('{}');
    expect(textOf(zip, 'empty')).toBe('');
    expect(zip.read('nothing')).toBeUndefined();
    zip.close();
  });

  test('each member has its own compression', () => {
    const methods = [0, 8, 93];
    const zip = zipOfBytes(
      makeZip(methods.map((method) => ({ name: `${method}`, data: WORDS, method }))),
    );
    for (const method of methods) expect(textOf(zip, `${method}`)).toBe(WORDS);
  });

  test('zstd of several frames, one of them empty', () => {
    const frames = ['one ', '', 'two ', WORDS].map((text) => zstdCompressSync(text));
    const data = `one two ${WORDS}`;
    const packed = Buffer.concat(frames);
    const zip = zipOfBytes(makeZip([{ name: 'x', data, method: 93, packed }]));
    expect(zip.read('x')).toEqual({ bytes: Buffer.from(data), damage: undefined });
  });

  test('of equal names the last one wins, and the name is told', () => {
    const part = { name: 'x', data: 'old' };
    const zip = zipOfBytes(makeZip([part, { name: 'y', data: 'y' }, { name: 'x', data: 'new' }]));
    expect(textOf(zip, 'x')).toBe('new');
    expect([...zip.repeated]).toEqual(['x']);
  });

  test('a comment, dead bytes and the signature of an end in the data are no obstacle', () => {
    const end = 'PK\x05\x06'.padEnd(40, 'z');
    const bytes = makeZip([{ name: 'x', data: `${end}${WORDS}`, method: 0 }]);
    bytes.writeUInt16LE(end.length, bytes.length - 2);
    const zip = zipOfBytes(Buffer.concat([bytes, Buffer.from(end)]));
    expect(zip.salvaged).toBeUndefined();
    expect(textOf(zip, 'x')).toContain(WORDS);
  });
});

describe('a damaged zip', () => {
  const parts = ['a', 'b', 'c'].map((name) => ({ name, data: `${name}: ${WORDS}` }));

  test.each<[string, Partial<ZipPart>]>([
    ['deflate', {}],
    ['zstd', { method: 93 }],
    ['ZIP64', { wide: true }],
    ['sizes after the data', { streamed: true }],
  ])('without its directory gives its members: %s', (_, part) => {
    const zip = zipOfBytes(
      makeZip(
        parts.map((each) => ({ ...each, ...part })),
        { end: false },
      ),
    );
    expect(zip.salvaged).toContain('cut off, or still being written');
    expect(zip.cut).toBeUndefined();
    for (const { name, data } of parts) expect(textOf(zip, name)).toBe(data);
  });

  test('cut off in a member gives those before it, and says which it was', () => {
    const bytes = makeZip(parts, { end: false });
    const zip = zipOfBytes(bytes.subarray(0, bytes.length - 5));
    expect([...zip.members.keys()]).toEqual(['a', 'b']);
    expect(zip.cut).toBe('c');
    expect(textOf(zip, 'b')).toBe(parts[1]?.data);
  });

  test('a wrong byte in the directory costs no member', () => {
    const bytes = makeZip(parts);
    bytes[bytes.indexOf('PK\x01\x02', 0, 'latin1')] = 0;
    const zip = zipOfBytes(bytes);
    expect([...zip.members.keys()]).toEqual(['a', 'b', 'c']);
  });

  test.each<[string, Partial<ZipPart>, string]>([
    ['of an unknown compression', { method: 99, packed: Buffer.from('x') }, 'method 99'],
    ['of deflate cut short', { packed: deflateRawSync(WORDS).subarray(0, 20) }, 'too early'],
    [
      'of zstd cut short',
      { method: 93, packed: zstdCompressSync(WORDS).subarray(0, 20) },
      'too early',
    ],
    ['of nonsense as deflate', { packed: Buffer.alloc(50, 0xff) }, 'damaged'],
    ['of nonsense as zstd', { method: 93, packed: Buffer.alloc(50, 0xff) }, 'damaged'],
    ['of nothing as zstd', { method: 93, packed: Buffer.alloc(0) }, 'too early'],
  ])('a member %s is told', (_, part, message) => {
    const zip = zipOfBytes(makeZip([{ name: 'x', data: WORDS, ...part }]));
    expect(() => zip.read('x')).toThrow(ZipDamage);
    expect(() => zip.read('x')).toThrow(message);
  });

  test('a wrong checksum is told, and the bytes are given', () => {
    const zip = zipOfBytes(
      makeZip([{ name: 'x', data: 'right', method: 0, packed: Buffer.from('wrong') }]),
    );
    expect(zip.read('x')).toEqual({
      bytes: Buffer.from('wrong'),
      damage: 'its checksum is wrong',
    });
  });

  test('what is no zip, or an empty file, is said to be none', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK\x03\x04'), Buffer.alloc(100_000)]) {
      expect(() => zipOfBytes(bytes)).toThrow(ZipDamage);
    }
  });

  test('a file that is not there is said to be so', async () => {
    await expect(openZip('/nowhere/x.eval')).rejects.toThrow('there is no such file');
  });
});

describe('a bomb', () => {
  test('of one member stops at the limit, whatever size it states', () => {
    const packed = zstdCompressSync(Buffer.alloc(80 * 1024 * 1024));
    const zip = zipOfBytes(makeZip([{ name: 'x', data: 'small', method: 93, packed }]));
    expect(() => zip.read('x')).toThrow('larger than 64 MiB');
  });

  test('of many frames stops at the limit', () => {
    const frame = zstdCompressSync(Buffer.alloc(9 * 1024 * 1024));
    const packed = Buffer.concat(Array.from({ length: 8 }, () => frame));
    const zip = zipOfBytes(makeZip([{ name: 'x', data: '', method: 93, packed }]));
    expect(() => zip.read('x')).toThrow('larger than 64 MiB');
  });

  test('of endless empty frames ends', () => {
    const frame = zstdCompressSync('');
    const packed = Buffer.concat(Array.from({ length: 5000 }, () => frame));
    const zip = zipOfBytes(makeZip([{ name: 'x', data: '', method: 93, packed }]));
    expect(() => zip.read('x')).toThrow('too many zstd frames');
  });

  test('of members that share their bytes: the first keeps them', () => {
    const bytes = makeZip([
      { name: 'aa', data: WORDS },
      { name: 'bb', data: WORDS },
    ]);
    const second = bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    bytes.writeUInt32LE(0, second + 42);
    const zip = zipOfBytes(bytes);
    expect([...zip.members.keys()]).toEqual(['aa']);
    expect(zip.overlapping).toBe(1);
  });
});

describe('mutated bytes', () => {
  const seeds = [
    makeZip([
      { name: 'header.json', data: '{"version": 2}' },
      { name: 'samples/1_epoch_1.json', data: WORDS, method: 93 },
      { name: 'wide', data: WORDS, wide: true },
      { name: 'streamed', data: WORDS, streamed: true },
      { name: 'stored', data: WORDS, method: 0 },
    ]),
    makeZip(
      [
        { name: 'a', data: WORDS },
        { name: 'b', data: 'PK\x03\x04', method: 0 },
      ],
      { end: false },
    ),
  ];
  const mutation = fc.record({
    seed: fc.constantFrom(...seeds),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
    from: fc.nat(40),
    keep: fc.double({ min: 0, max: 1, noNaN: true }),
    more: fc.uint8Array({ maxLength: 60 }),
  });

  test('give members or say what is wrong, and nothing else', () => {
    fc.assert(
      fc.property(mutation, ({ seed, changes, from, keep, more }) => {
        const bytes = Buffer.concat([
          seed.subarray(0, seed.length * (keep > 0.5 ? 1 : keep * 2)),
          more,
        ]);
        for (const [at, value] of changes) bytes[at % Math.max(1, bytes.length)] = value;
        try {
          const zip = zipOfBytes(bytes.subarray(keep < 0.1 ? from : 0));
          for (const name of zip.members.keys()) {
            try {
              zip.read(name);
            } catch (error) {
              expect(error).toBeInstanceOf(ZipDamage);
            }
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ZipDamage);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('of the headers alone, where all numbers are', () => {
    const [seed = Buffer.alloc(0)] = seeds;
    const places = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07'].flatMap(
      (mark) => {
        const found: number[] = [];
        for (let at = seed.indexOf(mark, 0, 'latin1'); at >= 0;) {
          found.push(at);
          at = seed.indexOf(mark, at + 1, 'latin1');
        }
        return found;
      },
    );
    const change = fc.tuple(
      fc.constantFrom(...places),
      fc.integer({ min: 4, max: 55 }),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Buffer.from(seed);
        for (const [place, offset, value] of changes) bytes[place + offset] = value;
        try {
          const zip = zipOfBytes(bytes);
          for (const name of zip.members.keys()) zip.read(name);
        } catch (error) {
          expect(error).toBeInstanceOf(ZipDamage);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
