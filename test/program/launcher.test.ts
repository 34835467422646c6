/** bin/inquest on a Node that is too old: hands over to the one that came along, or says so. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../support/terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-launcher-'));
  // The launcher goes by the version that Node says it has.
  writeFileSync(
    path.join(folder, 'old.cjs'),
    "Object.defineProperty(process.versions, 'node', { value: '20.1.0' });",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function launch(
  bin: string,
  args: readonly string[],
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const run = spawnSync(process.execPath, ['-r', path.join(folder, 'old.cjs'), bin, ...args], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('on an old Node', () => {
  it('runs on the Node of the checkout, with its streams and exit code', () => {
    const version = launch(path.join(ROOT, 'bin/inquest'), ['--version']);
    expect(version).toMatchObject({ code: 0, err: '' });
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(launch(path.join(ROOT, 'bin/inquest'), ['--nonsense']).code).toBe(2);
  });

  it('says in one line what is needed where there is none', () => {
    cpSync(path.join(ROOT, 'bin'), path.join(folder, 'bin'), { recursive: true });
    const { code, out, err } = launch(path.join(folder, 'bin/inquest'), ['list']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^inquest: needs Node 24 or newer; this is .*\n$/);
  });
});

describe('on a current Node', () => {
  it('says that it is not built, and how to', () => {
    cpSync(path.join(ROOT, 'bin'), path.join(folder, 'bin'), { recursive: true });
    const run = spawnSync(process.execPath, [path.join(folder, 'bin/inquest')], {
      encoding: 'utf8',
    });
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^inquest: the program is not built yet .*npm run build.*\n$/);
  });
});
