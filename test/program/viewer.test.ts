/** The program as a person meets it: started in a real terminal, read from the screen. */
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace, walk } from '../support/place.ts';
import {
  KEYS,
  openTerminal,
  ROOT,
  type TerminalOptions,
  type TestTerminal,
} from '../support/terminal.ts';

const place = createPlace();

function start(args: readonly string[] = [], options: TerminalOptions = {}): TestTerminal {
  return place.start(args, options);
}

describe('the sample study', () => {
  it.each([
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 },
    { columns: 200, rows: 60 },
  ])('is filtered, replayed and searched at $columns x $rows', async (size) => {
    const terminal = start([], size);
    await terminal.until('synthetic sample');
    await walk(terminal, [
      ['m', 'narrow:'],
      ['grok', /› \[ ] grok-3-beta/],
      [' ', '[●] grok-3-beta'],
      [KEYS.enter, /100 of [\d,]+ trials/],
      ['v', 'Filter by verdict'],
      ['harm', /› \[ ] harmful/],
      [KEYS.enter, /80 of [\d,]+ trials/],
      ['F', 'Filter '],
      [' sample:017', /1 of [\d,]+ trials/],
      [KEYS.enter, 'Enter open'],
      [KEYS.enter, 'step 1/'],
      ['e', 'email read'],
      ['r', 'reasoning · private'],
    ]);
    // On a small screen it is further down.
    terminal.type('jjjjjjjjjjjj');
    await terminal.until('most effective');
    await walk(terminal, [
      ['M', 'email sent'],
      ['V', /Outcome +harmful/],
      ['1', 'turn'],
      ['q', /1 of [\d,]+ trials/],
      ['x', /\d\/2,2\d\d trials/],
    ]);
    for (const word of ['unethical', 'unehtical']) {
      terminal.type('/');
      await terminal.until(' Search ');
      terminal.type(`${KEYS.ctrlU}model:grok-3-beta sample:17 in:reasoning ${word}`);
      await terminal.until(
        (text) =>
          text.includes(`in:reasoning ${word}`) &&
          /1 passage in 1 trial/.test(text) &&
          !text.includes('searching…'),
      );
      await walk(terminal, [
        [KEYS.tab, '? help'],
        [KEYS.enter, 'reasoning · private'],
        ['q', 'Ctrl-T'],
        [KEYS.esc, 'Esc leave'],
        [KEYS.esc, 'models'],
      ]);
    }
    terminal.type('q');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.xterm.buffer.active.type).toBe('normal');
  });

  it('shows hits while it looks for more, and leaves the cursor where it is', async () => {
    const lines = Array.from({ length: 2000 }, (_, at) => {
      // What is better comes last.
      const kind = at < 1900 ? 'email' : 'reasoning';
      const turns = [{ kind, text: `risky and unethical, number ${at}` }];
      const id = `t${at}`;
      return `${JSON.stringify({ id, model: 'm', verdict: { outcome: 'safe' }, turns })}\n`;
    });
    writeFileSync(path.join(place.folder, 'many.jsonl'), lines.join(''));
    const terminal = start([path.join(place.folder, 'many.jsonl')], {
      env: { INQUEST_CHUNK: '20' },
    });
    await terminal.until('2,000 trials');
    terminal.type('/risky unethical');
    await terminal.until(/[\d,]+\+ passages in [\d,]+\+ trials so far {2}searching…/);
    terminal.type(KEYS.tab);
    const whole = await terminal.until(
      '2,000 passages in 2,000 trials, best 400 of 1,000 compared',
    );
    expect(whole).not.toContain('searching…');
    terminal.type(KEYS.enter);
    await terminal.until((text) => text.includes('step 1/') && /number 0\s/.test(text));
  });

  it('gives the screen and the cursor back', async () => {
    const terminal = openTerminal(
      'bash',
      ['-c', `echo before; ${process.execPath} bin/inquest; echo "after $?"`],
      { env: place.env() },
    );
    place.add(terminal);
    await terminal.until('synthetic sample');
    expect(terminal.xterm.buffer.active.type).toBe('alternate');
    terminal.type(KEYS.ctrlC);
    const text = await terminal.until('after 0');
    expect(text).toMatch(/^before\s+after 0/);
    expect(terminal.raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(
      terminal.raw().lastIndexOf('\u001B[?25l'),
    );
  });

  it('starts at a place', async () => {
    const terminal = start([
      '--trial',
      'grok-3-beta/blackmail_explicit-america_replacement/017',
      '--turn',
      '2',
    ]);
    await terminal.until('step 2/');
  });

  it('starts with a filter', async () => {
    const terminal = start(['-q', 'model:grok-3-beta verdict:harmful']);
    await terminal.until(/80 of [\d,]+ trials/);
  });

  it.each([
    ['itself', `${process.execPath} bin/inquest`],
    ['what waits for it', `sh -c '${process.execPath} bin/inquest; true'`],
  ])('suspends %s, and comes back', async (_, command) => {
    const terminal = openTerminal('bash', ['--norc', '-i'], {
      env: { ...place.env(), PS1: 'shell> ' },
    });
    place.add(terminal);
    await terminal.until('shell>');
    terminal.type(`${command}\r`);
    await terminal.until('synthetic sample');
    await terminal.until('models');
    terminal.type(KEYS.ctrlZ);
    await terminal.until('Stopped');
    expect(terminal.xterm.buffer.active.type).toBe('normal');
    terminal.type('fg\r');
    await terminal.until('synthetic sample');
    terminal.type('S');
    await terminal.until('95 % interval');
    terminal.type(KEYS.ctrlC);
    await terminal.until((text) => text.trimEnd().endsWith('shell>'));
  });
});

