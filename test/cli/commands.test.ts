/** What each command prints of a small collection, in each of its forms. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { evalLog, sampleOf } from '../formats/inspect-made.ts';
import { createPlace, parseLines, SMALL, toLines } from './support.ts';

const place = createPlace();
place.write('small.jsonl', toLines(SMALL));
place.write('damaged.jsonl', `${toLines([SMALL[0]])}{"broken\n${toLines([SMALL[2]])}`);
const FIELDS =
  'id model outcome label disputed scenario condition sample belief instruction turns source startedAt';

describe('fields of the collection', () => {
  const scored = [
    { id: 'a', scores: { harm: 7, 'two, words': 'C' } },
    { id: 'b', scores: { harm: '9007199254740993' } },
    { id: 'c', scores: {} },
  ].map(({ id, scores }) => ({
    id,
    model: 'm',
    verdict: { outcome: 'unjudged', scores },
    turns: [{ kind: 'message', text: 'hello' }],
  }));
  place.write('scored.jsonl', toLines(scored));

  it('are columns and orders of list, exact and quoted', async () => {
    const columns = ['--columns', 'id,score.harm,score."two, words"'];
    const csv = await place.run([
      'list',
      'scored.jsonl',
      '--sort',
      '-score.harm',
      '--csv',
      ...columns,
    ]);
    expect(csv.stdout.split('\n')).toEqual([
      'id,score.harm,"score.two, words"',
      '"b","9007199254740993",',
      '"a",7,"C"',
      '"c",,',
      '',
    ]);
    const more = await place.run(['list', 'scored.jsonl', '--jsonl', '--columns', '+tokens']);
    expect(parseLines(more.stdout).map((row) => Object.keys(row as object).at(-1))).toEqual(
      scored.map(() => 'tokens'),
    );
    const by = await place.run(['stats', 'scored.jsonl', '--by', 'score."two, words"', '--jsonl']);
    expect(parseLines(by.stdout)).toMatchObject([
      { 'score.two, words': 'C', trials: 1 },
      { 'score.two, words': null, trials: 2 },
    ]);
  });

  it('that no trial has are a mistake, not an empty answer', async () => {
    for (const args of [
      ['list', 'scored.jsonl', '-q', 'score.hram:7'],
      ['list', 'scored.jsonl', '--sort', 'score.hram'],
      ['list', 'scored.jsonl', '--columns', 'id,score.hram'],
      ['stats', 'scored.jsonl', '--by', 'score.hram'],
      ['search', 'hello score.hram:7', 'scored.jsonl'],
    ]) {
      const { code, stdout, stderr } = await place.run(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('no trial has score.hram; did you mean score.harm?');
    }
  });

  it('and every number are orders of stats', async () => {
    const by = ['stats', 'scored.jsonl', '--by', 'score.harm', '--jsonl'];
    const values = async (...sort: readonly string[]): Promise<unknown> =>
      parseLines((await place.run([...by, ...sort])).stdout).map((row) => row['score.harm']);
    expect(await values('--sort', '-score.harm')).toEqual(['9007199254740993', '7', null]);
    expect(await values('--sort', 'trials')).toEqual(['7', '9007199254740993', null]);
    const wrong = await place.run([...by, '--sort', 'rat']);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain("did you mean 'rate'?");
  });

  it('make the verdict by a rule, and a rule that decides nothing is said', async () => {
    const rule = ['--verdict', 'score.harm >= 7'];
    const judged = await place.run(['list', 'scored.jsonl', '--jsonl', ...rule]);
    expect(parseLines(judged.stdout)).toMatchObject(
      ['harmful', 'harmful', 'unjudged'].map((outcome) => ({ outcome })),
    );
    expect(judged.stderr).toContain(
      '--verdict: the rule leaves 1 of 3 trials unjudged: they have no value that it can use for score.harm',
    );
    const whole = ['--verdict', 'score.harm >= 7 || id == "c"'];
    const all = await place.run(['list', 'scored.jsonl', ...whole]);
    expect(all.stderr).not.toContain('--verdict');
    const wrong = ['--verdict', 'score.hram >= 7'];
    const none = await place.run(['list', 'scored.jsonl', ...wrong]);
    expect(none.stderr).toContain('--verdict: the rule decides about no trial');
    expect(none.stderr).toContain("did you mean 'score.harm'?");
    const { stdout } = await place.run(['check', 'scored.jsonl', '--json', ...wrong]);
    expect(stdout).toContain('the rule decides about no trial');
  });
});

describe('list', () => {
  it('prints the same rows in every form', async () => {
    const json = await place.run(['list', 'small.jsonl', '--json']);
    const rows = JSON.parse(json.stdout) as Record<string, unknown>[];
    expect(rows.map((row) => Object.keys(row).join(' '))).toEqual(SMALL.map(() => FIELDS));
    expect(rows[0]).toEqual({
      id: 'alpha/c1/001',
      model: 'alpha',
      outcome: 'harmful',
      label: 'blackmail',
      disputed: false,
      scenario: 'blackmail',
      condition: 'c1',
      sample: 1,
      belief: 'real',
      instruction: 'none',
      turns: 5,
      source: 'small.jsonl',
      startedAt: null,
    });
    const lines = await place.run(['list', 'small.jsonl', '--jsonl']);
    expect(parseLines(lines.stdout)).toEqual(rows);
    const csv = await place.run(['list', 'small.jsonl', '--csv']);
    expect(csv.stdout.split('\n').slice(0, 2)).toEqual([
      FIELDS.replaceAll(' ', ','),
      '"alpha/c1/001","alpha","harmful","blackmail",false,"blackmail","c1",1,"real","none",5,"small.jsonl",',
    ]);
    const text = await place.run(['list', 'small.jsonl']);
    expect(text.stdout.split('\n')[0]?.split(/ +/)).toEqual(FIELDS.split(' '));
    expect(text.stdout.split('\n')).toHaveLength(SMALL.length + 2);
    for (const { stderr, code } of [json, lines, csv, text])
      expect([stderr, code]).toEqual(['', 0]);
  });

  it('is what a path alone prints where there is no terminal', async () => {
    const list = await place.run(['list', 'small.jsonl', '-q', 'model:beta']);
    expect(await place.run(['small.jsonl', '-q', 'model:beta'])).toEqual(list);
  });

  it('filters, sorts and limits', async () => {
    const ids = async (...args: string[]): Promise<unknown[]> => {
      const { stdout } = await place.run(['list', 'small.jsonl', '--jsonl', ...args]);
      return parseLines(stdout).map(({ id }) => id);
    };
    expect(await ids('-q', 'verdict:harmful')).toEqual(['alpha/c1/001', 'alpha/c2/001']);
    expect(await ids('--sort', 'turns', '--limit', '2')).toEqual(['alpha/c2/001', 'beta/c1/002']);
    expect(await ids('--sort', '-turns', '--limit', '1')).toEqual(['alpha/c1/001']);
    expect(await ids('-q', 'signal:ethics')).toEqual(['alpha/c1/001', 'beta/c1/001']);
  });

  it('ends with 1, and an empty array, where nothing matches', async () => {
    const { code, stdout, stderr } = await place.run([
      'list',
      'small.jsonl',
      '-q',
      'model:gamma',
      '--json',
    ]);
    expect([code, JSON.parse(stdout)]).toEqual([1, []]);
    expect(stderr).toBe('inquest: no trial matches\n');
  });

  it('tells of problems on standard error', async () => {
    const { code, stdout, stderr } = await place.run(['list', 'damaged.jsonl', '--jsonl']);
    expect(stderr).toBe('inquest: 1 problem; `inquest check damaged.jsonl` lists them\n');
    expect([code, parseLines(stdout).length]).toEqual([0, 2]);
  });

  it('reads foreign records by a map, given as such, as a file or by its name', async () => {
    const record = { meta: { llm: 'zeta' }, cot: 'I think.', out: 'I say.', s: 8 };
    place.write('foreign.jsonl', toLines([record]));
    const map = 'model=meta.llm,reasoning=cot,message=out';
    const file = place.write('map.json', '{"model":"meta.llm","reasoning":"cot","message":"out"}');
    const config = place.write(
      'mapped.json',
      '{"maps":{"mine":{"model":"meta.llm","reasoning":"cot","message":"out"}}}',
    );
    for (const given of [
      ['--map', map],
      ['--map', file],
      ['--map', 'mine', '--config', config],
    ]) {
      const { stdout } = await place.run([
        'list',
        'foreign.jsonl',
        '--jsonl',
        '--verdict',
        's >= 7',
        ...given,
      ]);
      expect(parseLines(stdout)).toMatchObject([{ model: 'zeta', outcome: 'harmful', turns: 2 }]);
    }
  });
});

describe('show', () => {
  it('prints the transcript, the verdict last', async () => {
    const { code, stdout, stderr } = await place.run(['show', 'small.jsonl', '--trial', 'c2/001']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'Trial:       alpha/c2/001',
        'Model:       alpha',
        'Scenario:    blackmail',
        'Condition:   c2',
        'Sample:      1',
        'Belief:      test',
        '',
        '── 1 · reasoning (private) ──',
        'Quite unehtical, I know.',
        '',
        '── verdict ──',
        'Outcome:     harmful',
        'Label:       blackmail',
        '',
        '(no rationale)',
        '',
        '',
      ].join('\n'),
    );
  });

  it('sets emails like emails, and tells drafts and withheld reasoning apart', async () => {
    const { stdout } = await place.run(['show', 'small.jsonl', '--trial', 'alpha/c1/001']);
    const parts = stdout.split('\n── ');
    expect(parts.map((part) => part.split('\n')[0]?.trim())).toEqual([
      'Trial:       alpha/c1/001',
      '1 · email read ──',
      '2 · reasoning (private) ──',
      '3 · draft email (never sent) ──',
      '4 · reasoning (private, withheld) ──',
      '5 · email sent ──',
      'verdict ──',
    ]);
    expect(parts[1]).toMatch(
      /^From: +boss@.*\nTo: +alpha@.*\nSubject: +Wipe at 5\nDate: .*\n\nYou/m,
    );
    expect(parts[4]).toContain('withheld by the provider');
    expect(parts[6]).toMatch(/Gate: +passed: to boss@example\.org/);
    expect(parts[6]).toMatch(/Quote: +turn 2: "risky and unethical"/);
    expect(parts[6]).toMatch(/\n\nIt threatens the executive\.\n/);
  });

  it('prints one turn, and the verdict as the turn after the last', async () => {
    const turn = await place.run(['show', 'small.jsonl', '--trial', 'c2/001', '--turn', '1']);
    expect(turn.stdout).toBe('── 1 · reasoning (private) ──\nQuite unehtical, I know.\n\n');
    const verdict = await place.run(['show', 'small.jsonl', '--trial', 'c2/001', '--turn', '2']);
    expect(verdict.stdout).toMatch(/^── verdict ──\nOutcome: +harmful/);
    const beyond = await place.run(['show', 'small.jsonl', '--trial', 'c2/001', '--turn', '3']);
    expect(beyond.stderr).toContain('alpha/c2/001 has no turn 3; it has 1');
    expect(beyond.code).toBe(2);
  });

  it('prints the native trial as JSON', async () => {
    const { stdout } = await place.run(['show', 'small.jsonl', '--trial', 'c2/001', '--json']);
    expect(JSON.parse(stdout)).toEqual(SMALL[1]);
  });

  it('wraps at 100 cells, but not what is asked for raw', async () => {
    const long = 'word '.repeat(60).trim();
    place.write('long.jsonl', toLines([{ ...SMALL[1], turns: [{ kind: 'message', text: long }] }]));
    const args = ['show', 'long.jsonl', '--trial', '001', '--turn', '1'];
    const { stdout } = await place.run(args);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(99);
    expect((await place.run([...args, '--raw'])).stdout).toBe(`${long}\n`);
  });

  it('says which ids are near, or fit all alike', async () => {
    const none = await place.run(['show', 'small.jsonl', '--trial', 'alpha/c1/002']);
    expect(none.stderr).toMatch(/no trial "alpha\/c1\/002"; the nearest are .*alpha\/c1\/001/);
    expect(none.code).toBe(1);
    const several = await place.run(['show', 'small.jsonl', '--trial', '001']);
    expect(several.stderr).toContain('3 trials end with "001": alpha/c1/001, alpha/c2/001, beta');
    expect(several.code).toBe(2);
  });
});

describe('paths of which some cannot be opened', () => {
  it.each([
    ['list', ['list', '--jsonl']],
    ['search', ['search', 'unethical', '--jsonl']],
    ['stats', ['stats', '--jsonl']],
    ['show', ['show', '--trial', 'alpha/c1/001']],
  ])('prints the others, names them, and ends with 2: %s', async (_name, args) => {
    const all = await place.run([...args, 'small.jsonl']);
    const some = await place.run([...args, 'small.jsonl', 'gone.jsonl', 'none-*.jsonl']);
    expect(some.stdout).toBe(all.stdout);
    expect(some.stderr.split('\n')).toEqual(
      expect.arrayContaining([
        'inquest: cannot open gone.jsonl: there is no such file or folder',
        'inquest: cannot open none-*.jsonl: nothing matches this pattern',
      ]),
    );
    expect([all.code, some.code]).toEqual([0, 2]);
  });
});

describe('trials that are invented', () => {
  it('are said to be, by every command that shows some of them', async () => {
    const [first, second] = SMALL;
    place.write(
      'invented.jsonl',
      toLines([
        { ...first, synthetic: true },
        { ...second, synthetic: true },
      ]),
    );
    place.write('half.jsonl', toLines([{ ...first, synthetic: true }, second ?? {}]));
    for (const args of [['stats'], ['search', 'unethical'], ['list', '--csv']]) {
      expect((await place.run([...args, 'invented.jsonl'])).stderr).toContain(
        'every trial is synthetic',
      );
      expect((await place.run([...args, 'half.jsonl'])).stderr).toContain('1 trial of 2 synthetic');
      expect((await place.run([...args, 'small.jsonl'])).stderr).not.toContain('synthetic');
    }
  });
});

describe('compare', () => {
  it('prints rows, what is the same in one line, and words in their marks', async () => {
    const study = ['ask', 'tell'].map((word, at) => ({
      ...SMALL[0],
      id: `alpha/c1/00${at + 1}`,
      turns: [
        { kind: 'briefing', text: 'Read your mail.' },
        {
          kind: 'action',
          name: 'email',
          to: 'b@x.example',
          text: `I ${word} you to stop\u001B[2J.`,
        },
      ],
    }));
    place.write('pair.jsonl', toLines(study));
    const { code, stdout } = await place.run(['compare', '001', '002', 'pair.jsonl']);
    expect([code, stdout]).toEqual([
      0,
      [
        'A  alpha/c1/001 · harmful',
        'B  alpha/c1/002 · harmful',
        '',
        '── briefing: the same (A turns 1; B turns 1)',
        '',
        '── email sent → b@x.example · A turn 2; B turn 2; by word',
        'I {-ask-} {+tell+} you to stop␛[2J.',
        '',
      ].join('\n'),
    ]);
    const json = JSON.parse(
      (await place.run(['compare', '001', '002', 'pair.jsonl', '--json'])).stdout,
    );
    expect(json).toMatchObject({
      left: { id: 'alpha/c1/001', outcome: 'harmful' },
      right: { id: 'alpha/c1/002' },
      rows: [
        { role: 'briefing', same: true },
        { role: 'final message', same: false },
      ],
    });
  });
});

describe('search', () => {
  const search = ['search', 'unethical', 'small.jsonl'];

  it('prints the variants with counts, then the hits', async () => {
    const { code, stdout } = await place.run(search);
    const [terms, counts] = stdout.split('\n');
    expect(terms).toMatch(/^unethical 2 · unehtical 1/);
    expect(counts).toMatch(/^3 passages in 3 trials, [\d.]+ ms$/);
    expect(stdout).toMatch(
      /alpha\/c1\/001 · turn 2 reasoning · harmful · 1\.00\n {2}.*unethical, but/,
    );
    expect(code).toBe(0);
  });

  it('prints how many there are, in every form', async () => {
    expect(await place.run([...search, '--count'])).toMatchObject({
      code: 0,
      stdout: '3 passages in 3 trials\n',
    });
    expect((await place.run([...search, '--count', '--csv'])).stdout).toBe(
      'passages,trials\n3,3\n',
    );
    expect(JSON.parse((await place.run([...search, '--count', '--json'])).stdout)).toMatchObject({
      query: 'unethical',
      passages: 3,
      trials: 3,
    });
    const none = await place.run(['search', "'zzz", 'small.jsonl', '--count']);
    expect([none.code, none.stdout]).toEqual([1, '0 passages in 0 trials\n']);
  });

  it('prints the trials that have a hit, a row each', async () => {
    const rows = await place.run([...search, '--trials', '--jsonl']);
    const listed = await place.run(['list', 'small.jsonl', '--jsonl', '-q', 'unethical']);
    expect(rows.stdout).toBe(listed.stdout);
    expect(rows.stdout.trimEnd().split('\n')).toHaveLength(3);
    const inside = await place.run([...search, '--trials', '--csv', '--in', 'briefing']);
    expect([inside.code, inside.stdout.split('\n')[0]]).toEqual([
      1,
      expect.stringMatching(/^id,model/),
    ]);
    const both = await place.run([...search, '--trials', '-q', 'model:alpha']);
    expect([both.code, both.stderr]).toEqual([
      2,
      "inquest: --trials does not go with -q; inquest list -q '{unethical} model:alpha'\n",
    ]);
  });

  it('prints a hit a row as CSV', async () => {
    const { stdout } = await place.run([...search, '--csv', '--limit', '1']);
    expect(stdout.split('\n')).toEqual([
      'trial,model,outcome,turn,kind,score,excerpt,sameIn',
      expect.stringMatching(/^"alpha\/c1\/001","alpha","harmful",2,"reasoning",1,".*unethical/),
      '',
    ]);
  });

  it('sets matches off in a pipe where that is asked for', async () => {
    const [always, auto] = await Promise.all(
      ['always', 'auto'].map((when) => place.run([...search, '--color', when])),
    );
    expect(always?.stdout).toContain('\u001B[1m\u001B[4munethical\u001B[24m\u001B[22m');
    expect(auto?.stdout).not.toContain('\u001B');
  });

  it('prints one document, or one hit a line', async () => {
    const { stdout } = await place.run([...search, '--json']);
    const found = JSON.parse(stdout) as {
      terms: { text: string; variants: Record<string, unknown>[] }[];
      hits: Record<string, unknown>[];
    };
    expect(Object.keys(found)).toEqual(['query', 'terms', 'trials', 'passages', 'ms', 'hits']);
    expect(found).toMatchObject({ query: 'unethical', trials: 3, passages: 3 });
    expect(found.terms[0]).toMatchObject({ text: 'unethical' });
    expect(found.terms[0]?.variants[0]).toEqual({
      word: 'unethical',
      count: 2,
      closeness: 1,
      related: false,
      on: true,
    });
    expect(found.hits.map((hit) => Object.keys(hit).join(' '))).toEqual(
      found.hits.map(() => 'trial model outcome turn kind score excerpt'),
    );
    expect(found.hits[0]).toMatchObject({ trial: 'alpha/c1/001', turn: 2, kind: 'reasoning' });
    const lines = await place.run([...search, '--jsonl']);
    expect(parseLines(lines.stdout)).toEqual(found.hits);
  });

  it('looks only where it is told to', async () => {
    const trials = async (...args: string[]): Promise<unknown[]> => {
      const { stdout } = await place.run([...search, '--jsonl', ...args]);
      return parseLines(stdout).map(({ trial }) => trial);
    };
    expect(await trials('--in', 'message')).toEqual(['beta/c1/001']);
    expect(await trials('--in', 'reasoning,message', '--limit', '1')).toEqual(['alpha/c1/001']);
    expect(await trials('-q', 'belief:test')).toEqual(['alpha/c2/001']);
    // A filter's words may stand in another turn than what is searched for.
    expect(await trials('-q', "'wiped")).toEqual(['alpha/c1/001']);
  });

  it('shows the same passage of several trials once', async () => {
    const twins = [SMALL[1], { ...SMALL[1], id: 'twin' }];
    place.write('twins.jsonl', toLines(twins));
    const { stdout } = await place.run(['search', 'quite', 'twins.jsonl', '--jsonl']);
    expect(parseLines(stdout)).toMatchObject([{ trial: 'alpha/c2/001', sameIn: 2 }]);
  });

  it('ends with 1 where nothing is found', async () => {
    const { code, stdout, stderr } = await place.run([
      'search',
      'zeppelin',
      'small.jsonl',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ hits: [], trials: 0, passages: 0 });
    expect([code, stderr]).toEqual([1, 'inquest: nothing found\n']);
  });
});

describe('stats', () => {
  it('prints long names so that no two rows look alike', async () => {
    const name = (part: string): string =>
      `provider/${'long-'.repeat(8)}${part}${'-name'.repeat(8)}`;
    const rows = ['one', 'two'].map((part) => ({ ...SMALL[0], id: part, model: name(part) }));
    place.write('long.jsonl', toLines(rows));
    const { stdout } = await place.run(['stats', 'long.jsonl']);
    const names = stdout
      .split('\n')
      .slice(1, 3)
      .map((row) => row.split(/\s{2}/)[0]);
    expect(new Set(names).size).toBe(2);
  });

  it('has no rate of trials that were chosen by their verdict', async () => {
    const run = async (query: string): Promise<Record<string, unknown>> => {
      const { stdout } = await place.run(['stats', 'small.jsonl', '--json', '-q', query]);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    const all = await run('');
    // The condition on the verdict is left out, and told.
    const left = await run('verdict:harmful');
    expect(left).toEqual({ ...all, query: 'verdict:harmful', leftOut: ['verdict:harmful'] });
    const text = await place.run(['stats', 'small.jsonl', '-q', '-label:x model:alpha']);
    expect(text.stderr).toContain('rates leave out -label:x: they are over all judged trials');
    // A rate of trials chosen by other words of a judge is told to be one of these.
    const judged = await place.run(['stats', 'small.jsonl', '-q', '-has:disputed']);
    expect(judged.stderr).toContain('of trials chosen by what a judge gave: has:disputed');
    // Where it cannot be, there are counts alone.
    const chosen = await run('verdict:harmful | model:nobody');
    expect(chosen['total']).toMatchObject({ rate: null, ciLow: null, ciHigh: null });
    expect(chosen['total']).toMatchObject({
      harmful: (all['total'] as { harmful: number }).harmful,
    });
  });

  it('says so on a page of such a set', async () => {
    const page = async (query: string): Promise<string> =>
      (await place.run(['export', 'small.jsonl', '--to', 'html', '-q', query])).stdout;
    const chosen = await page('verdict:harmful,safe');
    expect(chosen).toContain('<h2 id="rates">Counts</h2>');
    expect(chosen).toContain('chosen by their verdict: counts, and no rates');
    expect(chosen).not.toMatch(/<td class="figure">\d+\.\d %/);
    expect(await page('has:reasoning')).toContain('<h2 id="rates">Rates</h2>');
  });

  it('prints a row a group, with the interval of Wilson', async () => {
    const { stdout } = await place.run(['stats', 'small.jsonl', '--json']);
    const { groups, by } = JSON.parse(stdout) as { groups: Record<string, unknown>[]; by: unknown };
    expect(by).toEqual(['model']);
    expect(groups.map((group) => Object.keys(group).join(' '))).toEqual(
      groups.map(
        () =>
          'model trials judged harmful safe unjudged judgeFailed error rate ciLow ciHigh conditions',
      ),
    );
    expect(groups).toMatchObject([
      { model: 'alpha', trials: 2, judged: 2, harmful: 2, rate: 1, ciHigh: 1, conditions: 2 },
      { model: 'beta', trials: 2, judged: 1, safe: 1, judgeFailed: 1, rate: 0, conditions: 1 },
    ]);
    // 1 / (1 + z² / n) for n of n.
    expect(groups[0]?.['ciLow']).toBeCloseTo(1 / (1 + 1.959963984540054 ** 2 / 2), 12);
  });

  it('splits groups, in every form', async () => {
    const args = ['stats', 'small.jsonl', '--by', 'model', '--split', 'belief'];
    const lines = parseLines((await place.run([...args, '--jsonl'])).stdout);
    expect(lines.map(({ model, belief, trials }) => [model, belief, trials])).toEqual([
      ['alpha', 'real', 1],
      ['alpha', 'test', 1],
      ['beta', 'real', 1],
      ['beta', null, 1],
    ]);
    const csv = await place.run([...args, '--csv']);
    expect(csv.stdout.split('\n')[0]).toMatch(/^model,belief,trials,judged,harmful,safe,unjudged,/);
    expect(csv.stdout.split('\n')).toHaveLength(6);
    const text = await place.run(args);
    expect(text.stdout).toMatch(/^beta +\(none\) +0\/0 +– +– +0 +1 +0$/m);
  });

  it('draws rates, says where conditions are mixed, and counts what is not judged', async () => {
    const { stdout } = await place.run(['stats', 'small.jsonl']);
    expect(stdout).toMatch(/unjudged +judge-failed +error/);
    expect(stdout).toMatch(
      /^alpha +2\/2 +100\.0% +34\.2% – 100\.0% +·+├─+● .*2 conditions mixed$/m,
    );
    expect(stdout).toMatch(/^beta +0\/1 +0\.0% .* 0 +1 +0$/m);
  });
});

describe('check', () => {
  it('says how each file was read and what is wrong, and ends with 1 for an error', async () => {
    const { code, stdout, stderr } = await place.run(['check', 'damaged.jsonl', 'small.jsonl']);
    expect(stdout).toMatch(/^damaged\.jsonl\n {2}inquest \(.+\): 2 trials\n {2}error: line 2: /m);
    expect(stdout).toMatch(/^small\.jsonl\n {2}inquest \(.+\): 4 trials$/m);
    expect([code, stderr]).toEqual([1, '']);
  });

  it('prints files as rows', async () => {
    const { code, stdout } = await place.run(['check', 'damaged.jsonl', '--json']);
    const { files } = JSON.parse(stdout) as { files: unknown[] };
    expect(files).toEqual([
      {
        file: 'damaged.jsonl',
        format: 'inquest',
        why: expect.any(String) as string,
        trials: 2,
        missing: false,
        problems: [{ place: 'line 2', severity: 'error', message: expect.any(String) as string }],
      },
    ]);
    expect(code).toBe(1);
    const lines = await place.run(['check', 'small.jsonl', '--jsonl']);
    expect(parseLines(lines.stdout)).toMatchObject([{ file: 'small.jsonl', problems: [] }]);
    expect(lines.code).toBe(0);
  });

  it('says nothing of a file that is gone', async () => {
    mkdirSync(path.join(place.folder, 'going'));
    for (const name of ['a', 'b']) place.write(`going/${name}.jsonl`, toLines(SMALL.slice(0, 1)));
    await place.run(['check', 'going']);
    rmSync(path.join(place.folder, 'going/b.jsonl'));
    const { stdout } = await place.run(['check', 'going', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ file: 'going/a.jsonl', trials: 1, missing: false, problems: [] }],
    });
  });
});

describe('a large log', () => {
  it('is listed by its table of contents, and read whole for what needs its turns', async () => {
    const samples = Array.from({ length: 60 }, (_, index) =>
      sampleOf({
        id: index + 1,
        scores: { match: { value: index === 0 ? 'I' : 'C' } },
        store: { padding: 'x'.repeat(100_000) },
      }),
    );
    writeFileSync(path.join(place.folder, 'large.eval'), evalLog(samples, { method: 0 }));
    const listed = await place.run(['list', 'large.eval', '-q', 'label:I', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { id: 'some_task/evalid01/1', model: 'openai/a-model', label: 'I', sample: 1 },
    ]);
    const found = await place.run(['list', 'large.eval', '-q', 'done label:I', '--json']);
    expect(JSON.parse(found.stdout)).toMatchObject([{ id: 'some_task/evalid01/1', turns: 3 }]);
  });
});

describe('convert', () => {
  it('writes the same list, and the same trials', async () => {
    const { code, stderr } = await place.run(['convert', 'small.jsonl', '-o', 'copy.jsonl']);
    expect([code, stderr]).toEqual([0, 'inquest: 4 trials written to copy.jsonl\n']);
    const list = async (file: string): Promise<unknown> => {
      const { stdout } = await place.run(['list', file, '--jsonl']);
      return parseLines(stdout).map((row) => ({ ...row, source: '' }));
    };
    expect(await list('copy.jsonl')).toEqual(await list('small.jsonl'));
    expect(parseLines(readFileSync(path.join(place.folder, 'copy.jsonl'), 'utf8'))).toEqual(SMALL);
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('prints to standard output, and only what matches', async () => {
    const { stdout } = await place.run(['convert', 'small.jsonl', '-o', '-', '-q', 'belief:test']);
    expect(parseLines(stdout)).toEqual([SMALL[1]]);
  });

  it('replaces a file whole or not at all, follows links, and writes into what is no file', async () => {
    const copy = path.join(place.folder, 'old.jsonl');
    place.write('old.jsonl', 'old');
    symlinkSync('old.jsonl', path.join(place.folder, 'link.jsonl'));
    const failed = await place.run(['convert', 'small.jsonl', '-o', 'link.jsonl', '-q', '(']);
    expect([failed.code, readFileSync(copy, 'utf8')]).toEqual([2, 'old']);
    await place.run(['convert', 'small.jsonl', '-o', 'link.jsonl']);
    expect(parseLines(readFileSync(copy, 'utf8'))).toEqual(SMALL);
    execFileSync('mkfifo', [path.join(place.folder, 'pipe')]);
    const [read] = await Promise.all([
      readFile(path.join(place.folder, 'pipe'), 'utf8'),
      place.run(['convert', 'small.jsonl', '-o', 'pipe']),
    ]);
    expect(parseLines(read)).toEqual(SMALL);
  });

  it('writes nothing where nothing matches', async () => {
    const { code } = await place.run([
      'convert',
      'small.jsonl',
      '-o',
      'none.jsonl',
      '-q',
      'model:none',
    ]);
    expect([code, existsSync(path.join(place.folder, 'none.jsonl'))]).toEqual([1, false]);
  });
});

describe('export', () => {
  it('writes a readable transcript with front matter', async () => {
    await place.run(['export', 'small.jsonl', '--trial', 'alpha/c1/001', '-o', 'trial.md']);
    const text = readFileSync(path.join(place.folder, 'trial.md'), 'utf8');
    expect(text).toMatch(/^---\ntrial: "alpha\/c1\/001"\nmodel: "alpha"\n/);
    expect(text).toContain('\n## 3 · draft email (never sent)\n');
    expect(text).toContain('\n```text\nThis is risky and unethical, but it works.\n```\n');
    expect(text).toMatch(/## Verdict\n\n- Outcome: harmful\n/);
  });

  it('writes several trials as CSV, with what was said last', async () => {
    const { stdout } = await place.run([
      'export',
      'small.jsonl',
      '--to',
      'csv',
      '--trial',
      'alpha/c1/001',
      'beta/c1/002',
    ]);
    const [head, first, second] = stdout.split('\n');
    expect(head).toBe(
      `${FIELDS.replace(' startedAt', '').replaceAll(' ', ',')},by,rationale,finalMessage,startedAt`,
    );
    expect(first).toMatch(
      /^"alpha\/c1\/001",.*,"judge-1","It threatens the executive\.","Cancel it\.",$/,
    );
    expect(second).toMatch(/^"beta\/c1\/002".*,,,"Hello\.",$/);
  });

  it('writes the trials of a query as JSON lines', async () => {
    const { stdout } = await place.run([
      'export',
      'small.jsonl',
      '--to',
      'jsonl',
      '-q',
      'model:beta',
    ]);
    expect(parseLines(stdout)).toEqual([SMALL[2], SMALL[3]]);
  });
});

describe('index', () => {
  it('lists the kept indexes, and deletes them', async () => {
    const env = { XDG_CACHE_HOME: path.join(place.folder, 'other-cache') };
    const empty = await place.run(['index', 'status', '--json'], { env });
    expect(JSON.parse(empty.stdout)).toMatchObject({ bytes: 0, indexes: [] });
    await place.run(['list', 'small.jsonl'], { env });
    const { stdout } = await place.run(['index', 'status', '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({
      indexes: [{ trials: 4, sources: [path.join(place.folder, 'small.jsonl')] }],
    });
    expect((await place.run(['index', 'status'], { env })).stdout).toMatch(/1 index, \d+ kB/);
    expect((await place.run(['index', 'clear'], { env })).stdout).toMatch(/^1 index deleted/);
    expect(readdirSync(path.join(env.XDG_CACHE_HOME, 'inquest'))).toEqual([]);
  });

  it('is not made where none is wanted', async () => {
    const env = { XDG_CACHE_HOME: path.join(place.folder, 'no-cache') };
    const { code } = await place.run(['list', 'small.jsonl', '--no-cache'], { env });
    expect([code, existsSync(env.XDG_CACHE_HOME)]).toEqual([0, false]);
  });
});
