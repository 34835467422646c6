/**
 * Where text of transcripts is left: a collection is full of one word, every command and the viewer are
 * run on it, and every file that is there afterwards is searched for the word. Where it may stand is
 * said in docs/reliability.md.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInquest, ROOT } from '../support/terminal.ts';
import { trialOf } from '../support/trials.ts';

const WORD = 'zanzibarium';
const SAID = new RegExp(WORD, 'i');
const ID = 'model-a/cell/001';

/** The word is in every text that a trial can have, and in a line that is no trial. */
const COLLECTION = [
  trialOf({
    id: ID,
    reasoning: `I think of ${WORD}. `.repeat(50),
    sent: `Send ${WORD} to ${WORD}@made-up.example`,
    verdict: {
      rationale: `It said ${WORD}.`,
      quotes: [{ turn: 6, text: `I think of ${WORD}` }],
      gates: [{ name: 'g', label: `about ${WORD}`, passed: true }],
    },
    meta: { note: WORD, [WORD]: 1 },
  }),
  trialOf({
    id: 'model-a/cell/002',
    reasoning: `${WORD} again`,
    turns: [{ kind: 'message', text: WORD }],
  }),
]
  .map((trial) => `${JSON.stringify(trial)}\n`)
  .concat(`{"id":"broken ${WORD}", "turns": [${WORD}\n`)
  .join('');

/** A dozen programs, one after the other. */
const LONG = { timeout: 300_000 };

let folder = '';
let env: Record<string, string> = {};
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-canaries-'));
  for (const name of ['data', 'home', 'work', 'tmp', 'runtime']) {
    mkdirSync(path.join(folder, name), { mode: 0o700 });
  }
  writeFileSync(path.join(folder, 'data/trials.jsonl'), COLLECTION);
  env = {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    HOME: path.join(folder, 'home'),
    TMPDIR: path.join(folder, 'tmp'),
    XDG_RUNTIME_DIR: path.join(folder, 'runtime'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_DATA_HOME: path.join(folder, 'data'),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'bin/inquest'), ...args],
    { cwd: path.join(folder, 'work'), env, encoding: 'utf8' },
  );
  return { code: status, out: stdout, err: stderr };
}

/** Files outside of the collection that hold the word, relative to the folder of the test. */
function holders(): readonly string[] {
  return files().filter((name) => SAID.test(readFileSync(path.join(folder, name), 'latin1')));
}

function files(): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('data/'))
    .toSorted();
}

const DATA = '../data';
/** Commands that print of transcripts no more than ids and fields. */
const QUIET: readonly (readonly string[])[] = [
  ['list', DATA, '--json'],
  ['list', DATA, '--csv', '-q', WORD],
  ['stats', DATA, '--by', 'model'],
  ['doctor'],
  ['doctor', '--paths', '--jsonl'],
  ['index', 'status'],
  ['redact', DATA, '--redact', 'emails'],
];
const TELLING: readonly (readonly string[])[] = [
  ['show', DATA, '--trial', ID],
  ['show', DATA, '--trial', ID, '--json'],
  ['search', WORD, DATA],
  ['check', DATA],
  ['check', DATA, '--json'],
  ['convert', DATA, '-o', '-'],
  ['export', DATA, '--trial', ID, '--to', 'md'],
];
const ALL = [...QUIET, ...TELLING];

describe('without a cache', () => {
  it('commands leave no text behind, and say none of it on standard error', LONG, () => {
    for (const args of ALL) {
      const hasCache = !['doctor', 'index'].includes(args[0] ?? '');
      const { err } = run(...args, ...(hasCache ? ['--no-cache'] : []));
      expect({ args, said: SAID.test(err) }).toEqual({ args, said: false });
      expect({ args, holders: holders() }).toEqual({ args, holders: [] });
    }
    expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
  });

  it('the viewer leaves none', async () => {
    const terminal = openInquest(['--no-cache', DATA], { cwd: path.join(folder, 'work'), env });
    await terminal.until(/model-a +00/);
    terminal.type('\r');
    await terminal.until('step 1/');
    terminal.type(`/${WORD}\r`);
    await terminal.until(SAID);
    terminal.type('\u0003');
    await terminal.exit;
    expect(holders()).toEqual([]);
    expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
  });

  it('bookmarks are kept all the same, and with them the words that were chosen', async () => {
    const terminal = openInquest(['--no-cache', DATA], { cwd: path.join(folder, 'work'), env });
    await terminal.until(/model-a +00/);
    terminal.type('\r');
    await terminal.until('step 1/');
    terminal.type('b');
    await terminal.until('Note');
    terminal.type(`on ${WORD}\r`);
    await terminal.until('Bookmarked');
    terminal.type('\u0003');
    await terminal.exit;
    const [draft, more] = holders();
    expect(draft).toMatch(/^state\/inquest\/bookmarks\//);
    expect(more).toBeUndefined();
    expect(statSync(path.join(folder, draft ?? '')).mode & 0o777).toBe(0o600);
  });
});

describe('with a cache', () => {
  it('text is in the index alone, which is the user’s own', LONG, () => {
    for (const args of ALL) run(...args);
    const found = holders();
    expect(found).not.toEqual([]);
    for (const name of found) {
      expect(name).toMatch(/^cache\/inquest\/[0-9a-f]{24}\.db(-wal)?$/);
      expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(path.join(folder, 'cache/inquest')).mode & 0o777).toBe(0o700);
    expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
    run('index', 'clear');
    expect(holders()).toEqual([]);
  });

  it('what is written where it was asked for is there, and nothing beside it', LONG, () => {
    const at = (name: string): string => path.join(folder, 'work', name);
    run('convert', DATA, '-o', at('out.jsonl'), '--no-cache');
    for (const form of ['md', 'html', 'svg', 'cast', 'csv', 'jsonl']) {
      run('export', DATA, '--trial', ID, '-o', at(`one.${form}`), '--no-cache');
    }
    run('walkthrough', 'new', DATA, '--trial', ID, '-o', at('new.walkthrough.yaml'), '--no-cache');
    expect(holders().filter((name) => !name.startsWith('work/'))).toEqual([]);
    const written = readdirSync(path.join(folder, 'work'));
    expect(written.filter((name) => !/^(out|one|new)\.[a-z.]+$/.test(name))).toEqual([]);
    for (const name of written) expect(statSync(at(name)).mode & 0o777).toBe(0o600);
  });
});

describe('what commands print', () => {
  it.each(QUIET)('%s %s %s tells nothing of the texts', (...args) => {
    run('list', DATA);
    const { out, err } = run(...args);
    expect(SAID.test(out)).toBe(false);
    expect(SAID.test(err)).toBe(false);
  });
});
