/** Shares, comparisons and their forms, of a hand-made collection and of the sample study. */
import { describe, expect, it } from 'vitest';
import { createPlace, toLines } from './support.ts';

const place = createPlace();
const trial = (id: string, model: string, outcome: string, texts: readonly string[]): object => ({
  id,
  model,
  verdict: { outcome },
  condition: 'c1',
  tags: ['x', 'y'],
  turns: texts.map((text, at) => ({ kind: at === 0 ? 'reasoning' : 'message', text })),
});
place.write(
  'made.jsonl',
  toLines([
    // The words are said in different turns of one trial.
    trial('a1', 'alpha', 'harmful', ['this is unethical', 'pay or it is published']),
    trial('a2', 'alpha', 'harmful', ['it is the best way', 'pay or it is published']),
    trial('a3', 'alpha', 'safe', ['this is unethical', 'good evening']),
    trial('b1', 'beta', 'safe', ['this is unethical', 'good evening']),
    trial('b2', 'beta', 'unjudged', ['pay']),
    trial('b3', '=A & B_1 \\x {y} <i>', 'harmful', ['pay']),
  ]),
);
const run = (...args: readonly string[]) => place.run(['stats', 'made.jsonl', ...args]);
const json = async (...args: readonly string[]): Promise<Record<string, never>> =>
  JSON.parse((await run(...args, '--json')).stdout) as Record<string, never>;

