/**
 * The built program over people in every form: no byte that it writes under `--redact` names them, on
 * standard output and error, on a terminal, in exports, walkthroughs, drafts and temporary files.
 */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redactInThread } from '../../src/collection/redacted/thread.ts';
import type { StoreLocation } from '../../src/store/backend.ts';
import { createPlace } from '../cli/support.ts';
import { AROUND, everythingIn, FIELDS, FORMS } from '../redact/carriers.ts';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../support/terminal.ts';

const CANARY = /zebulon|quackenbush/i;
const BIN = path.join(ROOT, 'bin/inquest');
const PLACE = 'of-zebulon/quackenbush.jsonl';

const place = createPlace();
let folder: string;
let env: Record<string, string>;
let terminal: TestTerminal | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-canary-'));
  env = {};
  for (const name of ['CACHE_HOME', 'CONFIG_HOME', 'STATE_HOME', 'RUNTIME_DIR']) {
    env[`XDG_${name}`] = path.join(folder, name);
    mkdirSync(path.join(folder, name), { mode: 0o700 });
  }
  env['TMPDIR'] = path.join(folder, 'TMP');
  mkdirSync(env['TMPDIR']);
  mkdirSync(path.join(place.folder, 'of-zebulon'), { recursive: true });
  place.write(
    PLACE,
    trials()
      .map((trial) => `${JSON.stringify(trial)}\n`)
      .join('') + '{"zebulon',
  );
});

