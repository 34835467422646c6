/** Files that are kept elsewhere, put on the disk. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writePulled } from '../../src/audit-files/pulled.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pulled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'a.jsonl');
const bytes = Buffer.from('{"a":1}\n{"b":"zoë 😀"}\n');

describe('a file that is pulled', () => {
  it('is made, as a file of the user alone', async () => {
    expect(await writePulled(file, bytes)).toBe('new');
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await writePulled(file, bytes)).toBe('there');
  });

  it('is gone on with where it was cut, at any byte', async () => {
    for (let end = 0; end < bytes.length; end += 1) {
      writeFileSync(file, bytes.subarray(0, end));
      expect(await writePulled(file, bytes)).toBe('extended');
      expect(readFileSync(file).equals(bytes)).toBe(true);
    }
  });

  it('keeps what it has more, and what is another', async () => {
    const more = Buffer.concat([bytes, Buffer.from('{}\n')]);
    writeFileSync(file, more);
    expect(await writePulled(file, bytes)).toBe('ahead');
    expect(readFileSync(file).equals(more)).toBe(true);
    writeFileSync(file, '{"a":2}\n');
    await expect(writePulled(file, bytes)).rejects.toThrow('is another file');
    expect(readFileSync(file, 'utf8')).toBe('{"a":2}\n');
    await expect(writePulled(folder, bytes)).rejects.toThrow('it is a folder');
  });
});
