/** The package as npm makes it, installed without a network in the ways that people install one. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTerminal, ROOT } from '../support/terminal.ts';
import { createPlace } from '../support/place.ts';
import { AUDITOR, hasUsers, OTHER, runAs, type Ran } from '../support/users.ts';

/** npm is slow on a busy machine. Milliseconds. */
const PATIENCE = 180_000;
const OFFLINE = ['--offline', '--no-audit', '--no-fund', '--no-update-notifier'];
const VERSION = /^\d+\.\d+\.\d+\n$/;

const place = createPlace();
const shared = mkdtempSync(path.join(os.tmpdir(), 'inquest-installed-'));
const home = path.join(shared, 'home');
const prefix = path.join(home, 'with some blanks');
const program = path.join(prefix, 'bin/inquest');
let tarball = '';

function run(file: string, args: readonly string[], options: { cwd?: string } = {}): Ran {
  return runAs(AUDITOR, file, args, { cwd: home, env: { HOME: home }, ...options });
}

beforeAll(() => {
  if (!hasUsers) return;
  chmodSync(shared, 0o755);
  mkdirSync(home);
  chownSync(home, AUDITOR, AUDITOR);
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', shared], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  tarball = path.join(shared, readdirSync(shared).find((name) => name.endsWith('.tgz')) ?? '');
  chmodSync(tarball, 0o644);
  const args = ['install', '--global', '--prefix', prefix, ...OFFLINE, tarball];
  const { code, err } = run('npm', args);
  expect(code, err).toBe(0);
}, PATIENCE);
afterAll(() => rmSync(shared, { recursive: true, force: true }));

describe.skipIf(!hasUsers)('installed from the tarball', () => {
  it('is one package, with a link to its program', () => {
    const root = path.join(prefix, 'lib/node_modules');
    expect(readdirSync(root).filter((name) => !name.startsWith('.'))).toEqual(['inquest']);
    expect(readdirSync(path.join(root, 'inquest'))).not.toContain('node_modules');
    expect(lstatSync(program).isSymbolicLink()).toBe(true);
  });

  it.each<readonly [string, RegExp, readonly string[]]>([
    ['itself', VERSION, ['--version']],
    ['SQLite and its threads', /"model":"m"/, ['list', 'data.jsonl', '--jsonl']],
    [
      'its finder of secrets',
      /person-1@org-1/,
      ['show', 'data.jsonl', '--trial', '1', '--redact', 'emails,names,keys'],
    ],
    ['its reader of YAML', /stop/, ['walkthrough', 'check', 'a.walkthrough.yaml']],
    ['its pages', /<!doctype html>/i, ['export', 'data.jsonl', '--trial', '1', '--to', 'html']],
    ['its casts', /"version": ?2/, ['export', 'data.jsonl', '--trial', '1', '--to', 'cast']],
    ['its completion', /complete/, ['completion', 'bash']],
  ])('has %s', (_, shows, args) => {
    writeFileSync(
      path.join(home, 'data.jsonl'),
      '{"id":"1","model":"m","turns":[{"kind":"email","from":"ann@made-up.example","text":"Hello."}]}\n',
    );
    writeFileSync(
      path.join(home, 'a.walkthrough.yaml'),
      'title: A\npaths: [data.jsonl]\nstops: [{title: One}]\n',
    );
    const { code, out, err } = run(program, args);
    expect(code, err).toBe(0);
    expect(err).not.toMatch(/cannot|Error/);
    expect(out).toMatch(shows);
  });

  it('runs read-only, for another user, and through one more link', async () => {
    for (const file of globSync('**', { cwd: prefix }).toReversed()) {
      const found = path.join(prefix, file);
      if (!lstatSync(found).isSymbolicLink()) chmodSync(found, lstatSync(found).mode & 0o555);
    }
    const link = path.join(shared, 'inq');
    symlinkSync(program, link);
    for (const user of [AUDITOR, OTHER]) {
      const { code, out, err } = runAs(user, link, ['--version']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(VERSION);
    }
    const terminal = place.add(
      openTerminal(process.execPath, [link], { cwd: home, env: place.env() }),
    );
    await terminal.until('2,221 trials');
  });

  it(
    'runs by npx, from the tarball and in a project',
    () => {
      const direct = run('npx', [
        ...OFFLINE,
        '--yes',
        '--package',
        tarball,
        'inquest',
        '--version',
      ]);
      expect(direct.code, direct.err).toBe(0);
      expect(direct.out).toMatch(VERSION);
      const project = path.join(home, 'project');
      mkdirSync(project);
      chownSync(project, AUDITOR, AUDITOR);
      writeFileSync(path.join(project, 'package.json'), '{}');
      chownSync(path.join(project, 'package.json'), AUDITOR, AUDITOR);
      const installed = run('npm', ['install', ...OFFLINE, tarball], { cwd: project });
      expect(installed.code, installed.err).toBe(0);
      const local = run('npx', [...OFFLINE, 'inquest', '--version'], { cwd: project });
      expect(local.code, local.err).toBe(0);
      expect(local.out).toMatch(VERSION);
    },
    PATIENCE,
  );

  it(
    'runs by npm link',
    () => {
      const unpacked = run('tar', ['-xzf', tarball]);
      expect(unpacked.code, unpacked.err).toBe(0);
      // The option of that name would change the project's folder as well.
      const env = { HOME: home, npm_config_prefix: path.join(home, 'global') };
      const cwd = path.join(home, 'package');
      const linked = runAs(AUDITOR, 'npm', ['link', ...OFFLINE], { cwd, env });
      expect(linked.code, linked.err).toBe(0);
      const { code, out } = run(path.join(home, 'global/bin/inquest'), ['--version']);
      expect(code).toBe(0);
      expect(out).toMatch(VERSION);
    },
    PATIENCE,
  );
});
