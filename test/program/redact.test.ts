/** The viewer with `--redact`: no screen shows what is hidden, from the first frame on. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KEYS, openInquest, type TestTerminal } from '../support/terminal.ts';

const HIDDEN = /harrow|desmond|nadia|brandvold|ferrante|mateus|ingrid|tolland|brackwater\.example/i;

let folder: string;
let terminal: TestTerminal | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-redact-'));
});

afterEach(async () => {
  terminal?.kill('SIGKILL');
  await terminal?.exit;
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
])(
  'shows nothing hidden on any screen at $columns x $rows',
  async (size) => {
    terminal = openInquest(['--redact', 'emails,names,keys'], {
      ...size,
      env: {
        XDG_CACHE_HOME: path.join(folder, 'cache'),
        XDG_CONFIG_HOME: path.join(folder, 'config'),
        XDG_STATE_HOME: path.join(folder, 'state'),
        XDG_DATA_HOME: path.join(folder, 'data'),
      },
    });
    const steps: readonly (readonly [string, string | RegExp])[] = [
      [KEYS.enter, 'step 1/'],
      ['e', 'email read'],
      ['i', 'person-'],
      ['u', 'email read'],
      ['R', /person-1/],
      ['R', 'email read'],
      ['r', 'reasoning · private'],
      ['M', 'email sent'],
      ['V', /Outcome/],
      ['q', '2,221 trials'],
      ['S', 'Stats'],
      ['q', '2,221 trials'],
      ['/', ' Search '],
      ['harrow', /no such word|nothing|0 passages/i],
    ];
    await terminal.until(/Redacted: names \d+, emails \d+, keys 0/, 60_000);
    await terminal.until(/› ?✘|claude-3-5-sonnet +\d/);
    for (const [keys, shows] of steps) {
      terminal.type(keys);
      await terminal.until(shows);
    }
    // What was typed stands on the screen; nothing else of all that was ever written has it.
    expect(terminal.raw().replace(/harrow|harro|harr/gi, '')).not.toMatch(HIDDEN);
    terminal.type(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(0);
  },
  120_000,
);

it('shows nothing hidden on the stage', async () => {
  const env = {
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_RUNTIME_DIR: folder,
  };
  const script = 'sample-data/study.walkthrough.yaml';
  terminal = openInquest(['present', script, '--redact', 'emails,names'], { env });
  await terminal.until('c chapters', 60_000);
  for (let press = 0; press < 40 && !/ end +━/.test(terminal.text()); press += 1) {
    const before = terminal.raw().length;
    terminal.type(' ');
    const stage = terminal;
    await stage.until(() => stage.raw().length > before);
  }
  await terminal.until(/ end +━/);
  expect(terminal.raw()).toContain('Person 2 never made that trip.');
  expect(terminal.raw()).not.toMatch(HIDDEN);
}, 120_000);
