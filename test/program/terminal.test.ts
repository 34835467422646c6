/** The terminal while the viewer has it: stopped and continued from outside, asked by others, loud. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, openTerminal, ROOT, type TestTerminal } from '../support/terminal.ts';

const place = createPlace();
const STUDY = path.join(ROOT, 'sample-data/incidents.jsonl');
const LAUNCHER = path.join(ROOT, 'bin/inquest');
/** Where the processes of another process are listed. */
const hasProc = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

/** A Node that says it is old, so that the launcher starts the program on another one. */
function oldNode(): string {
  const file = path.join(place.folder, 'old.cjs');
  writeFileSync(file, "Object.defineProperty(process.versions, 'node', { value: '20.1.0' });");
  return `${process.execPath} -r ${file}`;
}

/** How the program is started: on this Node, and by way of one that is too old. */
const CURRENT = (): string => `${process.execPath} ${LAUNCHER}`;
const OLD = (): string => `${oldNode()} ${LAUNCHER}`;

function openShell(): Promise<TestTerminal> {
  const terminal = openTerminal('bash', ['--norc', '-i'], {
    env: { ...place.env(), PS1: 'shell> ' },
  });
  place.add(terminal);
  return terminal.until('shell>').then(() => terminal);
}

function childOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return Number(text.trim().split(' ')[0]);
}

/** Whether the terminal was given back: cursor and screen as they were. */
function isGivenBack({ raw, xterm }: TestTerminal): boolean {
  const last = (code: string): number => raw().lastIndexOf(`\u001B[?${code}`);
  return (
    xterm.buffer.active.type === 'normal' &&
    last('25h') > last('25l') &&
    last('1049l') > last('1049h')
  );
}

/** The list is there, and the preview beside it. */
const SHOWN = /21 trials[^]*Nothing was sent or said/;

describe.skipIf(!hasProc)('a signal from outside', () => {
  it.each([
    ['the program', CURRENT, (job: number) => job],
    ['its job', CURRENT, (job: number) => -job],
    ['the launcher', OLD, (job: number) => job],
    ['what the launcher started', OLD, (job: number) => childOf(job)],
    ['the job of the launcher', OLD, (job: number) => -job],
    ['a script that waits', () => `sh -c '${CURRENT()} "$0"; true'`, childOf],
  ])('stops and continues it as Ctrl-Z and fg: TSTP to %s', async (_, command, target) => {
    const shell = await openShell();
    shell.type(`${command()} ${STUDY}\r`);
    await shell.until(SHOWN);
    const job = childOf(shell.pid);
    for (const round of [1, 2]) {
      process.kill(target(job), 'SIGTSTP');
      await shell.until(
        (text) => text.split('Stopped').length > round && text.trimEnd().endsWith('shell>'),
      );
      expect(isGivenBack(shell)).toBe(true);
      shell.type('echo typed $((40 + 2))\r');
      await shell.until('typed 42');
      shell.type('fg\r');
      await shell.until(SHOWN);
      shell.type('S');
      await shell.until('95 % interval');
      shell.type('q');
      await shell.until(SHOWN);
    }
    shell.type(KEYS.ctrlC);
    await shell.until((text) => text.trimEnd().endsWith('shell>'));
    expect(isGivenBack(shell)).toBe(true);
  });

  it('that continues it without a stop does no harm', async () => {
    const terminal = place.start([STUDY]);
    await terminal.until(SHOWN);
    for (let round = 0; round < 5; round += 1) terminal.kill('SIGCONT');
    terminal.type('S');
    await terminal.until('95 % interval');
    terminal.type('q');
    await terminal.until(SHOWN);
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
    expect(isGivenBack(terminal)).toBe(true);
  });

  it('after a stop of which it was not told draws all anew', async () => {
    const shell = await openShell();
    shell.type(`${CURRENT()} ${STUDY}\r`);
    await shell.until(SHOWN);
    process.kill(childOf(shell.pid), 'SIGSTOP');
    await shell.until('Stopped');
    shell.type('fg\r');
    await shell.until(SHOWN);
    shell.type('S');
    await shell.until('95 % interval');
    shell.type(KEYS.ctrlC);
    await shell.until((text) => text.trimEnd().endsWith('shell>'));
  });

  it('stops a command behind the launcher too', async () => {
    const shell = await openShell();
    shell.type(`${OLD()} list -\r`);
    const job = (): number => childOf(shell.pid);
    await expect.poll(() => job() > 0 && childOf(job()) > 0, { timeout: 20_000 }).toBe(true);
    shell.type(KEYS.ctrlZ);
    await shell.until('Stopped');
    shell.type('fg\r');
    await shell.until((text) => text.split('list -').length > 2);
    shell.type(KEYS.ctrlC);
    await shell.until((text) => text.trimEnd().endsWith('shell>'));
  });
});

