/** Nothing reaches standard output or standard error but through our own door. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace, ROOT, SMALL, SOURCES, toLines } from './support.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));

/** What acts on a terminal, line breaks included. */
const ACTIVE = /[\u0000-\u001F\u007F-\u009F]/;

/** Printed by Node, a library or a mistake while a command runs. */
const LOUD = `
setTimeout(() => {
  process.emitWarning('warned \\u001B]0;x\\u0007\\u009B31m');
  process.emitWarning('old \\u009B31m', 'DeprecationWarning', 'DEP9999');
  console.error('console \\u001B[2J');
  console.log('log \\u001B[2J');
  process.stderr.write('direct \\u001B[2J\\n');
  const error = new Error('odd \\u009B31m\\nsecond line');
  if (process.env.MISTAKE === 'throw') throw error;
  if (process.env.MISTAKE === 'reject') void Promise.reject(error);
  if (process.env.MISTAKE === 'text') throw '\\u009B31m';
});
`;
const loud = path.join(place.folder, place.write('loud.mjs', LOUD));

/** Runs a command line of a shell, in which `inquest` is the program. Held: its input never ends. */
function shell(
  command: string,
  env: Readonly<Record<string, string>> = {},
  isHeld = false,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `inquest() { "$NODE" "$SOURCES" "$@"; }; ${command}`], {
      cwd: place.folder,
      env: {
        ...place.env,
        XDG_STATE_HOME: path.join(place.folder, 'state'),
        NODE: process.execPath,
        SOURCES,
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    if (!isHeld) child.stdin.end();
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('what others print', () => {
  it('is dropped', async () => {
    const quiet = await shell('inquest list small.jsonl --jsonl');
    const run = await shell('inquest list small.jsonl --jsonl', {
      NODE_OPTIONS: `--import ${loud}`,
    });
    expect(run).toEqual(quiet);
    expect(run.stderr).toBe('');
  });

  it('is shown by --debug, as safe lines', async () => {
    const { stderr, code } = await shell('inquest list small.jsonl --jsonl --debug', {
      NODE_OPTIONS: `--import ${loud}`,
    });
    expect(code).toBe(0);
    expect(stderr).toContain('debug: Warning: warned ␛]0;x␇⟨CSI⟩31m\n');
    expect(stderr).toContain('debug: console ␛[2J\n');
    expect(stderr).toContain('debug: direct ␛[2J\n');
  });

  it.each([
    ['throw', 'odd ⟨CSI⟩31m⏎ second line'],
    ['reject', 'odd ⟨CSI⟩31m⏎ second line'],
    ['text', '⟨CSI⟩31m'],
  ])('by a mistake that nobody catches (%s) is one safe line, exit 2', async (mistake, says) => {
    // What it reads never ends, so that the mistake comes first.
    const env = { NODE_OPTIONS: `--import ${loud}`, MISTAKE: mistake };
    const { code, stdout, stderr } = await shell('inquest list -', env, true);
    expect(stderr.startsWith(`inquest: something went wrong inside: ${says} (--debug`)).toBe(true);
    expect(stderr.trimEnd()).not.toMatch(ACTIVE);
    expect([stdout, code]).toEqual(['', 2]);
  });

  const KEY = '? [\u009D0;PWNED\u009C\u009D52;c;UFdORUQ=\u009C\u009B31mRED]\n: 1\n';

  it.each([
    ['walkthrough check bad.walkthrough.yaml'],
    ['export bad.walkthrough.yaml --to md'],
    ['list small.jsonl --redact bad.yaml'],
  ])('about YAML is one safe line, exit 2: %s', async (command) => {
    place.write('bad.walkthrough.yaml', `${KEY}title: a\nstops:\n  - text: x\n`);
    place.write('bad.yaml', `${KEY}names: [ab]\n`);
    const { code, stdout, stderr } = await shell(`inquest ${command}`);
    expect(stderr).toMatch(/^inquest: bad\S*:1:1: unknown key "[^\n]*⟨OSC⟩52[^\n]*\n$/);
    expect(stderr.trimEnd()).not.toMatch(ACTIVE);
    expect([stdout, code]).toEqual(['', 2]);
  });
});

const HELP = ['--help', '--version', 'help list', 'list --help', 'completion bash'];

describe('a reader that has gone', () => {
  it.each(HELP)('is met with silence: %s', async (command) => {
    const { stderr } = await shell(`inquest ${command} | true; inquest ${command} | head -1`);
    expect(stderr).toBe('');
  });

  it.each(['--version', '--nonsense', 'list nowhere.jsonl', 'list small.jsonl'])(
    'changes no exit code: %s',
    async (command) => {
      const open = await shell(`inquest ${command}`);
      expect(await shell(`inquest ${command} 2>&-`)).toEqual({ ...open, stderr: '' });
      const closed = await shell(`inquest ${command} >&-`);
      expect(closed).toEqual({ ...open, stdout: '' });
    },
  );
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  it.each(HELP)('is said in a line: %s', async (command) => {
    const { code, stderr } = await shell(`inquest ${command} > /dev/full`);
    expect([stderr, code]).toEqual(['inquest: cannot write the output: the disk is full\n', 2]);
  });

  it('below standard error changes no exit code', async () => {
    expect((await shell('inquest --nonsense 2> /dev/full')).code).toBe(2);
  });
});

describe('the sources', () => {
  const SRC = path.join(ROOT, 'src');
  /** The door, the output of commands, and the screens: the viewer's and that of a blind review. */
  const DOORS = ['process/streams.ts', 'viewer/screen.ts', 'viewer/review.ts'];
  const files = globSync('**/*.{ts,tsx}', { cwd: SRC }).map((file) =>
    file.replaceAll(path.sep, '/'),
  );

  it('write to the outputs nowhere else', () => {
    const wrong = files
      .filter((file) => !DOORS.includes(file))
      .filter((file) => {
        const text = readFileSync(path.join(SRC, file), 'utf8');
        return (
          /process\.std(out|err)\.write|process\.stderr(?!\.on\()|\bconsole\.|emitWarning/.test(
            text,
          ) || /\{[^}]*\bstd(out|err)\b[^}]*\} = process\b/.test(text)
        );
      });
    expect(files.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it('start threads in one place, which keeps what they print', () => {
    const starting = files.filter((file) =>
      readFileSync(path.join(SRC, file), 'utf8').includes('new Worker('),
    );
    expect(starting).toEqual(['ingest/thread.ts']);
  });
});
