/** How the program draws, seen from the terminal: no flicker, no queue, and all given back. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, openTerminal, type TestTerminal } from '../support/terminal.ts';

const place = createPlace();

async function start(env: Readonly<Record<string, string>> = {}): Promise<TestTerminal> {
  const terminal = place.start([], { columns: 120, rows: 40, env });
  await settled(terminal);
  return terminal;
}

/** The Docket with everything read, its facets counted and the first trial's preview. */
async function settled(terminal: TestTerminal): Promise<string> {
  return terminal.until(
    (text) =>
      /\d\/2,221 trials .*synthetic sample/.test(text) &&
      !/reading|opening/.test(text) &&
      // The facets of all of them, which are counted anew as trials come.
      /blackmail +2,221/.test(text) &&
      text.includes('Belief') &&
      / to .*@/.test(text),
  );
}

/** Writes over the screen, as another program might. */
async function scribble(terminal: TestTerminal): Promise<void> {
  const text = '\u001B[5;5Hscribbled\u001B[20;1Hon the screen\u001B[2;1H\u001B[2K';
  await new Promise<void>((resolve) => terminal.xterm.write(text, resolve));
  expect(terminal.text()).toContain('scribbled');
}

/** How often everything was erased: the screen, or all below the cursor. */
function clears(raw: string): number {
  // eslint-disable-next-line no-control-regex
  return raw.match(/\u001B\[[0-3]?J|\u001Bc/g)?.length ?? 0;
}

function updates(raw: string): number {
  return raw.split('\u001B[?2026l').length - 1;
}

/** The row under the cursor, which is marked at the left of the list. */
function selectedRow(terminal: TestTerminal): string {
  return terminal.lines().find((line) => line.includes('│› ')) ?? 'no row';
}

/** Everything that was switched on is off again. */
function expectGivenBack(terminal: TestTerminal): void {
  const raw = terminal.raw();
  expect(terminal.xterm.buffer.active.type).toBe('normal');
  expect(terminal.xterm.modes.wraparoundMode).toBe(true);
  expect(raw.lastIndexOf('\u001B[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001B[?25l'));
}

describe('drawing', () => {
  it('never erases the screen, and enters it once', async () => {
    const terminal = await start();
    for (const [keys, shows] of [
      [KEYS.enter, 'step 1/'],
      ['M', 'email sent'],
      ['q', 'models'],
      ['S', '95 % interval'],
      ['q', 'models'],
      ['m', 'narrow:'],
      [KEYS.esc, 'models'],
      ['?', 'Help'],
      ['q', 'models'],
    ] as const) {
      terminal.type(keys);
      await terminal.until(shows);
    }
    expect(clears(terminal.raw())).toBe(0);
    expect(terminal.raw().split('\u001B[?1049h')).toHaveLength(2);
  });

  it('draws keys that come together once', async () => {
    const terminal = await start();
    const before = updates(terminal.raw());
    terminal.type(KEYS.down.repeat(400));
    terminal.type('S');
    await terminal.until('95 % interval');
    terminal.type('q');
    await terminal.until('models');
    // All of them were heard (a key more or less shows another trial), in far fewer frames.
    expect(updates(terminal.raw()) - before).toBeLessThan(60);
    const held = selectedRow(terminal);
    terminal.type(`g${KEYS.down.repeat(390)}${'j'.repeat(10)}S`);
    await terminal.until('95 % interval');
    terminal.type('q');
    await terminal.until('models');
    expect(selectedRow(terminal)).toBe(held);
  });

  it('repaints what something else has written over it', async () => {
    const terminal = await start();
    const before = await settled(terminal);
    await scribble(terminal);
    terminal.type(KEYS.ctrlL);
    expect(await terminal.until((text) => text === before)).toBe(before);
    expect(clears(terminal.raw())).toBe(0);
  });

  it('comes to rest after a storm of resizes', async () => {
    const terminal = await start();
    const before = await settled(terminal);
    for (let step = 0; step < 40; step += 1) {
      terminal.resize(60 + ((step * 37) % 90), 15 + ((step * 11) % 30));
    }
    terminal.resize(120, 40);
    await terminal.until((text) => text === before);
    terminal.type('j');
    await terminal.until(/│› .* 002 /);
    terminal.type('k');
    await terminal.until((text) => text === before);
    expect(clears(terminal.raw())).toBe(0);
  });
});

/**
 * Makes the program fail as a mistake of ours would: built-ins throw where they are given what only one
 * place of the program gives them. The screen that shows rates is where it happens.
 */
const MISTAKES = {
  'in the painter': `
    const { toSorted } = Array.prototype;
    Array.prototype.toSorted = function (...rest) {
      if (this[0]?.lines && JSON.stringify(this).includes('95 % interval')) throw new Error('made to fail');
      return toSorted.apply(this, rest);
    };`,
  'when a key is handled': `
    const { findLast } = Array.prototype;
    Array.prototype.findLast = function (...rest) {
      if (this[1]?.type === 'stats') throw new Error('made to fail');
      return findLast.apply(this, rest);
    };`,
  'when a screen is made': `
    const { repeat } = String.prototype;
    String.prototype.repeat = function (count) {
      if (String(this) === '·' && count > 8) throw new Error('made to fail');
      return repeat.call(this, count);
    };`,
};

describe('the end', () => {
  it.each(['SIGTERM', 'SIGHUP'])('gives the terminal back on %s', async (signal) => {
    const terminal = await start();
    terminal.kill(signal);
    await terminal.exit;
    await terminal.until(() => terminal.xterm.buffer.active.type === 'normal');
    expectGivenBack(terminal);
    expect(terminal.xterm.modes.bracketedPasteMode).toBe(false);
  });

  it('gives the terminal back when suspended, and draws all of it on return', async () => {
    const shell = openTerminal('bash', ['--norc', '-i'], {
      env: { ...place.env(), PS1: 'shell> ' },
    });
    place.add(shell);
    await shell.until('shell>');
    shell.type(`${process.execPath} bin/inquest\r`);
    const before = await settled(shell);
    shell.type(KEYS.ctrlZ);
    await shell.until('Stopped');
    expectGivenBack(shell);
    shell.resize(100, 30);
    shell.type('fg\r');
    await shell.until(/^Inquest sample study .*synthetic sample\n[^]*\? help/);
    shell.resize(120, 40);
    await shell.until((text) => text === before);
    shell.type(KEYS.ctrlC);
    await shell.until((text) => text.trimEnd().endsWith('shell>'));
    expectGivenBack(shell);
  });
});

describe('without the painter', () => {
  it('Ink shows the same', async () => {
    const painted = await settled(await start());
    const plain = await settled(await start({ INQUEST_PAINTER: 'ink' }));
    // Ink writes no blanks at the end of a row.
    const trimmed = (text: string): string => text.replaceAll(/ +$/gm, '');
    expect(trimmed(plain)).toBe(trimmed(painted));
  });

  it('a screen reader is given text, top to bottom', async () => {
    const terminal = place.start([], { env: { INK_SCREEN_READER: 'true' } });
    await terminal.until('models');
    expect(terminal.xterm.buffer.active.type).toBe('normal');
  });
});

describe('a mistake of ours', () => {
  it.each([
    ['in the painter', {}],
    ['when a key is handled', {}],
    ['when a key is handled', { INQUEST_PAINTER: 'ink' }],
    ['when a key is handled', { INK_SCREEN_READER: 'true' }],
    ['when a screen is made', {}],
    ['when a screen is made', { INQUEST_PAINTER: 'ink' }],
    ['when a screen is made', { INK_SCREEN_READER: 'true' }],
  ] as const)('%s is told in one line, on a terminal given back: %o', async (where, env) => {
    const file = path.join(place.folder, 'mistake.mjs');
    writeFileSync(
      file,
      `import { isMainThread } from 'node:worker_threads';\nif (isMainThread) {${MISTAKES[where]}\n}\n`,
    );
    const terminal = place.start([], {
      columns: 120,
      rows: 40,
      env: { ...env, NODE_OPTIONS: `--import ${file}` },
    });
    await terminal.until((text) => text.includes('Enter open') && text.includes('email sent'));
    terminal.type('S');
    expect(await terminal.exit).toMatchObject({ code: 2 });
    await terminal.until('inquest: something went wrong inside: made to fail (--debug shows');
    expect(terminal.raw()).not.toContain('mistake.mjs');
    expectGivenBack(terminal);
  });
});
