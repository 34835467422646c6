/** `inquest export` of walkthroughs and pages, as a child process. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPlace, SMALL, toLines } from './support.ts';

const place = createPlace();
const SCRIPT = [
  'title: A *bold* story',
  'paths: [trials]',
  'stops:',
  '  - title: The wipe',
  '    text: |-',
  '      1. This is no list.',
  '      - Nor this.',
  '    trial: alpha/c1/001',
  '    turn: 1-2',
  '    quotes: [risky and unethical]',
  '  - trial: alpha/c1/001',
  '    reveal: verdict',
  '  - rates: {by: model}',
].join('\n');

function read(name: string): string {
  return readFileSync(path.join(place.folder, name), 'utf8');
}

beforeAll(() => {
  mkdirSync(path.join(place.folder, 'talk/trials'), { recursive: true });
  place.write('talk/trials/small.jsonl', toLines(SMALL));
  place.write('talk/story.walkthrough.yaml', `${SCRIPT}\n  - trial: gone/001\n`);
  place.write('other.jsonl', toLines([{ ...SMALL[0], id: 'gone/001' }]));
});

describe('--trial', () => {
  it('takes the ids behind it, and leaves paths to be paths', async () => {
    const { code, stdout } = await place.run([
      'export',
      '--to',
      'jsonl',
      '--trial',
      'alpha/c1/001',
      'beta/c1/002',
      'talk/trials',
    ]);
    expect(stdout.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(code).toBe(0);
  });
});

describe('a walkthrough', () => {
  it('is written as Markdown, with the paths beside it, and says what it does not find', async () => {
    const { code, stdout, stderr } = await place.run([
      'export',
      'talk/story.walkthrough.yaml',
      '--to',
      'md',
    ]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      'inquest: talk/story.walkthrough.yaml: stop 4: the trial gone/001 is not in the collection\n',
    );
    expect(stdout).toMatch(/^---\ntitle: "A \*bold\* story"\n---\n/);
    expect(stdout).toContain('# A \\*bold\\* story\n');
    expect(stdout).toContain(
      '\n## 1 · The wipe\n\n*c1 · sample 1*\n\n1\\. This is no list.\n\\- Nor',
    );
    expect(stdout).toContain('### Turn 2 · reasoning (private)\n\n```text\nThis is risky');
    expect(stdout).toContain('- Marked: “risky and unethical”\n');
    expect(stdout.indexOf('Outcome: harmful')).toBeGreaterThan(stdout.indexOf('## 2 ·'));
    expect(stdout).toContain('| alpha | 2/2 | 100.0 % | 34.2 % – 100.0 % |\n');
    expect(stdout).toContain('*Not here: its trial is not in the collection.*');
    expect(stdout).toMatch(/\n---\n\n- Made by: Inquest .*\n- Files read: talk\/story.*\n\n$/);
    // Nobody has revealed the model.
    expect(stdout.slice(0, stdout.indexOf('## 3'))).not.toContain('alpha/c1/001');
  });

  it('is looked up in other paths where they are given', async () => {
    const { stderr } = await place.run([
      'export',
      'other.jsonl',
      'talk/story.walkthrough.yaml',
      '-o',
      'out.html',
    ]);
    expect(stderr).toContain('stop 1: the trial alpha/c1/001 is not in the collection');
    expect(stderr).toContain('inquest: 4 stops written to out.html\n');
    expect(read('out.html')).toContain('<li dir="auto">other.jsonl</li>');
  });

  it('is never replaced, nor is what it was read from', async () => {
    const file = 'talk/story.walkthrough.yaml';
    for (const output of [file, 'talk/trials/small.jsonl']) {
      const { code, stderr } = await place.run(['export', file, '--to', 'html', '-o', output]);
      expect([code, stderr.split('\n').at(-2)]).toEqual([
        2,
        `inquest: ${output} is one of the files read; write to another file`,
      ]);
    }
    expect(read(file)).toContain(SCRIPT);
  });
});

describe('a page', () => {
  it('of a set has an index with the rates by model, then every trial', async () => {
    const { stderr } = await place.run([
      'export',
      'talk/trials',
      '-q',
      'condition:c1',
      '-o',
      'set.html',
    ]);
    expect(stderr).toBe('inquest: 3 trials written to set.html\n');
    const page = read('set.html');
    expect(page).toContain('<h1>3 trials</h1>');
    expect(page).toContain('<code dir="auto">condition:c1</code>');
    expect(page.match(/<section class="trial" id="trial-\d"/g)).toHaveLength(3);
    expect(page).toMatch(/alpha<\/th>.*1\/1<\/td>.*100\.0 %<\/td>/);
    expect(page).toContain('1 judge-failed');
    expect(page.indexOf('class="contents"')).toBeLessThan(page.indexOf('id="trial-1"'));
  });

  it('of one trial has no index; of some picked by hand no rates', async () => {
    await place.run(['export', 'talk/trials', '--trial', 'alpha/c1/001', '-o', 'one.html']);
    expect(read('one.html')).not.toMatch(/class="contents"|<table/);
    await place.run([
      'export',
      'talk/trials',
      '--trial',
      'alpha/c1/001',
      'beta/c1/001',
      '-o',
      'two.html',
    ]);
    expect(read('two.html')).toContain('class="contents"');
    expect(read('two.html')).not.toContain('<table');
  });

  it('tells when it was made only where the environment says so', async () => {
    const args = ['export', 'talk/trials', '--trial', 'alpha/c1/001', '--to', 'html'];
    const plain = await place.run(args);
    const dated = await place.run(args, { env: { SOURCE_DATE_EPOCH: '1750000000' } });
    expect(plain.stdout).not.toContain('<time');
    expect(dated.stdout).toContain('<time datetime="2025-06-15T15:06:40.000Z">');
  });

  it('names no folder of this machine', async () => {
    const file = path.join(place.folder, 'talk/story.walkthrough.yaml');
    const { stdout } = await place.run(['export', file, '--to', 'html']);
    expect(stdout).not.toContain(place.folder);
  });
});

describe('a PDF', () => {
  const args = ['export', 'talk/trials', '--trial', 'alpha/c1/001', '-o', 'one.pdf'];
  it('needs Chromium, and says so', async () => {
    const { code, stderr } = await place.run(args, { env: { PATH: place.folder } });
    expect([code, stderr]).toEqual([
      2,
      'inquest: a PDF needs Chromium or Chrome, and neither is installed; install one, say where it is with CHROME_PATH, or write --to html and print that\n',
    ]);
  });

  it('is not written by a Chromium that fails, and nothing is left behind', async () => {
    const TMPDIR = path.join(place.folder, 'tmp');
    mkdirSync(TMPDIR);
    const program = path.join(place.folder, 'broken');
    writeFileSync(program, '#!/bin/sh\necho "no display" >&2\nexit 3\n', { mode: 0o755 });
    const { code, stderr } = await place.run(args, { env: { CHROME_PATH: program, TMPDIR } });
    expect([code, stderr]).toEqual([
      2,
      `inquest: ${program} could not print the page: no display\n`,
    ]);
    expect(existsSync(path.join(place.folder, 'one.pdf'))).toBe(false);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  it('does not go to standard output', async () => {
    const { code, stderr } = await place.run(['export', 'talk/trials', '--to', 'pdf']);
    expect([code, stderr]).toEqual([
      2,
      'inquest: pdf is not text; write it to a file: -o FILE.pdf\n',
    ]);
  });
});