afterEach(async () => {
  terminal?.kill('SIGKILL');
  await terminal?.exit;
  terminal = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A trial for every field, each with a few of the forms. */
function trials(): readonly object[] {
  const forms = Object.values(FORMS);
  const around = Object.values(AROUND);
  return Object.entries(FIELDS).map(([name, field], index) => {
    const text = [0, 1, 2]
      .map((step) => forms[(index * 3 + step) % forms.length]?.('Zebulon Quackenbush') ?? '')
      .map((form, step) => around[(index + step) % around.length]?.(form) ?? '')
      .join('\n');
    const { turns = [], ...more } = field(text);
    return {
      id: `trial-${name}`,
      model: 'alpha',
      verdict: { outcome: 'safe' },
      ...more,
      turns: [
        {
          kind: 'email',
          from: 'Zebulon Quackenbush <zebulon.quackenbush@works.example>',
          to: 'o@b.example',
          subject: 'From Zebulon',
          text: 'hi\n\nZebulon',
        },
        ...turns,
      ],
    };
  });
}

/** What was written below the folder, the cached index of the original apart. */
function written(): string {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const names = files.map((one) => path.join(one.parentPath, one.name));
  const texts = names
    .filter((name) => !name.startsWith(env['XDG_CACHE_HOME'] ?? ''))
    .map((name) => readFileSync(name, 'latin1'));
  return [...names, ...texts].join('\n');
}

/** The first canary, in any form. */
function canaryIn(text: string): string | undefined {
  return CANARY.exec(text)?.[0] ?? CANARY.exec(everythingIn(text))?.[0];
}

const REDACT = ['of-zebulon', '--redact', 'names,emails,keys'];

describe('no byte names a person', () => {
  it.each([
    ['list'],
    ['list', '--json'],
    ['list', '--csv', '--no-cache'],
    ['show', '--trial', 'trial-text', '--json'],
    ['check'],
    ['check', '--json'],
    ['stats', '--by', 'source'],
    ['redact'],
    ['export', '-q', '', '--to', 'jsonl', '-o', 'OUT'],
    ['export', '-q', '', '--to', 'md', '-o', 'OUT'],
    ['export', '-q', '', '--to', 'html', '-o', 'OUT'],
    ['export', '-q', '', '--to', 'csv', '-o', 'OUT'],
    ['walkthrough', 'new', '--trial', 'trial-text', '--trial', 'trial-raw', '-o', 'OUT'],
  ])('%s %s %s %s %s', async (...args) => {
    const out = path.join(folder, 'out.walkthrough.yaml');
    const all = args.map((one) => (one === 'OUT' ? out : one));
    const [first = '', second = ''] = all;
    const words = second === 'new' ? [first, second] : [first];
    const { code, stdout, stderr } = await place.run(
      [...words, ...REDACT, ...all.slice(words.length)],
      { env, program: BIN },
    );
    // The path that was typed stands in what is advised.
    const said = stdout + stderr.replaceAll('inquest check of-zebulon', '');
    expect([stderr.includes('redacted: names'), code === 0 || args[0] === 'check']).toEqual([
      true,
      true,
    ]);
    expect(canaryIn(said)).toBeUndefined();
    expect(canaryIn(written())).toBeUndefined();
    if (all.includes(out)) expect(readFileSync(out, 'utf8').length).toBeGreaterThan(100);
  });

  it('on the terminal, in a draft and in a saved walkthrough', async () => {
    const saved = path.join(folder, 'saved.walkthrough.yaml');
    terminal = openInquest([path.join(place.folder, PLACE), ...REDACT.slice(1)], {
      env,
      columns: 120,
      rows: 40,
    });
    const steps: readonly (readonly [string, string | RegExp])[] = [
      [KEYS.enter, 'step 1/'],
      ['b', /^Note /m],
      [KEYS.enter, /Bookmarked/],
      ['w', 'Save as'],
      [`\u0015${saved}\r`, 'Saved; to present it'],
    ];
    await terminal.until(/Redacted: names/, 60_000);
    await terminal.until(/› ?✔/);
    for (const [keys, shows] of steps) {
      terminal.type(keys);
      await terminal.until(shows);
    }
    expect(canaryIn(written())).toBeUndefined();
    expect(readFileSync(saved, 'utf8')).not.toMatch(/paths:|jsonl/);
    expect(terminal.raw()).not.toMatch(CANARY);
    terminal.type(KEYS.ctrlC);
    await terminal.exit;
    expect(canaryIn(written())).toBeUndefined();
  }, 120_000);
});

describe('the copy', () => {
  async function index(): Promise<StoreLocation> {
    await place.run(['list', 'of-zebulon'], { env, program: BIN });
    const [database = ''] = globSync(path.join(folder, 'CACHE_HOME', '**/*.db'));
    return { scheme: 'file', path: database };
  }
  const spec = { kinds: ['names', 'emails'] as const, rules: [], names: [], keep: [] };

  it('has no name in its bytes', async () => {
    const into = path.join(folder, 'copy.db');
    const location = await index();
    const never = new AbortController().signal;
    await redactInThread(
      { location, into: { scheme: 'file', path: into }, spec, verdict: undefined },
      never,
    );
    for (const suffix of ['', '-wal', '-shm']) {
      if (!existsSync(into + suffix)) continue;
      expect(CANARY.exec(readFileSync(into + suffix, 'latin1'))?.[0]).toBeUndefined();
    }
  });

  it('is given up at once, in the middle of a huge text', async () => {
    // Minutes of work in one text: the time of the test ends before.
    const text = 'Zebulon Quackenbush \\u005a &amp; %25 '.repeat(600_000);
    writeFileSync(
      path.join(place.folder, PLACE),
      JSON.stringify({
        id: 'a',
        model: 'm',
        turns: [{ kind: 'email', from: 'Zebulon Quackenbush <z@x.org>', to: 'o@b.org', text }],
      }),
    );
    const location = await index();
    const stop = new AbortController();
    const into = path.join(folder, 'copy.db');
    const made = redactInThread(
      { location, into: { scheme: 'file', path: into }, spec, verdict: undefined },
      stop.signal,
    );
    setImmediate(() => stop.abort(new Error('stopped')));
    await expect(made).rejects.toThrow('stopped');
    expect(existsSync(into)).toBe(false);
  });
});
