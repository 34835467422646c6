/** Notes on trials in a terminal: what is confirmed is on the disk, is asked for again, and is no evidence. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAnnotations, standing, type Annotation } from '../../src/annotations/annotation.ts';
import { trialContent } from '../../src/audit/content.ts';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../support/terminal.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const LONG = { timeout: 120_000 };

let folder: string;
let env: Record<string, string>;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-notes-'));
  env = {
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_DATA_HOME: path.join(folder, 'data'),
  };
  file = path.join(folder, 'data/inquest/notes.jsonl');
  writeFileSync(
    path.join(folder, 'trials.jsonl'),
    SMALL_STUDY.map((trial) => `${JSON.stringify(trial)}\n`).join(''),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function command(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'bin/inquest'), ...args],
    { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' },
  );
  return { code: status, out: stdout, err: stderr };
}

const viewer = (...args: readonly string[]): TestTerminal =>
  openInquest(['trials.jsonl', ...args], { columns: 100, rows: 30, cwd: folder, env });
const noted = (): readonly Annotation[] => standing(readAnnotations(readFileSync(file)).records);
const idsOf = (query: string): readonly string[] =>
  command('list', 'trials.jsonl', '-q', query, '--jsonl')
    .out.trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { id: string }).id);

describe('notes in the viewer', () => {
  it('are set by keys, shown, changed, taken back, and found again', LONG, async () => {
    const trial = SMALL_STUDY[0];
    if (trial === undefined) throw new Error('no trial');
    const one = viewer('--trial', trial.id);
    await one.until('step 1/8');
    one.type(`Tcheck, odd one${KEYS.enter}`);
    await one.until('On the disk: 2 noted');
    expect(noted().map(({ kind, text }) => [kind, text])).toEqual([
      ['tag', 'check'],
      ['tag', 'odd one'],
    ]);
    one.type(`rAIt plans here${KEYS.enter}`);
    await one.until(/✎ \S+ {2}It plans here/);
    one.type(`vl${KEYS.right} ${KEYS.right}nTwo words${KEYS.enter}`);
    await one.until(/✎ \S+ {2}“\S+ \S+” Two words/);
    one.type(`Dx${KEYS.enter}`);
    await one.until('It is one of harmful, safe, unsure');
    one.type(`${KEYS.ctrlU}harm${KEYS.enter}`);
    await one.until('On the disk: 1 noted');
    one.type('V');
    await one.until(/own verdict: harmful/);
    expect(one.text()).toContain('tag: check');
    // The same key changes what is there.
    one.type(`T${KEYS.ctrlU}check${KEYS.enter}`);
    await one.until('On the disk: 1 taken back');
    await one.until((text) => !text.includes('odd one'));
    one.type('q');
    await one.until('trials.jsonl');
    one.type('Ftag:check my:harmful');
    await one.until('1 of 1');
    one.type(`${KEYS.enter}S`);
    await one.until('no rate');
    one.type('qq');
    one.type(KEYS.ctrlC);
    expect((await one.exit).code).toBe(0);

    const quote = noted().find(({ kind }) => kind === 'quote');
    expect(quote).toMatchObject({
      author: os.userInfo().username,
      trial: trial.id,
      content: trialContent(trial.turns).sha256,
      turn: 6,
    });
    const text = trial.turns[5]?.text ?? '';
    expect([...text].slice(quote?.evidence?.start, quote?.evidence?.end).join('')).toBe(
      quote?.evidence?.exact,
    );
    expect(idsOf('tag:check')).toEqual([trial.id]);
    expect(idsOf('note:plans has:note my:harmful')).toEqual([trial.id]);
    expect(idsOf('tag:"odd one"')).toEqual([]);
    // No rate knows of it, and no audit.
    expect(command('stats', 'trials.jsonl', '-q', 'my:harmful').err).toContain('no rate');
    expect(
      command('audit', 'new', 'trials.jsonl', '-q', 'tag:check', '--sample', '2', '-o', 'x').err,
    ).toContain('no trial matches');
    expect(command('claims', 'new', 'trials.jsonl', '--share', 'my:harmful').err).toContain(
      'no rate',
    );

    // Under another name and in another place they are found by what the trial says.
    const again = viewer('--trial', trial.id, '--turn', '6');
    await again.until(/✎ \S+ {2}It plans here/);
    again.type(`A${KEYS.ctrlU}${KEYS.enter}`);
    await again.until('On the disk: 1 taken back');
    again.type(KEYS.ctrlC);
    await again.exit;
    expect(idsOf('note:plans')).toEqual([]);
  });

  it('are there as soon as they are confirmed, in both of two windows', LONG, async () => {
    const ids = SMALL_STUDY.slice(0, 2).map(({ id }) => id);
    const [one, other] = ids.map((id) => viewer('--trial', id));
    if (one === undefined || other === undefined) throw new Error('no windows');
    await Promise.all([one, other].map((each) => each.until('step 1/8')));
    one.type(`Tfrom one${KEYS.enter}`);
    await one.until('On the disk');
    other.type(`Tfrom other${KEYS.enter}`);
    await other.until('On the disk');
    one.type(`AStill here${KEYS.enter}`);
    await one.until('Still here');
    for (const each of [one, other]) {
      each.kill('SIGKILL');
      await each.exit;
    }
    expect(noted().map(({ text }) => text)).toEqual(['from one', 'from other', 'Still here']);
    expect(readAnnotations(readFileSync(file)).odd).toEqual([]);
  });

  it('say that a torn line was mended, and keep what is typed when told to end', LONG, async () => {
    const id = SMALL_STUDY[0]?.id ?? '';
    const one = viewer('--trial', id);
    await one.until('step 1/8');
    one.type(`Tfirst${KEYS.enter}`);
    await one.until('On the disk');
    appendFileSync(file, '{"id":"torn');
    one.type(`AAfter it${KEYS.enter}`);
    await one.until('no whole note');
    one.type('rATyped only');
    await one.until('Typed only');
    one.kill('SIGTERM');
    await one.exit;
    expect(noted().map(({ text }) => text)).toEqual(['first', 'After it', 'Typed only']);
  });

  it('say why they are not on the disk, and are there to be given again', LONG, async () => {
    writeFileSync(path.join(folder, 'data'), 'a file where a folder should be');
    const one = viewer('--trial', SMALL_STUDY[0]?.id ?? '');
    await one.until('step 1/8');
    one.type(`Tlost?${KEYS.enter}`);
    await one.until(/Not on the disk: cannot write/);
    expect(one.text()).toContain('lost?');
    rmSync(path.join(folder, 'data'));
    one.type(KEYS.enter);
    await one.until('On the disk: 1 noted');
    one.type(KEYS.ctrlC);
    await one.exit;
    expect(noted().map(({ text }) => text)).toEqual(['lost?']);
  });

  it('are not taken of redacted trials', LONG, async () => {
    const one = viewer('--redact', 'emails', '--trial', SMALL_STUDY[0]?.id ?? '');
    await one.until('step 1/8');
    one.type('T');
    await one.until('Nothing is noted on trials here');
    one.type(KEYS.ctrlC);
    await one.exit;
  });
});

describe('inquest notes', () => {
  it('lists and merges the files of two people, once each', LONG, async () => {
    const one = viewer('--trial', SMALL_STUDY[0]?.id ?? '');
    await one.until('step 1/8');
    one.type(`Tmine${KEYS.enter}`);
    await one.until('On the disk');
    one.type(KEYS.ctrlC);
    await one.exit;
    const [mine] = noted();
    if (mine === undefined) throw new Error('nothing was noted');
    const bens: Annotation = {
      ...mine,
      id: '00000000-0000-4000-8000-000000000001',
      author: 'ben',
      text: 'his',
    };
    writeFileSync(path.join(folder, 'ben.jsonl'), `${JSON.stringify(bens)}\n`);
    expect(command('notes', 'merge', 'ben.jsonl').out).toContain('1 record added');
    expect(command('notes', 'merge', 'ben.jsonl').out).toContain('0 records added');
    const listed = command('notes', 'list', '--csv').out;
    expect(listed.split('\n')[0]).toBe('trial,turn,kind,author,text,quote,at');
    expect(listed).toContain('"ben","his"');
    expect(
      command('notes', 'list', '--author', 'ben', '--jsonl').out.trim().split('\n'),
    ).toHaveLength(1);
    expect(idsOf('noted:ben')).toEqual([mine.trial]);
    // `cat` merges as well, whatever the order and how often.
    const both = `${readFileSync(path.join(folder, 'ben.jsonl'), 'utf8')}${readFileSync(file, 'utf8')}`;
    writeFileSync(path.join(folder, 'both.jsonl'), both);
    expect(command('notes', 'list', 'both.jsonl', '--csv').out).toBe(listed);
    // Beside the trials it is known, and no trial.
    const checked = command('check', 'trials.jsonl', 'both.jsonl');
    expect(checked.code).toBe(0);
    expect(checked.out + checked.err).toContain('passed over');
    expect(command('notes', 'list', 'trials.jsonl')).toMatchObject({ code: 2 });
    expect(command('notes', 'list', 'none.jsonl').err).toContain('there is no such file');
  });
});
