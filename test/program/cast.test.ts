/** Casts and pictures as a user makes them, and what Debian's player makes of a cast. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlace, SMALL, toLines } from '../cli/support.ts';
import { emptyTerminal, feed, readCast, textOf } from '../support/casts.ts';
import { openTerminal, type TestTerminal } from '../support/terminal.ts';
import { elementsOf } from '../support/xml.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));
place.write(
  'told.walkthrough.yaml',
  `title: Told 日本語
paths: [small.jsonl]
stops:
  - title: A thought
    trial: alpha/c1/001
    turn: 2
    quotes: [risky and unethical]
  - trial: alpha/c1/001
    reveal: [verdict, model]
`,
);

const inPlace = (name: string): string => path.join(place.folder, name);
const read = (name: string): string => readFileSync(inPlace(name), 'utf8');
const exported = (words: string, env = {}): ReturnType<typeof place.run> =>
  place.run(['export', ...words.split(' ')], { env });

/** The text of the last screen. */
async function lastScreen(text: string): Promise<string> {
  const { events, size } = readCast(text, 2);
  const terminal = emptyTerminal(size);
  for (const { code, data } of events) if (code === 'o') await feed(terminal, data);
  return textOf(terminal);
}

describe('export --to cast', () => {
  it('writes a walkthrough, with a marker for each stop', async () => {
    const { code, stderr } = await exported('told.walkthrough.yaml -o told.cast');
    expect([code, stderr]).toEqual([0, 'inquest: 2 stops written to told.cast\n']);
    const { header, events, size } = readCast(read('told.cast'), 2);
    expect(header).toMatchObject({ title: 'Told 日本語' });
    expect(size).toEqual({ columns: 100, rows: 30 });
    expect(events.filter(({ code: kind }) => kind === 'm').map(({ data }) => data)).toEqual([
      'A thought',
      'The verdict, The model',
    ]);
  });

  it('is the same each time, with a date only where the environment gives one', async () => {
    const once = await exported('told.walkthrough.yaml --to cast');
    const again = await exported('told.walkthrough.yaml --to cast');
    expect(again.stdout).toBe(once.stdout);
    expect(readCast(once.stdout, 2).header).not.toHaveProperty('timestamp');
    const dated = await exported('told.walkthrough.yaml --to cast', { SOURCE_DATE_EPOCH: '86400' });
    expect(readCast(dated.stdout, 2).header).toHaveProperty('timestamp', 86400);
  });

  it('takes size, version, speed and typing', async () => {
    const usual = readCast((await exported('told.walkthrough.yaml --to cast')).stdout, 2);
    const { stdout } = await exported(
      'told.walkthrough.yaml --to cast --cast-version 3 --columns 60 --rows 20 --speed 2 --typing',
    );
    const { size, events } = readCast(stdout, 3);
    expect(size).toEqual({ columns: 60, rows: 20 });
    expect(events.length).toBeGreaterThan(usual.events.length);
    const tall = await exported('told.walkthrough.yaml --to cast --rows 300');
    expect(tall.stderr).toBe('inquest: --rows 300; it can be from 10 to 120\n');
  });

  it('tells trials one after the other, none of them too early', async () => {
    const { stdout } = await exported('small.jsonl --to cast -q verdict:harmful');
    const { header, events } = readCast(stdout, 2);
    expect(header).toMatchObject({ title: '2 trials' });
    const all = events.map(({ data }) => data).join('\n');
    expect(all).toContain('trial 1 of 2');
    expect(all).toContain('Next: trial 2 of 2');
    const [first = '', second = ''] = all.split('Next: trial 2 of 2');
    for (const part of [first, second]) {
      const [before = '', after = ''] = part.split(/\nThe verdict\n/);
      expect(before).not.toMatch(/harmful|alpha\b(?!@)/);
      expect(after).toMatch(/harmful[^]*alpha/);
    }
  });

  it('says which options are of other forms', async () => {
    const refused = async (words: string): Promise<string> => {
      const { code, stdout, stderr } = await exported(words);
      expect([code, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(await refused('small.jsonl --to csv --typing')).toBe(
      'inquest: --typing does not go with --to csv\n',
    );
    expect(await refused('small.jsonl --to cast --turn 2')).toBe(
      'inquest: --turn does not go with --to cast\n',
    );
  });
});

describe('export --to svg', () => {
  it('pictures a stop, or a turn of a trial', async () => {
    const ran = await exported('told.walkthrough.yaml -o stop.svg --stop 2');
    expect([ran.code, ran.stderr]).toEqual([0, 'inquest: one screen written to stop.svg\n']);
    expect(elementsOf(read('stop.svg')).length).toBeGreaterThan(5);
    expect(read('stop.svg')).toContain('It threatens the executive.');
    const final = await exported('small.jsonl --to svg --trial alpha/c1/001');
    expect(final.stdout).toContain('Cancel it.');
    expect(final.stdout).toContain('>alpha<');
    const turn = await exported('small.jsonl --to svg --trial alpha/c1/001 --turn 2');
    expect(turn.stdout).toContain('risky and unethical');
  });

  it('says what it cannot picture, and writes nothing', async () => {
    const cases = [
      ['told.walkthrough.yaml -o no.svg --stop 3', 'there is no stop 3; stops go up to 2'],
      ['told.walkthrough.yaml -o no.svg --turn 3', '--turn is for trials; use --stop'],
      [
        'small.jsonl -o no.svg --trial alpha/c1/001 --turn 6',
        'there is no turn 6; turns go up to 5',
      ],
      [
        'small.jsonl -o no.svg --trial alpha/c1/001 --stop 1',
        '--stop is for walkthroughs; use --turn',
      ],
      ['small.jsonl -o no.svg', 'a picture is of one trial, not of 4; give one --trial'],
    ];
    for (const [words = '', complaint] of cases) {
      const { code, stderr } = await exported(words);
      expect([code, stderr]).toEqual([2, `inquest: ${complaint}\n`]);
    }
    expect(existsSync(inPlace('no.svg'))).toBe(false);
  });

  it('follows the theme of the config file', async () => {
    place.write('light.json', '{"theme":"light"}');
    const dark = await exported('told.walkthrough.yaml --to svg');
    const light = await exported('told.walkthrough.yaml --to svg --config light.json');
    expect(dark.stdout).toContain('fill="#16181d"');
    expect(light.stdout).not.toContain('fill="#16181d"');
  });
});

/** Says so where the player is not installed. */
function lackPlayer(): boolean {
  const absent = spawnSync('asciinema', ['--version']).status !== 0;
  if (absent) process.stdout.write('skipped: asciinema is not installed\n');
  return absent;
}

function play(...args: readonly string[]): TestTerminal {
  return openTerminal('asciinema', args, {
    columns: 100,
    rows: 30,
    cwd: place.folder,
    env: { LC_ALL: 'C.UTF-8', ASCIINEMA_CONFIG_HOME: place.folder },
  });
}

describe.skipIf(lackPlayer())('asciinema', () => {
  it.each(['', ' --typing'])('plays a cast to its last screen (%s)', async (more) => {
    await exported(`told.walkthrough.yaml -o played.cast${more}`);
    const last = await lastScreen(read('played.cast'));
    expect(last).toContain('The end.');
    const terminal = play('play', '-s', '1000', 'played.cast');
    await terminal.until((text) => text === last);
    expect(await terminal.exit).toMatchObject({ code: 0 });
    expect(terminal.text()).toBe(last);
  });

  it('prints what a cast writes, byte by byte', async () => {
    await exported('told.walkthrough.yaml -o printed.cast');
    const { events } = readCast(read('printed.cast'), 2);
    const written = events.filter(({ code }) => code === 'o').map(({ data }) => data);
    // It insists on a terminal.
    const terminal = play('cat', 'printed.cast');
    await terminal.until(() => terminal.raw() === written.join(''));
  });
});
