/** The report of the example audit in a terminal, and the trials it is of. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../support/terminal.ts';

const LONG = { timeout: 60_000 };
const FILES = ['anna', 'ben', 'settled'].map((name) => `example-${name}.audit.jsonl`);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened = (...args: readonly string[]): TestTerminal =>
  openInquest(['audit', ...args], {
    columns: 80,
    rows: 24,
    cwd: path.join(ROOT, 'sample-data'),
    env: {
      HOME: folder,
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      XDG_STATE_HOME: path.join(folder, 'state'),
      XDG_DATA_HOME: path.join(folder, 'data'),
    },
  });

describe('an audit on screen', () => {
  it('leads from its report to a trial and back', LONG, async () => {
    const terminal = opened('report', ...FILES);
    await terminal.until(/audit report example[^]*Precision \(judged harmful, is\) +17 of 20/);
    terminal.type('b');
    await terminal.until('By model');
    terminal.type('d');
    await terminal.until(/› 1 +clau/);
    terminal.type(`j${KEYS.enter}`);
    await terminal.until(/step \d+\/\d+/);
    terminal.type('q');
    await terminal.until(/› 4 +clau/);
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
  });

  it('says below the Stats of the trials what people would find', LONG, async () => {
    const files = ['instruction.jsonl', '--audit', FILES.join(',')];
    const terminal = openInquest(files, {
      columns: 120,
      rows: 30,
      cwd: path.join(ROOT, 'sample-data'),
      env: { HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache') },
    });
    await terminal.until(/1\/100 trials/);
    terminal.type('S');
    await terminal.until(/audit example, of 100 trials[^]*people\s+would find 38.1%/);
    terminal.type('i');
    await terminal.until(/W13: No anchor/);
    terminal.type(KEYS.ctrlC);
    await terminal.exit;
  });

  it('is a list of disagreements at once', LONG, async () => {
    const terminal = opened('disagreements', ...FILES);
    await terminal.until(/audit disagreements[^]*both harmful/);
    terminal.type('m');
    await terminal.until('Precision');
    terminal.type(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(0);
  });

  it('is printed where a form is asked for, or the key is not there', LONG, async () => {
    const printed = opened('report', ...FILES, '--md');
    await printed.exit;
    expect(printed.text()).not.toContain('q back');
    const json = opened('disagreements', ...FILES, '--jsonl');
    await json.exit;
    expect(json.raw()).toContain('"judge":');
  });
});
