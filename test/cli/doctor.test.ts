/** `inquest doctor`: what it finds, in every form, and what it does not tell. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/cli/diagnosis.ts';
import { createPlace as createViewers } from '../support/place.ts';
import { createPlace, parseLines, SMALL, toLines } from './support.ts';

const place = createPlace();
let count = 0;
/** A state folder of its own for each test, and the folder of the tests as the home. */
let env: Record<string, string> = {};

beforeEach(() => {
  count += 1;
  env = {
    HOME: place.folder,
    LANG: 'C.UTF-8',
    XDG_CONFIG_HOME: path.join(place.folder, `config-${count}`),
    XDG_CACHE_HOME: path.join(place.folder, `cache-${count}`),
    XDG_STATE_HOME: path.join(place.folder, `state-${count}`),
    XDG_DATA_HOME: path.join(place.folder, `data-${count}`),
  };
});

async function doctor(
  ...args: readonly string[]
): Promise<{ code: number | null; found: Diagnosis }> {
  const { code, stdout, stderr } = await place.run(['doctor', '--json', ...args], { env });
  expect(stderr).toBe('');
  return { code, found: JSON.parse(stdout) as Diagnosis };
}

async function index(): Promise<string> {
  place.write('secret-names.jsonl', toLines(SMALL));
  await place.run(['list', 'secret-names.jsonl'], { env });
  const folder = path.join(env['XDG_CACHE_HOME'] ?? '', 'inquest');
  const name = readdirSync(folder).find((one) => one.endsWith('.db'));
  return path.join(folder, name ?? 'none');
}

describe('inquest doctor', () => {
  it('finds nothing to mend where all is well', async () => {
    await index();
    const { code, found } = await doctor();
    expect(found.toMend).toEqual([]);
    expect(code).toBe(0);
    expect(found.versions.node).toBe(process.versions.node);
    expect(found.indexes).toMatchObject([{ state: 'sound', trials: SMALL.length, sources: 1 }]);
    expect(found.terminal).toMatchObject({ columns: null, utf8: true });
  });

  it('tells the same as text and as lines', async () => {
    const file = await index();
    const text = await place.run(['doctor'], { env });
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toContain(`inquest 0.1.0, Node ${process.versions.node}`);
    expect(text.stdout).toContain(path.basename(file));
    expect(text.stdout).toMatch(/\nAll is well\.\n$/);
    const lines = parseLines((await place.run(['doctor', '--jsonl'], { env })).stdout);
    expect(lines.map(({ about }) => about)).toEqual([
      'versions',
      'terminal',
      'folder',
      'folder',
      'folder',
      'folder',
      'index',
    ]);
  });

  it('tells where folders and files are only if it is asked to', { timeout: 120_000 }, async () => {
    await index();
    writeFileSync(path.join(place.folder, 'broken.json'), '{');
    for (const form of [[], ['--json'], ['--jsonl']]) {
      const args = ['doctor', '--config', path.join(place.folder, 'broken.json'), ...form];
      const hidden = (await place.run(args, { env })).stdout;
      expect(hidden).not.toContain(place.folder);
      expect(hidden).not.toContain('secret-names');
      expect(hidden).toContain('$XDG_CACHE_HOME/inquest');
      expect(hidden).toContain('./broken.json is not valid JSON');
      const { stdout } = await place.run([...args, '--paths'], { env });
      expect(stdout).toContain(path.join(place.folder, 'secret-names.jsonl'));
    }
  });

  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'no pages at all '.repeat(1000))],
    [
      'has one bit turned over in a text',
      (file: string) => {
        const bytes = readFileSync(file);
        // In a compressed block, which SQLite knows nothing of.
        const at = bytes.indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])) + 40;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
    ],
    [
      'has damaged pages',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xee, 4096, statSync(file).size);
        writeFileSync(file, bytes);
      },
    ],
  ])('finds an index that %s', async (_, spoil) => {
    const file = await index();
    spoil(file);
    const { code, found } = await doctor();
    expect(code).toBe(1);
    expect(found.indexes).toMatchObject([{ state: 'damaged' }]);
    expect(found.toMend).toMatchObject([{ what: `index ${path.basename(file)}: damaged` }]);
    await index();
    expect((await doctor()).code).toBe(0);
  });

  it('finds a folder that is open to others, and says how to close it', async () => {
    await index();
    const folder = path.join(env['XDG_CACHE_HOME'] ?? '', 'inquest');
    chmodSync(folder, 0o755);
    const { code, found } = await doctor('--paths');
    expect(code).toBe(1);
    expect(found.folders).toContainEqual(
      expect.objectContaining({ folder: 'cache', mode: '0755', state: 'open to others' }),
    );
    expect(found.toMend).toEqual([
      { what: `${folder} is open to others`, remedy: `chmod 700 ${folder}` },
    ]);
  });

  it('finds a config file that cannot be used, where other commands refuse to work', async () => {
    mkdirSync(path.join(env['XDG_CONFIG_HOME'] ?? '', 'inquest'), { recursive: true, mode: 0o700 });
    writeFileSync(
      path.join(env['XDG_CONFIG_HOME'] ?? '', 'inquest/config.json'),
      '{"tehme":"dark"}',
    );
    const { code, found } = await doctor();
    expect(code).toBe(1);
    expect(found.toMend[0]?.what).toContain('unknown key "tehme"');
  });
});

const viewers = createViewers();

describe.skipIf(process.platform !== 'linux')('an index that is open', () => {
  it('is said to be in use, and not to be so afterwards', async () => {
    writeFileSync(path.join(viewers.folder, 'small.jsonl'), toLines(SMALL));
    const terminal = viewers.start([path.join(viewers.folder, 'small.jsonl')]);
    await terminal.until('judge-failed  beta');
    const inUse = async (): Promise<unknown> => {
      const { stdout } = await place.run(['doctor', '--json'], { env: viewers.env() });
      return (JSON.parse(stdout) as Diagnosis).indexes.map((one) => one.inUse);
    };
    expect(await inUse()).toEqual([true]);
    terminal.type('q');
    await terminal.exit;
    expect(await inUse()).toEqual([false]);
  });
});
