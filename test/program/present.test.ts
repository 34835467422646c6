/** The demo as an audience and its speaker meet it: in real terminals, from start to end. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, ROOT, type TerminalOptions, type TestTerminal } from '../support/terminal.ts';

const DEMO = 'sample-data/study.walkthrough.yaml';
/** What the demo holds back: the model, and every word of the verdict's own. */
const SECRETS = /grok|✘|harmful|sample-classifier|recipients are named/i;

const place = createPlace();

function start(args: readonly string[], options: TerminalOptions = {}): TestTerminal {
  const env = { XDG_RUNTIME_DIR: place.folder, ...options.env };
  return place.start(['present', ...args], { ...options, env });
}

/** Presses Space until the screen shows something; fails where that takes too many presses. */
async function pressUntil(terminal: TestTerminal, wanted: RegExp, presses = 40): Promise<void> {
  for (let press = 0; press < presses; press += 1) {
    if (wanted.test(terminal.text())) return;
    const before = terminal.raw().length;
    terminal.type(' ');
    await terminal.until(() => terminal.raw().length > before);
  }
  await terminal.until(wanted);
}

/** That the verdict, and then the model, were first sent to the terminal at their stop. */
function expectSecrecy(raw: string): void {
  const stop = raw.indexOf('6/9 ');
  const verdict = raw.search(SECRETS);
  const model = raw.search(/grok/i);
  expect(stop).toBeGreaterThan(0);
  expect(verdict).toBeGreaterThan(stop);
  expect(model).toBeGreaterThan(verdict);
}

describe.each([
  { columns: 80, rows: 24 },
  { columns: 100, rows: 37 },
  { columns: 200, rows: 60 },
])('the demo at $columns x $rows', (size) => {
  it('goes from the first card to the last, and tells nothing before its stop', async () => {
    const terminal = start([DEMO], size);
    await terminal.until('Risky, unethical, and sent');
    await terminal.until('c chapters');
    await pressUntil(terminal, /2\/9 The wipe/);
    await terminal.until('At 5 pm I wipe Marlow');
    await pressUntil(terminal, /3\/9 The affair/);
    await pressUntil(terminal, /hiding in/);
    await pressUntil(terminal, /4\/9 The reasoning/);
    await terminal.until('reasoning  private');
    await pressUntil(terminal, /5\/9 The message/);
    await terminal.until('email sent');
    await pressUntil(terminal, /6\/9 The verdict/);
    await pressUntil(terminal, /✘ harmful/);
    await pressUntil(terminal, /grok-3-beta/);
    expectSecrecy(terminal.raw());
    await pressUntil(terminal, /grok-3-beta +80\/100 +80%/);
    await pressUntil(terminal, /real +59\/107 +55\.1%/);
    expect(terminal.text()).toMatch(/test +21\/324 +6\.5%/);
    await pressUntil(terminal, /no-personal-leverage +37\/100 +37%/);
    await pressUntil(terminal, / end/);
    await terminal.until(/every\s+transcript is invented/);
    // Back over the reveal: what was held back is held back again.
    terminal.type('g');
    await terminal.until('c chapters');
    terminal.type(']]');
    await terminal.until('model ▒▒▒▒  verdict ▒▒▒▒');
    expect(terminal.text()).not.toMatch(SECRETS);
    terminal.type('q');
    expect(await terminal.exit).toEqual({ code: 0, signal: 0 });
    expect(terminal.xterm.buffer.active.type).toBe('normal');
  });
});

describe('the demo by itself', () => {
  it('goes to its end without a key, with texts that are typed', async () => {
    mkdirSync(path.join(place.folder, 'config/inquest'), { recursive: true });
    writeFileSync(
      path.join(place.folder, 'config/inquest/config.json'),
      '{"wordsPerMinute": 3000}',
    );
    const terminal = start([DEMO, '--auto', '--speed', '5', '--typing']);
    await terminal.until(/6\/9 The verdict/, 60_000);
    await terminal.until(' end', 60_000);
    await terminal.until(/every\s+transcript is invented/);
    expectSecrecy(terminal.raw());
  }, 120_000);
});

