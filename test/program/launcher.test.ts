/** bin/inquest on a Node that is too old: hands over to the one that came along, or says so. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, openTerminal, ROOT, type TestTerminal } from '../support/terminal.ts';

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

describe('in a fresh checkout', () => {
  it('builds the program at the first start', () => {
    for (const name of ['bin', 'scripts', 'src', 'package.json', 'package-lock.json', 'LICENSE']) {
      cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const start = (): { readonly out: string; readonly err: string } => {
      const args = [path.join(folder, 'bin/inquest'), '--version'];
      const env = { ...process.env, XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder };
      const run = spawnSync(process.execPath, args, { encoding: 'utf8', env });
      return { out: run.stdout, err: run.stderr };
    };
    const out = expect.stringMatching(/^\d+\.\d+\.\d+\n$/);
    expect(start()).toEqual({ out, err: 'inquest: building the program, once\n' });
    expect(start()).toEqual({ out, err: '' });
  });
});

describe('SIGUSR1', () => {
  const place = createPlace();

  /** Sends it to the program and its children; resolves when a key is answered afterwards. */
  async function signalled(terminal: TestTerminal): Promise<void> {
    await terminal.until('2,221 trials');
    const children = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8');
    const all = [terminal.pid, ...children.split(' ').filter(Boolean).map(Number)];
    for (const pid of all) process.kill(pid, 'SIGUSR1');
    terminal.type('?');
    await terminal.until('Help');
    for (const pid of all) process.kill(pid, 'SIGUSR1');
    terminal.type(KEYS.esc);
    await terminal.until('2,221 trials');
  }

  async function hasDebugger(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(9229, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
  }

  it.skipIf(process.platform !== 'linux').each([
    ['', []],
    [' where it is run again on another Node', ['-r']],
  ])('opens no debugger%s', async (_, flags) => {
    const bin = path.join(ROOT, 'bin/inquest');
    const preload = flags.flatMap((flag) => [flag, path.join(folder, 'old.cjs')]);
    const terminal = place.add(
      openTerminal(process.execPath, [...preload, bin], { env: place.env() }),
    );
    await signalled(terminal);
    expect(await hasDebugger()).toBe(false);
    expect(terminal.raw()).not.toContain('Debugger listening');
    terminal.type(KEYS.ctrlC);
    expect(await terminal.exit).toMatchObject({ code: 0 });
  });
});