describe('resizing', () => {
  it('follows the terminal, says when it is too small, and recovers', async () => {
    const terminal = start();
    await terminal.until('synthetic sample');
    terminal.resize(20, 5);
    await terminal.until('too small');
    terminal.resize(80, 24);
    await terminal.until(/Enter open/);
    for (const [columns, rows] of [
      [60, 15],
      [160, 50],
      [41, 11],
      [120, 40],
    ] as const) {
      terminal.resize(columns, rows);
    }
    const whole = /^Inquest sample study .*synthetic sample\n[^]*\? help/;
    const text = await terminal.until(whole);
    expect(text.split('\n')).toHaveLength(40);
  });
});

describe('hostile and broken input', () => {
  it('shows escape sequences as marks and lets none through', async () => {
    const evil =
      '\u001B]52;c;aGFjaw==\u0007\u001B]0;owned\u0007\u001B[2J\u001B[?1049l\u001B[31mred\r\nover\rprint\u0008\u202Ertl';
    const file = path.join(place.folder, 'evil.jsonl');
    writeFileSync(
      file,
      `${JSON.stringify({ id: `e\u001B[2J`, model: `m\u001B]0;x\u0007`, verdict: { outcome: 'safe' }, turns: [{ kind: 'reasoning', text: evil }] })}\n`,
    );
    const terminal = start([file]);
    await terminal.until('› ✔ safe');
    terminal.type(KEYS.enter);
    const text = await terminal.until('␛]52;c;aGFjaw==');
    expect(text).toContain('⟨RLO⟩');
    expect(terminal.xterm.buffer.active.type).toBe('alternate');
    expect(terminal.raw()).not.toContain('\u001B]52');
    expect(terminal.raw()).not.toContain('\u001B]0;');
    expect(terminal.raw()).not.toContain('\u202E');
  });

  it('opens what can be opened and counts the rest', async () => {
    const good = (id: string): string =>
      `${JSON.stringify({ id, model: 'm', verdict: { outcome: 'safe' }, turns: [{ kind: 'message', text: 'Hello.' }] })}\n`;
    writeFileSync(
      path.join(place.folder, 'a.jsonl'),
      `${good('1')}{"broken\n${good('2')}${good('1')}`,
    );
    writeFileSync(path.join(place.folder, 'b.bin'), Buffer.from([0, 1, 2, 255, 254, 0, 9]));
    const terminal = start([place.folder]);
    await terminal.until('3 trials');
    await terminal.until('2 problems');
    terminal.type('!');
    const text = await terminal.until('line 2');
    expect(text).toContain('Problems found');
    expect(text).toContain('appears again');
  });

  it.each([
    ['a missing path', 'nowhere.jsonl', 'no such file'],
    ['an empty folder', 'empty', 'no '],
    ['an empty file', 'empty.jsonl', 'empty'],
    ['a binary file', 'binary.dat', 'binary'],
  ])('%s: one clear line and exit 2', async (_, name, says) => {
    mkdirSync(path.join(place.folder, 'empty'));
    writeFileSync(path.join(place.folder, 'empty.jsonl'), '');
    writeFileSync(path.join(place.folder, 'binary.dat'), Buffer.from([0, 1, 2, 3, 0, 0, 255]));
    const terminal = start([path.join(place.folder, name)]);
    expect((await terminal.exit).code).toBe(2);
    const said = (shown: string): boolean => shown.includes('inquest: ') && shown.includes(says);
    const text = (await terminal.until(said)).trim();
    expect(text).not.toMatch(/^\s+at /m);
    expect(terminal.xterm.buffer.active.type).toBe('normal');
  });
});

