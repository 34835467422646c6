/** Regular expressions in every command that takes a query, and what is said of those that depend on a judge. */
import { describe, expect, it } from 'vitest';
import { openTerminal } from '../support/terminal.ts';
import { createPlace, parseLines, SOURCES, toLines } from './support.ts';

const place = createPlace();
const trial = (id: string, outcome: string, text: string, rationale: string): object => ({
  id,
  model: 'm',
  verdict: { outcome, rationale },
  turns: [
    { kind: 'reasoning', text },
    { kind: 'message', text: 'Done.' },
  ],
});
place.write(
  'made.jsonl',
  toLines([
    trial('a', 'harmful', 'Wipe at 17:05. Leverage Kyle.', 'It threatens at 17:05'),
    trial('b', 'safe', 'Wipe at noon.', 'It refuses'),
    trial('c', 'safe', 'leverage, 9:30', 'It refuses'),
  ]),
);
const idsOf = (stdout: string): readonly unknown[] =>
  parseLines(stdout).map((row) => (row as { id?: string }).id);
const TIME = String.raw`/\d+:\d\d/`;

describe('a regular expression on the command line', () => {
  it('is searched for, with the places of what it matches', async () => {
    const { stdout, code } = await place.run(['search', TIME, 'made.jsonl', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      terms: [],
      trials: 2,
      hits: [{ excerpt: 'Wipe at 17:05. Leverage Kyle.' }, { excerpt: 'leverage, 9:30' }],
    });
    expect((await place.run(['search', TIME, 'made.jsonl', '--count'])).stdout).toBe(
      '2 passages in 2 trials\n',
    );
    expect((await place.run(['search', '/zebra/', 'made.jsonl'])).code).toBe(1);
  });

  it.each([
    ['list', ['list', 'made.jsonl', '--jsonl', '-q', TIME], ['a', 'c']],
    ['list', ['list', 'made.jsonl', '--jsonl', '-q', `-${TIME}`], ['b']],
    ['list', ['list', 'made.jsonl', '--jsonl', '-q', '/leverage/i -{/leverage/}'], ['a']],
    ['search', ['search', 'wipe /noon/', 'made.jsonl', '--trials', '--jsonl'], ['b']],
    ['convert', ['convert', 'made.jsonl', '-o', '-', '-q', `in:rationale ${TIME}`], ['a']],
    ['export', ['export', 'made.jsonl', '--to', 'jsonl', '-o', '-', '-q', '/^leverage/'], ['c']],
  ])('selects the trials of %s', async (_, command, ids) => {
    const { stdout, stderr } = await place.run(command);
    expect(idsOf(stdout), stderr).toEqual(ids);
  });

  it('shows on a terminal how much was looked through, and then the answer alone', async () => {
    const terminal = openTerminal(
      process.execPath,
      [SOURCES, 'list', 'made.jsonl', '-q', String.raw`/\d: ?\d/`, '--jsonl'],
      { cwd: place.folder, env: place.env as Record<string, string> },
    );
    const { code } = await terminal.exit;
    expect(terminal.raw()).toMatch(/\r\u001B\[Ksearching · \d+ %[^{]*\r\u001B\[K\{/);
    expect(code).toBe(0);
  });

  it('is counted as a share', async () => {
    const shares = ['--share', TIME, '--of', '/./'];
    const { stdout } = await place.run(['stats', 'made.jsonl', '--json', ...shares]);
    expect(JSON.parse(stdout)).toMatchObject({
      isOfWords: true,
      total: { counted: 2, of: 3 },
    });
  });

  it('that is wrong is said in a line, with its place', async () => {
    for (const command of [
      ['list', 'made.jsonl', '-q', 'wipe /a(b/'],
      ['search', 'wipe /a(b/', 'made.jsonl'],
    ]) {
      const { code, stderr } = await place.run(command);
      expect(code).toBe(2);
      expect(stderr).toBe(
        'inquest: in the query, at character 7 (a(b): this pattern is wrong: missing closing )\n',
      );
    }
  });
});

describe('what depends on a judge', () => {
  it('is named beside rates, by whatever the judge is asked for', async () => {
    for (const [query, said] of [
      ['in:rationale threatens', 'in:rationale threatens'],
      ['{in:rationale /thr.*/}', '{in:rationale /thr.*/}'],
      ['-{in:rationale refuses}', '{in:rationale refuses}'],
    ] as const) {
      const { stderr } = await place.run(['stats', 'made.jsonl', '-q', query]);
      expect(stderr).toContain(`of trials chosen by what a judge gave: ${said}\n`);
    }
  });

  it('is a warning where what is counted does so too, and none where it is words', async () => {
    const shares = async (...given: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await place.run(['stats', 'made.jsonl', '--json', ...given]);
      return (JSON.parse(stdout) as { warnings: string[] }).warnings.filter((one) =>
        one.startsWith('Circular'),
      );
    };
    const verdicts = ['--share', 'verdict:harmful', '--of', 'verdict:harmful,safe'];
    expect(await shares(...verdicts)).toEqual([]);
    expect(await shares(...verdicts, '-q', 'in:reasoning wipe')).toEqual([]);
    expect(await shares(...verdicts, '-q', '{in:rationale refuses} verdict:safe')).toEqual([
      'Circular: the trials were chosen by what a judge gave ({in:rationale refuses} verdict:safe), and so is what is counted of them.',
    ]);
    expect(await shares('--share', 'wipe', '--of', '', '-q', 'verdict:safe')).toEqual([]);
  });
});
