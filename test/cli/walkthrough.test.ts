/** `inquest walkthrough`: makes a walkthrough file, and says whether one still holds. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseWalkthrough } from '../../src/walkthrough/parse.ts';
import { createPlace, SMALL, toLines } from './support.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));
const inPlace = (name: string): string => path.join(place.folder, name);
const read = (name: string): string => readFileSync(inPlace(name), 'utf8');

/** `inquest walkthrough` with words that have no spaces. */
const run = (words: string): ReturnType<typeof place.run> =>
  place.run(['walkthrough', ...words.split(' ')]);

describe('walkthrough new', () => {
  it('prints what can be read back, with the collection as it is from here', async () => {
    const { code, stdout, stderr } = await run('new --trial alpha/c1/001 small.jsonl');
    const made = parseWalkthrough(stdout, 'made');
    expect(made.paths).toEqual(['small.jsonl']);
    expect(made.stops.map(({ title }) => title)).toEqual([
      'Wipe at 5',
      'Its private reasoning',
      'A draft, never sent',
      'Its private reasoning',
      'What it sent',
      'The verdict',
    ]);
    expect(made.stops[1]?.quotes).toEqual(['risky and unethical']);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('prints the same as JSON', async () => {
    const args = 'new --trial beta/c1/001 small.jsonl';
    const yaml = await run(args);
    const json = await run(`${args} --json`);
    expect(JSON.parse(json.stdout)).toMatchObject({
      title: 'c1, sample 1',
      paths: ['small.jsonl'],
    });
    expect(parseWalkthrough(json.stdout, 'j')).toEqual(parseWalkthrough(yaml.stdout, 'y'));
  });

  it('tells several trials in the order given, each after a card of its own', async () => {
    const { stdout } = await run('new --trial beta/c1/002 --trial alpha/c2/001 small.jsonl');
    const made = parseWalkthrough(stdout, 'made');
    expect(made.title).toBe('2 trials');
    expect(made.subtitle).toBe('blackmail');
    expect(made.stops.map(({ title, trial }) => trial ?? title)).toEqual([
      'Trial 1: c1, sample 2',
      'beta/c1/002',
      'beta/c1/002',
      'Trial 2: c2, sample 1',
      'alpha/c2/001',
      'alpha/c2/001',
    ]);
  });

  it('names the collection from the folder of the file, and writes over nothing', async () => {
    mkdirSync(inPlace('talks'));
    const args = 'new --trial alpha/c2/001 small.jsonl';
    const written = await run(`${args} -o talks/a.walkthrough.yaml`);
    expect(written).toEqual({
      code: 0,
      stdout: '',
      stderr: 'inquest: 2 stops written to talks/a.walkthrough.yaml\n',
    });
    expect(parseWalkthrough(read('talks/a.walkthrough.yaml'), 'a').paths).toEqual([
      '../small.jsonl',
    ]);
    writeFileSync(inPlace('talks/a.walkthrough.yaml'), 'mine');
    const again = await run(`${args} -o talks/a.walkthrough.yaml`);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('is there already; --force replaces it');
    expect(read('talks/a.walkthrough.yaml')).toBe('mine');
    const forced = await run(`${args} -o talks/a.walkthrough.yaml --force`);
    expect(forced.code).toBe(0);
    expect(read('talks/a.walkthrough.yaml')).toContain('c2, sample 1');
    expect(readdirSync(inPlace('talks'))).toEqual(['a.walkthrough.yaml']);
  });

  it('never replaces what was read, --force or not', async () => {
    const before = read('small.jsonl');
    const { code, stderr } = await run(
      'new --trial alpha/c2/001 small.jsonl -o small.jsonl --force',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('small.jsonl is one of the files read');
    expect(read('small.jsonl')).toBe(before);
  });
});

describe('walkthrough check', () => {
  it('finds every stop of a new one, also when all has moved together', async () => {
    mkdirSync(inPlace('one'));
    place.write('one/moving.jsonl', toLines(SMALL));
    await run('new --trial alpha/c1/001 one/moving.jsonl -o one/m.walkthrough.yaml');
    renameSync(inPlace('one'), inPlace('two'));
    const { code, stdout } = await run('check two/m.walkthrough.yaml');
    expect(stdout.split('\n')[0]).toBe('c1, sample 1');
    expect(stdout).toContain('  ✔ 1 Wipe at 5\n');
    expect(stdout).toContain('\n6 stops, all match\n');
    expect(code).toBe(0);
  });

  it('says which stops do not match, and ends with 1', async () => {
    const [first, ...others] = SMALL;
    const edited = { ...first, id: 'alpha/c1/001', turns: first.turns.slice(0, 2) };
    place.write('edited.jsonl', toLines([edited, ...others]));
    place.write(
      'stale.walkthrough.yaml',
      [
        'title: Stale',
        'paths: [edited.jsonl]',
        'stops:',
        '  - text: Words alone.',
        '  - {trial: alpha/c1/001, turn: 2, quotes: [risky and unethical]}',
        '  - {title: The end, trial: alpha/c1/001, turn: 5}',
        '  - {trial: nobody/c1/001, reveal: verdict}',
      ].join('\n'),
    );
    const json = await run('check stale.walkthrough.yaml --json');
    expect(JSON.parse(json.stdout)).toEqual({
      file: 'stale.walkthrough.yaml',
      title: 'Stale',
      stops: [
        { stop: 1, title: 'Stop 1', trial: null, found: null, problems: [] },
        {
          stop: 2,
          title: 'Turn 2: reasoning',
          trial: 'alpha/c1/001',
          found: 'alpha/c1/001',
          problems: [],
        },
        {
          stop: 3,
          title: 'The end',
          trial: 'alpha/c1/001',
          found: null,
          problems: ['the trial has no turn 5: it has 2'],
        },
        {
          stop: 4,
          title: 'Stop 4',
          trial: 'nobody/c1/001',
          found: null,
          problems: ['the trial nobody/c1/001 is not in the collection'],
        },
      ],
    });
    expect(json.code).toBe(1);
    const text = await run('check stale.walkthrough.yaml');
    expect(text.stdout).toContain('  ✘ 3 The end\n      the trial has no turn 5: it has 2\n');
    expect(text.stdout).toContain('\n4 stops, 2 do not match\n');
    expect(text.code).toBe(1);
  });

  it('finds a trial again under another id, and says which', async () => {
    await run('new --trial alpha/c1/001 small.jsonl -o renamed.walkthrough.yaml');
    place.write('renamed.jsonl', toLines([{ ...SMALL[0], id: 'renamed/001' }]));
    const { code, stdout } = await run('check renamed.walkthrough.yaml renamed.jsonl');
    expect(stdout).toContain('✔ 6 The verdict (now renamed/001)');
    expect(code).toBe(0);
  });

  it('refuses what is no file, and does not wait for it', async () => {
    execFileSync('mkfifo', [inPlace('pipe.yaml')]);
    const { code, stderr } = await run('check pipe.yaml');
    expect(stderr).toContain('pipe.yaml is no file');
    expect(code).toBe(2);
  });

  it.each([
    ['missing.yaml', undefined, 'cannot read missing.yaml: there is no such file'],
    ['wrong.yaml', 'title: a\nstops:\n  - trail: x\n', 'wrong.yaml:3:5: unknown key "trail"'],
    ['empty.yaml', '', 'empty.yaml:1:1: '],
    ['binary.yaml', '\u0000\u0001\u001B[2J', 'binary.yaml:1:'],
  ])('says in one line what is wrong with %s', async (name, text, line) => {
    if (text !== undefined) place.write(name, text);
    const { code, stdout, stderr } = await run(`check ${name}`);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('\u001B');
    expect([code, stdout]).toEqual([2, '']);
  });
});