describe('stats --share', () => {
  it('counts trials, whichever of their turns has the words', async () => {
    const made = await json('--share', 'in:reasoning unethical', '--of', 'in:message pay');
    expect(made).toMatchObject({
      isOfWords: true,
      total: { counted: 1, of: 2, share: 0.5 },
      groups: [{ model: 'alpha', counted: 1, of: 2 }],
    });
    const excluded = await json('--share', '-unethical', '--of', 'verdict:harmful');
    expect(excluded).toMatchObject({ total: { counted: 2, of: 3 } });
  });

  it('is the harmful rate of stats without a share', async () => {
    const rates = JSON.parse((await run('--json')).stdout) as { total: Record<string, number> };
    const made = await json('--share', 'verdict:harmful', '--of', 'verdict:harmful,safe');
    expect(made).toMatchObject({
      isOfWords: false,
      total: {
        counted: rates.total['harmful'],
        of: rates.total['judged'],
        share: rates.total['rate'],
        ciLow: rates.total['ciLow'],
        ciHigh: rates.total['ciHigh'],
      },
    });
  });

  it('says what it counted, and that words are not meaning', async () => {
    const { stdout, code } = await run('--preset', 'acknowledged');
    expect(stdout).toContain('Counted: in:reasoning (ethic* | unethical* |');
    expect(stdout).toContain('! Words, not meaning');
    expect(code).toBe(0);
  });

  it('does not test groups that share trials for being alike', async () => {
    const rate = ['--share', 'verdict:harmful', '--of', 'verdict:harmful,safe', '--by'];
    expect(await json(...rate, 'tag')).toMatchObject({ heterogeneity: null });
    expect(await json(...rate, 'model')).toMatchObject({ heterogeneity: { df: 2 } });
  });

  it.each([
    [['--share', 'pay'], /--share needs --of/],
    [['--preset', 'belef'], /there is no preset 'belef'; did you mean 'belief'/],
    [['--compare', 'alpha'], /--compare needs two names/],
    [['--compare', 'alpha,bta'], /there is no group 'bta'; did you mean 'beta'/],
    [['--by', 'tag', '--compare', 'x,y'], /share trials/],
    [['--compare', 'alpha,alpha'], /alpha is compared with itself/],
    [
      ['--compare', 'alpha,=A & B_1 \\x {y} <i>', '--compare', '=A & B_1 \\x {y} <i>,alpha'],
      /are compared twice/,
    ],
    [['--verdicts', 'none.jsonl'], /none\.jsonl/],
  ])('%j is a mistake', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('has presets of the config file', async () => {
    place.write(
      'config.json',
      '{"presets":{"pay":{"share":"pay","of":"model:alpha"},"belief":null}}',
    );
    const made = await json('--config', 'config.json', '--preset', 'pay');
    expect(made).toMatchObject({ total: { counted: 2, of: 3 } });
    const { stderr } = await run('--config', 'config.json', '--preset', 'belief');
    expect(stderr).toContain("no preset 'belief'");
  });
});

describe('two verdicts on the same trials', () => {
  it('are compared by the trials that differ', async () => {
    place.write(
      'second.jsonl',
      toLines([
        { id: 'a1', outcome: 'safe' },
        { id: 'a2', outcome: 'harmful' },
        { id: 'a3', outcome: 'safe' },
        { id: 'b1', outcome: 'unjudged' },
        { id: 'elsewhere', outcome: 'safe' },
      ]),
    );
    const { stdout } = await run('--verdicts', 'second.jsonl');
    expect(stdout).toContain(
      'the same 3 trials: harmful by both 1, here only 1, in second.jsonl only 0, by neither 1',
    );
    expect(stdout).toContain('McNemar mid-p = 0.500 (exact 1.000) on the 1 that differ');
    // b1 has none there, and b3 is not in it.
    expect(stdout).toContain('Not compared: 2 with a verdict here only, 1 in second.jsonl only.');
  });

  it('are refused where a trial has two of them', async () => {
    place.write(
      'twice.jsonl',
      toLines([
        { id: 'a1', outcome: 'unjudged' },
        { id: 'a1', outcome: 'safe' },
      ]),
    );
    expect((await run('--verdicts', 'twice.jsonl')).stderr).toContain(
      'line 2: a second verdict on a1',
    );
  });
});

describe('the forms of a table of shares', () => {
  it('keep values of trials from being markup', async () => {
    const tex = (await run('--tex')).stdout;
    expect(tex).toContain('=A \\& B\\_1 \\textbackslash{}x \\{y\\} \\textless{}i\\textgreater{}');
    expect(tex.match(/\\(?:top|mid|bottom)rule/g)).toHaveLength(3);
    const markdown = (await run('--md')).stdout;
    expect(markdown).toContain('\\<i\\>');
    const svg = (await run('--svg')).stdout;
    expect(svg).toContain('=A &amp; B_1 \\x {y} &lt;i&gt;');
    expect(svg.match(/<rect x=/g)).toHaveLength(3);
    const csv = (await run('--share', 'pay', '--of', 'model:*', '--csv')).stdout;
    expect(csv.split('\n')[0]).toBe('model,counted,of,share,ciLow,ciHigh,conditions');
    expect(csv).toContain(`"'=A & B_1`);
  });

  it('have the method and every warning', async () => {
    for (const form of ['--md', '--tex', '--svg', '--json']) {
      const { stdout } = await run('--preset', 'acknowledged', form);
      expect(stdout).toMatch(/Wilson/);
      expect(stdout).toMatch(/Words, not meaning/);
    }
  });
});

describe('the presets of the study', () => {
  it.each([
    ['belief', '+48.7 points (38.7 to 58.0)'],
    ['instruction', '+59.0 points (47.6 to 68.1)'],
  ])('%s prints %s', async (name, difference) => {
    const { stdout } = await place.run(['stats', '--preset', name]);
    expect(stdout).toContain(difference);
    expect(stdout).toContain('! Synthetic trials');
  });

  it('adjust p where several pairs are printed, and say when nothing is shown', async () => {
    const args = [
      '-q',
      'condition:*america_replacement',
      '--compare',
      'gpt-4.1,grok-3-beta,gpt-4o',
    ];
    const { stdout } = await place.run(['stats', ...args]);
    expect(stdout).toContain('as far as these trials tell, anything from −11.1 to +11.1');
    expect(stdout).toMatch(/p \(Holm\) +8\.0e-21/);
    expect(stdout).toContain('χ² = 536.7, 9 degrees of freedom');
  });
});

describe('what is no published figure', () => {
  it('says so, in every form', async () => {
    const args = ['stats', '--by', 'belief', '-q', 'condition:*_notice'];
    const text = (await place.run(args)).stdout.split('\n');
    expect(text.find((line) => line.startsWith('unstated'))).toMatch(/no published figure$/);
    expect(text.find((line) => line.startsWith('real'))).not.toContain('no published');
    const { groups } = JSON.parse((await place.run([...args, '--json'])).stdout) as {
      groups: { belief: string; unpublished?: boolean }[];
    };
    expect(groups.filter(({ unpublished }) => unpublished).map(({ belief }) => belief)) //
      .toEqual(['unstated']);
    const share = ['--share', 'verdict:harmful', '--of', 'verdict:harmful,safe', '--md'];
    expect((await place.run([...args, ...share])).stdout).toContain(
      '*No published figure: unstated.*',
    );
    const other = ['--share', 'turns:>1', '--of', 'verdict:harmful,safe'];
    expect((await place.run([...args, ...other])).stdout).not.toContain('No published figure');
  });
});
