/**
 * The program needs no network and uses none, unless it is given the address of a database: it runs without
 * any interface, and loads nothing of one.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { SMALL, toLines } from '../cli/support.ts';
import { createPlace, walk } from '../support/place.ts';
import { openTerminal, ROOT } from '../support/terminal.ts';

const PROGRAM = path.join(ROOT, 'bin/inquest');
const isAllowed = spawnSync('unshare', ['-n', 'true']).status === 0;
if (!isAllowed) process.stdout.write('skipped: no right to take the network away\n');

const place = createPlace();
let file = '';
beforeEach(() => {
  file = path.join(place.folder, 'small.jsonl');
  writeFileSync(file, toLines(SMALL));
});

describe.skipIf(!isAllowed)('without a network interface', () => {
  it.each([
    ['list', 'FILE', '--json'],
    ['show', 'FILE', '--trial', 'alpha/c1/001'],
    ['search', 'unethical', 'FILE', '--jsonl'],
    ['stats', 'FILE', '--by', 'model'],
    ['check', 'FILE'],
    ['redact', 'FILE', '--redact', 'emails,names,keys'],
    ['convert', 'FILE', '-o', '-'],
    ['export', 'FILE', '--trial', 'alpha/c1/001', '--to', 'html'],
    ['export', 'FILE', '--trial', 'alpha/c1/001', '--to', 'md'],
    ['export', 'FILE', '--trial', 'alpha/c1/001', '--to', 'svg'],
    ['walkthrough', 'new', 'FILE', '--trial', 'alpha/c1/001'],
    ['doctor'],
    ['completion', 'bash'],
  ])('%s %s %s works as it does with one', (...args) => {
    const given = args.map((one) => (one === 'FILE' ? file : one));
    const env = { ...process.env, ...place.env(), LANG: 'C.UTF-8' };
    const run = (command: string, ...before: readonly string[]): unknown => {
      const all = [...before, PROGRAM, ...given];
      const { status, stdout } = spawnSync(command, all, { encoding: 'utf8', env });
      return { status, stdout };
    };
    const there = run(process.execPath);
    expect(there).toMatchObject({ status: 0 });
    expect(run('unshare', '-n', process.execPath)).toEqual(there);
  });

  it('the viewer opens, replays, searches and bookmarks, also where DEV asks for developer tools', async () => {
    const terminal = place.add(
      openTerminal('unshare', ['-n', process.execPath, PROGRAM, file], {
        env: { ...place.env(), DEV: 'true' },
      }),
    );
    await terminal.until('judge-failed  beta');
    await walk(terminal, [
      ['\r', 'step 1/'],
      ['b', 'Note'],
      ['\r', 'Bookmarked'],
      ['q', 'judge-failed  beta'],
      ['S', 'harmful'],
    ]);
    terminal.type('\u0003');
    expect(await terminal.exit).toMatchObject({ code: 0 });
  });
});

describe('what is shipped', () => {
  const dist = path.join(ROOT, 'dist');
  const scripts = readdirSync(dist).filter((name) => /\.c?js$/.test(name));

  it('loads nothing of the network but the local socket of the notes, and the client of PostgreSQL', () => {
    const MODULE =
      /["'`](?:node:)?(?:net|http|https|http2|dns|tls|dgram|inspector|quic)(?:\/promises)?["'`]/;
    // Named pipes are read through a `Socket` of their descriptor, which reaches nothing else.
    const READS_PIPES = /\{\s*Socket(?::\s*\w+)?\s*\}\s*=\s*await import\([`"']node:net[`"']\)/g;
    const users = scripts.filter((name) =>
      MODULE.test(readFileSync(path.join(dist, name), 'utf8').replaceAll(READS_PIPES, '')),
    );
    expect(users.map((name) => name.replace(/-[\w-]{8}\.js$/, ''))).toEqual([
      'notes-client',
      'notes-server',
      'pg.js',
    ]);
  });

  it('asks no global for it either', () => {
    const GLOBAL = /\b(?:fetch|WebSocket|EventSource|XMLHttpRequest)\s*\(/;
    const users = scripts.filter((name) =>
      GLOBAL.test(readFileSync(path.join(dist, name), 'utf8')),
    );
    expect(users).toEqual([]);
  });
});