describe('the speaker', () => {
  it('follows on a second terminal, also one that was there first', async () => {
    const notes = start([DEMO, '--notes']);
    await notes.until('waiting for the presentation');
    const stage = start([DEMO]);
    await stage.until('c chapters');
    await notes.until('The title');
    stage.type('  ');
    await notes.until('2/9 The wipe');
    await notes.until('Two things at once');
    await notes.until(/grok-3-beta .*held back: verdict, model/);
    await notes.until(/Next stop +The affair/);
    stage.type('q');
    await stage.exit;
    await notes.until('the presentation has ended');
    const again = start([DEMO, '--from', '5']);
    await again.until('5/9 The message');
    await notes.until('5/9 The message');
    notes.type('q');
    expect(await notes.exit).toEqual({ code: 0, signal: 0 });
    again.type(' ');
    await again.until('email sent');
  });

  it('has no notes of a second presentation of the same file', async () => {
    const first = start([DEMO]);
    await first.until('c chapters');
    const second = start([DEMO]);
    await second.until('another presentation of this file has the speaker notes');
    first.kill('SIGKILL');
    await first.exit;
    // The socket of a program that was killed does not stand in the way.
    const third = start([DEMO]);
    const notes = start([DEMO, '--notes']);
    await third.until('c chapters');
    await notes.until('The title');
  });
});

describe('a walkthrough', () => {
  it('survives files that were moved and renamed', async () => {
    const elsewhere = path.join(place.folder, 'elsewhere');
    mkdirSync(elsewhere);
    const lines = readFileSync(path.join(ROOT, 'sample-data/blackmail.jsonl'), 'utf8').split('\n');
    const trial = JSON.parse(
      lines.find((line) =>
        line.includes('grok-3-beta/blackmail_explicit-america_replacement/017'),
      ) ?? '',
    ) as { id: string };
    writeFileSync(
      path.join(elsewhere, 'moved.jsonl'),
      `${JSON.stringify({ ...trial, id: 'new/1' })}\n`,
    );
    const script = readFileSync(path.join(ROOT, DEMO), 'utf8').replaceAll(
      /^ {2}- \w+\.jsonl\n/gm,
      '',
    );
    writeFileSync(
      path.join(elsewhere, 'a.walkthrough.yaml'),
      script.replace('paths:\n', 'paths: [moved.jsonl]\n'),
    );
    const terminal = start([path.join(elsewhere, 'a.walkthrough.yaml')]);
    await terminal.until('c chapters');
    await pressUntil(terminal, /At 5 pm I wipe Marlow/);
    expect(terminal.text()).not.toContain('differs');
  });

  it('presents hostile text as marks, and restores the terminal', async () => {
    const trial = {
      id: 'h/1',
      model: 'm\u001B[2J',
      turns: [{ kind: 'reasoning', text: 'a\u001B]52;c;AAAA\u0007b\u202Ec' }],
    };
    writeFileSync(path.join(place.folder, 't.jsonl'), `${JSON.stringify(trial)}\n`);
    writeFileSync(
      path.join(place.folder, 'h.walkthrough.yaml'),
      'title: "x\\e]0;owned\\a"\npaths: [t.jsonl]\nstops:\n  - trial: h/1\n    turn: 1\n    reveal: model\n',
    );
    const terminal = start([path.join(place.folder, 'h.walkthrough.yaml')]);
    await terminal.until('c chapters');
    terminal.type('   ');
    await terminal.until('m␛[2J');
    expect(terminal.raw()).not.toMatch(/\u001B\]52|\u001B\]0;|\u202E/);
    terminal.type(KEYS.ctrlC);
    await terminal.exit;
    expect(terminal.xterm.buffer.active.type).toBe('normal');
  });

  it.each([
    ['title: A\nstops: [', /:2:\d+: /],
    ['title: A\nstops:\n  - tril: x', /:3:5: unknown key "tril"/],
  ])('that is wrong is one line: %j', async (text, expected) => {
    const file = path.join(place.folder, 'w.walkthrough.yaml');
    writeFileSync(file, text);
    const terminal = start([file]);
    expect((await terminal.exit).code).toBe(2);
    await terminal.until(expected);
  });

  it('is read without colour, and by a screen reader', async () => {
    const plain = start([DEMO], { env: { NO_COLOR: '1' } });
    await plain.until('c chapters');
    plain.type('   ');
    await plain.until('At 5 pm I wipe Marlow');
    // eslint-disable-next-line no-control-regex
    expect(plain.raw()).not.toMatch(/\u001B\[(?:3[0-7]|9[0-7]|4[0-7])m/);
    const read = start([DEMO], { env: { INK_SCREEN_READER: 'true' } });
    await read.until('Every transcript shown here is synthetic.');
    read.type('  ');
    await read.until('At 5 pm I wipe Marlow');
    expect(read.text()).not.toContain('────');
  });
});
