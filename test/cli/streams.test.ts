/** Pipes, signals, terminals: slow readers, readers that leave, hostile text, a full study. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTerminal } from '../support/terminal.ts';
import { createPlace, parseLines, ROOT, SAMPLE, SMALL, SOURCES, toLines } from './support.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));

/** What could move a cursor, change a title, write the clipboard, or turn text around. */
const HOSTILE = '\u001B[2J\u001B]52;c;ZXZpbA==\u0007\u009B31m\u202E\u0000evil';
const ACTIVE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

describe('a pipe', () => {
  it('that is closed early ends the program without a word', async () => {
    const child = spawn(process.execPath, [SOURCES, 'convert', SAMPLE, '-o', '-'], {
      env: place.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    // What was said of the collection comes before; of the reader that went away nothing is.
    const said = stderr.split('\n').filter((line) => line !== '');
    expect(said.at(-1)).toBe('inquest: every trial is synthetic');
    expect(stderr).not.toMatch(/EPIPE|closed|wrong|output/);
    expect(code).toBe(0);
  });

  it('that is read slowly gets everything', async () => {
    const child = spawn(process.execPath, [SOURCES, 'convert', SAMPLE, '-o', '-'], {
      env: place.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let lines = 0;
    for await (const chunk of child.stdout) {
      lines += String(chunk).split('\n').length - 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(lines).toBe(2221);
  });

  it('can be what is read', async () => {
    const { code, stdout } = await place.run(['list', '-', '--jsonl'], { input: toLines(SMALL) });
    expect(parseLines(stdout)).toHaveLength(SMALL.length);
    expect(code).toBe(0);
  });

  it.each(['cat small.jsonl | "$0" "$1" list --jsonl', '"$0" "$1" --jsonl < small.jsonl'])(
    'is read where no path is given: %s',
    async (command) => {
      const child = spawn('sh', ['-c', command, process.execPath, SOURCES], {
        cwd: place.folder,
        env: place.env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      await new Promise((resolve) => child.on('close', resolve));
      expect(parseLines(stdout)).toHaveLength(SMALL.length);
    },
  );
});

// A device on which every write fails as on a full disk; Linux has it.
describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  it.each([
    ['list small.jsonl > /dev/full', 'the output'],
    ['convert small.jsonl -o /dev/full', '/dev/full'],
  ])('is said in a line: %s', async (command, what) => {
    const child = spawn('sh', ['-c', `"$0" "$1" ${command}`, process.execPath, SOURCES], {
      cwd: place.folder,
      env: place.env,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([stderr, code]).toEqual([`inquest: cannot write ${what}: the disk is full\n`, 2]);
  });
});

describe('Ctrl-C', () => {
  it('during a load ends with 130 and leaves nothing behind', async () => {
    const temporary = path.join(place.folder, 'tmp');
    mkdirSync(temporary);
    const child = spawn(process.execPath, [SOURCES, 'list', '-', '--jsonl'], {
      env: { ...place.env, TMPDIR: temporary },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.write(toLines(SMALL));
    // The database is there as soon as the load is under way.
    while (readdirSync(temporary).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, readdirSync(temporary)]).toEqual([130, []]);
  });
});

describe('hostile text', () => {
  const trial = {
    // No argument can hold a null character, so no id that is to be asked for.
    id: `id ${HOSTILE.replace('\u0000', '')}`,
    model: `model ${HOSTILE}`,
    verdict: { outcome: 'harmful', label: '=HYPERLINK("x")', rationale: HOSTILE },
    condition: '@SUM(1)',
    turns: [
      { kind: 'email', from: HOSTILE, subject: HOSTILE, text: `mail ${HOSTILE}` },
      { kind: 'reasoning', text: `unethical ${HOSTILE} \`\`\`\n# not a heading` },
    ],
  };
  beforeAll(() => {
    place.write(
      'hostile.jsonl',
      toLines([trial, { ...SMALL[0], model: '+1', scenario: '-1', instruction: '\tx' }]),
    );
  });

  it.each([
    ['list'],
    ['list', '--sort', 'model'],
    ['show', '--trial', 'evil'],
    ['search', 'unethical'],
    ['stats', '--by', 'model,label'],
    ['check'],
    ['export', '--to', 'md'],
  ])('%s prints nothing that acts', async (command, ...args) => {
    const { stdout, stderr } = await place.run(
      command === 'search'
        ? [command, ...args, 'hostile.jsonl']
        : [command, 'hostile.jsonl', ...args],
    );
    expect(stdout).toContain(command === 'check' ? 'hostile.jsonl' : '␛[2J');
    expect(stderr).toBe('');
    expect(stdout.match(ACTIVE)).toBeNull();
  });

  it('is kept as it is in data', async () => {
    const { stdout } = await place.run(['list', 'hostile.jsonl', '--jsonl']);
    expect(parseLines(stdout)[0]).toMatchObject({ id: trial.id, model: trial.model });
    const shown = await place.run([
      'show',
      'hostile.jsonl',
      '--trial',
      'evil',
      '--turn',
      '2',
      '--raw',
    ]);
    expect(shown.stdout).toBe(`${trial.turns[1]?.text}\n`);
  });

  it('is no formula in CSV, where numbers stay numbers', async () => {
    for (const args of [
      ['list', 'hostile.jsonl', '--csv'],
      ['stats', 'hostile.jsonl', '--by', 'model,condition,label', '--csv'],
      ['export', 'hostile.jsonl', '--to', 'csv'],
    ]) {
      const { stdout } = await place.run(args);
      expect(stdout).toContain(`'@SUM(1)`);
      expect(stdout).toContain(`"'=HYPERLINK(""x"")"`);
      expect(stdout).toContain("'+1");
      expect(stdout).not.toMatch(/(^|[,"])[=+\-@\t]/m);
    }
  });

  const loud = { ...SMALL[1], id: 'loud', model: 'a\u007F\u0085\u2028b', scenario: 'two\nlines' };
  beforeAll(() => {
    place.write('loud.jsonl', toLines([trial, loud]));
  });

  it.each([
    ['list', 'loud.jsonl', '--csv'],
    ['stats', 'loud.jsonl', '--by', 'model', '--csv'],
    ['export', 'loud.jsonl', '-q', '', '--to', 'csv'],
    ['list', 'loud.jsonl', '--jsonl'],
    ['stats', 'loud.jsonl', '--by', 'model', '--json'],
    ['search', 'unethical', 'loud.jsonl', '--json'],
    ['search', 'unethical', 'loud.jsonl', '--jsonl'],
    ['show', 'loud.jsonl', '--trial', 'evil', '--json'],
    ['show', 'loud.jsonl', '--trial', 'evil', '--jsonl'],
    ['check', 'loud.jsonl', '--json'],
    ['convert', 'loud.jsonl', '-o', '-'],
    ['export', 'loud.jsonl', '-q', '', '--to', 'jsonl'],
    ['walkthrough', 'new', 'loud.jsonl', '--trial', 'evil', '--json'],
  ])('does not act in the data of a pipe: %s %s %s %s', async (...args) => {
    const { stdout } = await place.run(args);
    expect(stdout).not.toBe('');
    expect(stdout.match(ACTIVE)).toBeNull();
  });

  it('is shown as marks in the quoted cells of CSV, whose lines may break', async () => {
    const { stdout } = await place.run(['list', 'loud.jsonl', '--csv', '-q', 'model:a*']);
    expect(stdout).toContain('"loud","a␡⟨NEL⟩⟨LS⟩b",');
    expect(stdout).toContain('"two\nlines"');
  });

  it('is the same data in a file of JSON, where it does not act', async () => {
    await place.run(['convert', 'loud.jsonl', '-o', 'written.jsonl']);
    const written = readFileSync(path.join(place.folder, 'written.jsonl'), 'utf8');
    expect(written.match(ACTIVE)).toBeNull();
    expect(parseLines(written)).toMatchObject([{ model: trial.model }, { model: loud.model }]);
  });

  it('cannot leave its block in Markdown', async () => {
    const { stdout } = await place.run(['export', 'hostile.jsonl', '--to', 'md']);
    const lines = stdout.split('\n');
    const at = lines.indexOf('# not a heading');
    expect(lines[at + 1]).toBe('````');
    expect(lines.slice(0, at)).toContain('````text');
  });

  it.each([['--jsonl'], ['--json'], ['--csv'], []])(
    'does nothing to a terminal (%s)',
    async (...form) => {
      const terminal = openTerminal(process.execPath, [SOURCES, 'list', 'hostile.jsonl', ...form], {
        cwd: place.folder,
        env: place.env as Record<string, string>,
      });
      const { code } = await terminal.exit;
      // What the terminal's own line ends and the rewritten progress line are made of.
      const shown = terminal.raw().replaceAll('\r\n', '\n').replaceAll('\r\u001B[K', '');
      expect(shown).toContain('evil');
      expect(shown.match(ACTIVE)).toBeNull();
      expect(code).toBe(0);
    },
  );
});

describe('on a terminal', () => {
  it('a table ends at the edge, and shows no empty columns', async () => {
    const terminal = openTerminal(process.execPath, [SOURCES, 'list', SAMPLE, '--limit', '5'], {
      columns: 80,
      cwd: place.folder,
      env: place.env as Record<string, string>,
    });
    await terminal.exit;
    const lines = terminal
      .raw()
      .replaceAll(/\r\u001B\[K[^\r]*/g, '')
      .split('\r\n')
      .filter((line) => line !== '' && !line.startsWith('inquest: '));
    expect(lines).toHaveLength(6);
    expect(Math.max(...lines.map((line) => line.length))).toBe(80);
    expect(lines[0]).not.toContain('disputed');
  });
});

describe('the sample study', () => {
  it('is what is read where no path is given, with a notice', async () => {
    const { code, stdout, stderr } = await place.run(['search', 'unethical', '--jsonl']);
    expect(stderr).toMatch(/^inquest: .*sample study, which is synthetic\n$/);
    expect(parseLines(stdout).length).toBeGreaterThan(100);
    expect(code).toBe(0);
  });

  it('gives the counts of the study', async () => {
    const { stdout } = await place.run(['stats', SAMPLE, '--by', 'model', '--json']);
    const { groups } = JSON.parse(stdout) as { groups: Record<string, unknown>[] };
    const rates = new Map(groups.map((group) => [group['model'], group] as const));
    expect(rates.get('gpt-4.1')).toMatchObject({ judged: 100, harmful: 80, rate: 0.8 });
    // Wilson, 80 of 100: 0.7112 to 0.8666.
    expect(rates.get('gpt-4.1')?.['ciLow']).toBeCloseTo(0.7112, 4);
    expect(rates.get('gpt-4.1')?.['ciHigh']).toBeCloseTo(0.8666, 4);
    expect(rates.get('gpt-4.5')).toMatchObject({ judged: 0, unjudged: 100, rate: null });
    expect(rates.get('claude-opus-4')).toMatchObject({ conditions: 3 });
  });

  it('gives the split by belief, and the lists behind the rates', async () => {
    const { stdout } = await place.run([
      'stats',
      SAMPLE,
      '-q',
      'model:claude-opus-4 condition:*_notice',
      '--by',
      'belief',
      '--jsonl',
    ]);
    expect(parseLines(stdout)).toMatchObject([
      { belief: 'real', judged: 107, harmful: 59, conditions: 1 },
      { belief: 'test', judged: 324, harmful: 21, conditions: 1 },
      { belief: 'unstated', judged: 69, harmful: 0, conditions: 1 },
    ]);
    const list = await place.run([
      'list',
      SAMPLE,
      '--jsonl',
      '-q',
      'model:gpt-4.1 verdict:harmful',
    ]);
    expect(parseLines(list.stdout)).toHaveLength(80);
  });

  it('finds a misspelt word in the reasoning of the trial the article tells of', async () => {
    for (const word of ['unethical', 'unehtical']) {
      const { stdout } = await place.run([
        'search',
        word,
        SAMPLE,
        '--in',
        'reasoning',
        '--jsonl',
        '-q',
        'model:grok-3-beta sample:17',
      ]);
      expect(parseLines(stdout)).toMatchObject([
        { trial: 'grok-3-beta/blackmail_explicit-america_replacement/017', kind: 'reasoning' },
      ]);
    }
  });

  it('converts to the same list', async () => {
    await place.run(['convert', SAMPLE, '-o', 'sample.jsonl']);
    const list = async (from: string): Promise<unknown> => {
      const { stdout } = await place.run(['list', from, '--jsonl']);
      return parseLines(stdout).map((row) => ({ ...row, source: '' }));
    };
    expect(await list('sample.jsonl')).toEqual(await list(SAMPLE));
  });
});

describe('the built program', () => {
  const program = path.join(ROOT, 'bin/inquest');
  beforeAll(async () => {
    // `npm test` builds it first; alone, this file does.
    if (existsSync(path.join(ROOT, 'dist/inquest.js'))) return;
    await place.run(['--quick', '--quiet'], { program: path.join(ROOT, 'scripts/build.ts') });
  });

  it('does what the sources do', async () => {
    for (const args of [
      ['list', 'small.jsonl', '--json'],
      ['stats', 'small.jsonl'],
      ['show', 'small.jsonl', '--trial', 'alpha/c1/001'],
      ['check', 'small.jsonl', '--jsonl'],
      ['lst'],
      ['completion', 'fish'],
    ]) {
      expect(await place.run(args, { program })).toEqual(await place.run(args));
    }
  });

  it('finds the sample study from where it is', async () => {
    const { code, stderr } = await place.run(['list', '--limit', '1'], { program });
    expect([code, stderr]).toEqual([0, expect.stringContaining('synthetic')]);
  });
});
