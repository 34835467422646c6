/** Names of files that are not UTF-8 are found, opened and shown. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { nameOf, onDisk } from '../../src/base/path-bytes.ts';
import { findFiles } from '../../src/ingest/find-files.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-bytes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), name]);

describe('names of files', () => {
  it('are text that turns back into their bytes', () => {
    const names = fc
      .uint8Array({ minLength: 1, maxLength: 20 })
      .map((bytes) =>
        Buffer.from(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x61 : byte))),
      );
    fc.assert(
      fc.property(names, (bytes) => {
        fc.pre(!['.', '..'].includes(bytes.toString('latin1')));
        const file = inFolder(bytes);
        writeFileSync(file, '');
        const name = nameOf(file);
        expect(Buffer.from(onDisk(name))).toEqual(file);
        expect(name.isWellFormed()).toBe(true);
        rmSync(file);
      }),
    );
  });

  it('are found where a folder is searched, and below such a folder', async () => {
    const inside = Buffer.concat([inFolder(Buffer.from('d')), Buffer.from('/na\xEFve', 'latin1')]);
    mkdirSync(inside, { recursive: true });
    writeFileSync(Buffer.concat([inside, Buffer.from('/caf\xE9.jsonl', 'latin1')]), '{}');
    writeFileSync(Buffer.concat([inside, Buffer.from('/ü.jsonl')]), '{}');
    const { files, problems } = await findFiles(['d'], folder);
    expect(files.map(({ name }) => name)).toEqual([
      'd/na\uF7EFve/caf\uF7E9.jsonl',
      'd/na\uF7EFve/ü.jsonl',
    ]);
    expect(problems).toEqual([]);
  });
});