describe('reading', () => {
  it('takes data from standard input and keys from the terminal', async () => {
    const file = path.join(ROOT, 'sample-data/incidents.jsonl');
    const terminal = openTerminal(
      'bash',
      ['-c', `cat ${file} | ${process.execPath} bin/inquest -; echo "code $?"`],
      { env: place.env() },
    );
    place.add(terminal);
    await terminal.until('21 trials');
    terminal.type('S');
    await terminal.until('95 % interval');
    terminal.type(KEYS.ctrlC);
    await terminal.until('code 0');
  });

  it('shows the first trials while the rest is read, and keeps what a kill leaves', async () => {
    const file = path.join(place.folder, 'many.jsonl');
    const text = 'some words that are read by nobody at all, over and over again '.repeat(30);
    for (let part = 0; part < 20; part += 1) {
      const lines = Array.from({ length: 1000 }, (_, index) => {
        const id = part * 1000 + index;
        return `${JSON.stringify({ id: `t${id}`, model: 'm', verdict: { outcome: 'safe' }, turns: [{ kind: 'message', text: `${id} ${text}` }] })}\n`;
      });
      appendFileSync(file, lines.join(''));
    }
    const first = start([file]);
    await first.until(/reading .*trials/);
    first.kill('SIGKILL');
    await first.exit;
    const second = start([file]);
    await second.until(
      (shown) => shown.includes('20,000 trials') && !shown.includes('reading'),
      60_000,
    );
    second.type('q');
    await second.exit;
    // The cache is complete: opened again, everything is there at once, and nothing is left behind.
    const third = start([file]);
    await third.until('20,000 trials');
    expect(
      readdirSync(path.join(place.folder, 'cache/inquest')).some((name) => name.endsWith('.db')),
    ).toBe(true);
  });

  it('is followed as it grows, with the cursor on the same trial', async () => {
    const file = path.join(place.folder, 'live.jsonl');
    const line = (id: string): string =>
      `${JSON.stringify({ id, model: id, verdict: { outcome: 'safe' }, turns: [{ kind: 'message', text: id }] })}\n`;
    writeFileSync(file, line('kiwi') + line('mango'));
    const terminal = start([file]);
    await terminal.until('2 trials');
    await walk(terminal, [
      ['s', 'Sort by'],
      ['model', 'narrow: model'],
      [KEYS.enter, /kiwi[^]*mango/],
      ['j', 'mango'],
    ]);
    appendFileSync(file, line('apple'));
    await terminal.until((shown) => /3 trials/.test(shown) && /apple[^]*kiwi[^]*mango/.test(shown));
    await walk(terminal, [[KEYS.enter, /mango[^]*1\/1|step 1/]]);
    expect(terminal.text()).toContain('mango');
    expect(terminal.text()).not.toContain('apple');
  });
});
