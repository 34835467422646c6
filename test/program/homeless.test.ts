/** Places that a program takes for granted, and that are not there: no home, no name, no TMPDIR. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, openTerminal, ROOT } from '../support/terminal.ts';
import { AUDITOR, createSharedPlace, hasUsers, runAs, type Ran } from '../support/users.ts';

const inquest = path.join(ROOT, 'bin/inquest');
const shared = createSharedPlace();
const NO_INDEX = 'inquest: there is no home folder, so no index is kept (set HOME)\n';
let data = '';

beforeEach(() => {
  data = path.join(shared.folder, 'data.jsonl');
  writeFileSync(data, '{"model":"m","turns":[{"kind":"reasoning","text":"Hm."}]}\n');
});

/** As the user who runs the tests, or as one without an entry in the system's table. */
function run(args: readonly string[], env: Record<string, string>, user = ownUser()): Ran {
  return runAs(user, process.execPath, [inquest, ...args], { cwd: shared.folder, env });
}

function ownUser(): number {
  return process.getuid?.() ?? 0;
}

describe.skipIf(!hasUsers)('a user without an entry in the system’s table', () => {
  it.each([
    ['no HOME', {}],
    ['an empty HOME', { HOME: '' }],
    ['a relative HOME', { HOME: 'home' }],
    ['relative XDG folders', { XDG_CACHE_HOME: 'a', XDG_CONFIG_HOME: 'b', XDG_STATE_HOME: 'c' }],
  ])('with %s lists trials, and is told once that no index is kept', (_, env) => {
    const { code, out, err } = run(['list', data, '--jsonl'], env, AUDITOR);
    expect({ code, err }).toEqual({ code: 0, err: NO_INDEX });
    expect(out).toContain('"model":"m"');
    expect(run(['list', data, '--no-cache'], env, AUDITOR)).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(shared.folder)).toEqual(['data.jsonl']);
  });

  it('is told in one line where a command needs the folder', () => {
    for (const what of ['status', 'clear']) {
      expect(run(['index', what], {}, AUDITOR)).toEqual({
        code: 2,
        out: '',
        err: 'inquest: there is no home folder; set HOME\n',
      });
    }
  });

  it('has an index where XDG_CACHE_HOME says, and one for HOME that is not there', () => {
    const cache = path.join(shared.folder, 'cache');
    mkdirSync(cache);
    shared.own(cache, AUDITOR, 0o700);
    const named = run(['list', data], { XDG_CACHE_HOME: cache }, AUDITOR);
    expect(named).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(path.join(cache, 'inquest')).some((name) => name.endsWith('.db'))).toBe(
      true,
    );
    const nowhere = run(['check', data, '--json'], { HOME: '/nowhere' }, AUDITOR);
    expect(nowhere).toMatchObject({ code: 0, err: '' });
    expect(nowhere.out).toContain('/nowhere/.cache/inquest cannot be written; a temporary index');
  });

  it('presents, and follows the notes', () => {
    const file = path.join(shared.folder, 'a.walkthrough.yaml');
    writeFileSync(file, 'title: A\npaths: [data.jsonl]\nstops: [{title: One}]\n');
    const { code, out, err } = run(['walkthrough', 'check', file], {}, AUDITOR);
    expect({ code, err }).toEqual({ code: 0, err: NO_INDEX });
    expect(out).toContain('1 stop');
    const notes = run(['present', file, '--notes'], {}, AUDITOR);
    expect(notes.code).toBe(2);
    expect(notes.err).toMatch(/^inquest: [^\n]*terminal[^\n]*\n$/);
  });
});

describe('the own user', () => {
  it.each([
    ['no HOME', {}],
    ['an empty HOME', { HOME: '' }],
    ['a relative HOME', { HOME: 'home' }],
  ])('with %s has the home that the system knows', (_, env) => {
    const { code, out, err } = run(['index', 'status', '--json'], env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      folder: path.join(os.userInfo().homedir, '.cache/inquest'),
    });
    expect(readdirSync(shared.folder)).toEqual(['data.jsonl']);
  });

  it('is told in one line that TMPDIR is not there, where one is needed', () => {
    const TMPDIR = path.join(shared.folder, 'gone');
    const HOME = path.join(shared.folder, 'home');
    expect(run(['list', data], { TMPDIR, HOME })).toMatchObject({ code: 0, err: '' });
    for (const args of [
      ['list', data, '--no-cache'],
      ['list', data, '--redact', 'emails'],
    ]) {
      const { code, out, err } = run(args, { TMPDIR, HOME });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toBe(
        `inquest: no temporary folder can be made in ${TMPDIR} (it is not there); set TMPDIR to a folder of your own\n`,
      );
    }
  });

  it('is told in one line that the current folder is gone', () => {
    const gone = path.join(shared.folder, 'gone');
    mkdirSync(gone);
    const { code, err } = runAs(ownUser(), '/bin/sh', [
      '-c',
      `cd '${gone}' && rmdir '${gone}' && exec '${process.execPath}' '${inquest}' list data.jsonl`,
    ]);
    expect(code).toBe(2);
    expect(err).toBe('inquest: the current folder is gone; change to one that is there\n');
  });
});

describe('the viewer', () => {
  const place = createPlace();

  /** Bookmarks the turn that is shown, and ends. */
  async function bookmark(flags: readonly string[], env: Record<string, string>): Promise<void> {
    const terminal = place.add(
      openTerminal(process.execPath, [...flags, inquest, data], {
        env: { ...place.env(), ...env },
      }),
    );
    await terminal.until('› · unjudged');
    terminal.type(KEYS.enter);
    await terminal.until('Hm.');
    terminal.type('b');
    await terminal.until('Note');
    terminal.type(KEYS.enter);
    await terminal.until('Bookmarks are lost if the program dies');
    terminal.type(KEYS.ctrlC);
    // What could not be kept is said once more, and by the exit code.
    expect(await terminal.exit).toMatchObject({ code: 2 });
    expect(terminal.raw()).toContain('inquest: the bookmarks are lost: ');
  }

  it('says that bookmarks are not kept where the state folder cannot be made', async () => {
    await bookmark([], { XDG_STATE_HOME: '/dev/null' });
    await bookmark([], { XDG_STATE_HOME: 'relative', HOME: '/dev/null' });
    expect(readdirSync(shared.folder)).toEqual(['data.jsonl']);
  });

  it.skipIf(!hasUsers)('and where there is no home', async () => {
    const drop = path.join(shared.folder, 'drop.cjs');
    writeFileSync(
      drop,
      `if (require("worker_threads").isMainThread) { process.setgid(${AUDITOR}); process.setuid(${AUDITOR}); }`,
    );
    const none = { HOME: '', XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' };
    await bookmark(['-r', drop], none);
  });
});