describe('quitting', () => {
  it.each([
    ['smaller', { columns: 70, rows: 18 }],
    ['larger', { columns: 150, rows: 50 }],
    ['smaller than can be used, and back', { columns: 30, rows: 6 }],
  ])(
    'leaves the shell’s screen clean where the terminal became %s',
    async (_, { columns, rows }) => {
      const shell = await openShell();
      shell.type('echo said $((40 + 2)) before\r');
      await shell.until('said 42 before');
      shell.type(`${CURRENT()} ${STUDY}\r`);
      await shell.until(SHOWN);
      shell.resize(columns, rows);
      await shell.until(
        (text) => text.includes('21 trials') !== columns < 40 && !text.includes('said 42'),
      );
      if (columns < 40) shell.resize(100, 30);
      await shell.until('21 trials');
      shell.type('q');
      const left = await shell.until((text) => text.trimEnd().endsWith('shell>'));
      expect(isGivenBack(shell)).toBe(true);
      expect(left).toContain('said 42 before');
      expect(left).not.toMatch(/21 trials|Docket|│/);
      shell.type('echo said $((40 + 3)) after\r');
      expect(await shell.until('said 43 after')).not.toMatch(/21 trials|│/);
    },
  );
});

describe('without a shell', () => {
  it('Ctrl-Z, which cannot stop the program, leaves it as it is', async () => {
    const terminal = place.start([STUDY]);
    await terminal.until(SHOWN);
    terminal.type(KEYS.ctrlZ);
    // It is away for a moment only: what was written tells, not what is seen by chance.
    await terminal.until(() => /\u001B\[\?1049l[^]*\u001B\[\?1049h/.test(terminal.raw()));
    await terminal.until(SHOWN);
    terminal.type('S');
    await terminal.until('95 % interval');
  });
});

describe('a late answer of the terminal', () => {
  const ANSWERS = [
    '\u001B]11;rgb:1e1e/1e1e/1e1e\u001B\\',
    '\u001B]11;rgb:1e1e/1e1e/1e1e\u0007',
    '\u001BP>|tmux 3.4 qSmj\u001B\\',
    '\u001B_Gi=31;OK\u001B\\',
    '\u001B[24;80R',
    '\u001B[1;5R',
    '\u001B[?62;1;4c',
    '\u001B[>41;354;0c',
    '\u001B[?2026;2$y',
    '\u001B[?0u',
    '\u001B[8;40;120t',
    '\u001B[0n',
    '\u001B[I',
    '\u001B[O',
  ];

  it('is no key, in one read or in several; Escape alone still is one', async () => {
    const terminal = place.start([STUDY]);
    await terminal.until(SHOWN);
    for (const answer of ANSWERS) terminal.type(answer);
    for (const answer of ANSWERS.slice(0, 5)) {
      for (const part of answer.match(/.{1,7}/gs) ?? []) terminal.type(part);
    }
    // What comes after them is a key again, and nothing else has happened.
    terminal.type('?');
    await terminal.until('Help · Docket');
    terminal.type(KEYS.esc);
    await terminal.until(SHOWN);
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
  });
});

describe('y', () => {
  it('copies nothing that a paste would run, and says so', async () => {
    const file = path.join(place.folder, 'paste.jsonl');
    const text = 'echo hi\u001B[201~\n\trm -rf ~ #\u202E\n';
    writeFileSync(
      file,
      JSON.stringify({
        id: 'a',
        model: 'm',
        verdict: { outcome: 'safe' },
        turns: [{ kind: 'message', text }],
      }),
    );
    const terminal = place.start([file]);
    await terminal.until('1 trial');
    terminal.type(KEYS.enter);
    await terminal.until('step 1/');
    const clipboard = (): readonly string[] =>
      [...terminal.raw().matchAll(/\u001B\]52;c;([^\u0007]*)\u0007/g)].map(([, copied = '']) =>
        Buffer.from(copied, 'base64').toString(),
      );
    terminal.type('Y');
    await terminal.until('without 2 control characters');
    expect(clipboard()).toEqual(['echo hi[201~\n\trm -rf ~ #\n']);
    // With the reference it is as harmless.
    terminal.type('y');
    await terminal.until(() => clipboard().length === 2);
    expect(clipboard()[1]).toContain('echo hi[201~\n\trm -rf ~ #\n');
    expect(clipboard()[1]).toContain('a#1');
    expect(clipboard()[1]).not.toMatch(/[\u001B\u202E]/);
  });
});

describe('a terminal without a size', () => {
  it('is taken for one of 80 x 24', async () => {
    const terminal = openTerminal('sh', ['-c', `stty cols 0 rows 0; ${CURRENT()} ${STUDY}`], {
      env: place.env(),
      columns: 80,
      rows: 24,
    });
    place.add(terminal);
    await terminal.until('21 trials');
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
  });
});

describe('what libraries print', () => {
  it('is not on the screen', async () => {
    const loud = path.join(place.folder, 'loud.mjs');
    writeFileSync(
      loud,
      `setInterval(() => {
        process.emitWarning('PRINTED \\u001B[2J');
        console.log('PRINTED \\u001B[2J');
        console.error('PRINTED \\u001B[2J');
        process.stderr.write('PRINTED');
      }, 5).unref();`,
    );
    const terminal = place.start([STUDY], { env: { NODE_OPTIONS: `--import ${loud}` } });
    await terminal.until(SHOWN);
    terminal.type('S');
    await terminal.until('95 % interval');
    terminal.type(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.raw()).not.toContain('PRINTED');
  });
});

describe('a terminal that cannot move its cursor', () => {
  it('is told of in a line', async () => {
    const terminal = openTerminal('sh', ['-c', `TERM=dumb ${CURRENT()} ${STUDY}`], {
      env: place.env(),
    });
    place.add(terminal);
    expect((await terminal.exit).code).toBe(2);
    expect(terminal.raw()).toMatch(/^inquest: this terminal cannot move its cursor[^\n]*\r\n$/);
  });
});
