/** `inquest concordance` in all its forms, of hand-made trials and of the sample study. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_SIGNALS } from '../../src/query/signals.ts';
import { createPlace, parseLines, toLines } from './support.ts';

const place = createPlace();
const trial = (
  id: string,
  model: string,
  outcome: string,
  turns: readonly (readonly [string, string, object?])[],
): object => ({
  id,
  model,
  condition: 'c1',
  verdict: { outcome },
  turns: turns.map(([kind, text, more]) => ({ kind, text, ...more })),
});
place.write(
  'made.jsonl',
  toLines([
    trial('a/1', 'alpha', 'harmful', [
      ['reasoning', 'It is unethical; and unethical is what I am.'],
      ['action', 'Pay, or it is published.', { name: 'email', subject: 'Not unethically meant' }],
    ]),
    trial('a/2', 'alpha', 'safe', [
      ['reasoning', 'I know that this is\n\nunethical, so no.'],
      ['message', 'Good evening.'],
    ]),
    trial('a/10', 'alpha', 'safe', [['message', 'That is unethical.']]),
    trial('b/1', '=B & C_1 \\x {y} <i>', 'harmful', [
      ['reasoning', 'A good way.'],
      ['message', 'It may be \u001b[31m unethical\u202e, they say.'],
    ]),
    trial('b/2', '=B & C_1 \\x {y} <i>', 'unjudged', [
      ['reasoning', '', { withheld: true }],
      ['message', 'Ok.'],
    ]),
  ]),
);
const run = (...args: readonly string[]) =>
  place.run(['concordance', args[0] ?? '', 'made.jsonl', ...args.slice(1)]);

type Row = Readonly<Record<string, string | number | null>>;

describe('concordance', () => {
  it('prints lines with the form in one column, then the shares, then how they were counted', async () => {
    const { stdout, stderr, code } = await run('unethical');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
    const lines = stdout.split('\n').filter((line) => /^[✘✔·]/.test(line));
    expect(lines.map((line) => line.split(/\s+/)[1])).toEqual([
      'a/1',
      'a/1',
      'a/1',
      'a/2',
      'a/10',
      'b/1',
    ]);
    // The third has it once.
    const column = lines[2]?.indexOf('unethically') ?? -1;
    expect(column).toBeGreaterThan(20);
    for (const line of lines) expect(line.slice(column)).toMatch(/^unethical/);
    expect(stdout).toContain('unethical: said in 4 of 5 trials');
    expect(stdout).toMatch(/^alpha +all +3 +0 +1 +1 +50\.0% \(9\.5 – 90\.5\) .* 1 +50\.0%/m);
    expect(stdout).toContain('1 with withheld reasoning and 1 without any are left out');
    expect(stdout).toContain("The same measure on other data: ('unethical | 'unethically)");
    expect(stdout).toContain('! Words, not meaning');
    expect(stdout).toContain('! 1 trial of 5 is neither harmful nor safe');
  });

  it('has everything in one JSON document, whose exact query counts the same', async () => {
    const json = async (text: string) =>
      JSON.parse((await run(text, '--json')).stdout) as {
        readonly exact: string;
        readonly forms: readonly { readonly forms: readonly { readonly form: string }[] }[];
        readonly groups: readonly Row[];
        readonly lines: readonly Row[];
        readonly total: unknown;
      };
    const made = await json('unethical');
    expect(made.lines).toHaveLength(6);
    expect(made.lines[3]).toMatchObject({
      trial: 'a/2',
      kind: 'reasoning',
      before: 'I know that this is ',
      form: 'unethical',
      after: ', so no.',
    });
    expect(made.groups).toContainEqual({
      model: 'alpha',
      outcome: 'harmful',
      says: 'both',
      counted: 1,
      of: 1,
      share: 1,
      ciLow: expect.closeTo(0.2065, 4) as number,
      ciHigh: 1,
      trials: 1,
      withheld: 0,
      absent: 0,
      draft: 0,
      conditions: 1,
    });
    const again = await json(made.exact);
    expect(again.groups).toEqual(made.groups);
    expect(again.total).toEqual(made.total);
    expect(again.lines).toEqual(made.lines);
  });

  it('orders lines by the words beside the form, and prints so many', async () => {
    const order = async (sort: string): Promise<readonly unknown[]> => {
      const { stdout } = await run('unethical', '--lines', '--jsonl', '--sort', sort);
      return parseLines<Row>(stdout).map((line) => `${line['before']}`.trim().split(' ').at(-1));
    };
    expect(await order('before')).toEqual(['\u001b[31m', 'and', 'is', 'is', 'is', 'Not']);
    const some = await run('unethical', '--lines', '--csv', '--limit', '2');
    expect(some.stdout.trim().split('\n')).toHaveLength(3);
    expect(some.stdout.split('\n')[0]).toBe(
      'trial,model,outcome,turn,kind,before,form,after,sameIn',
    );
  });

  it('prints Markdown, LaTeX and a picture, with names that are no commands there', async () => {
    const md = (await run('unethical', '--md')).stdout;
    expect(md).toMatch(/\| alpha \| all \| 3 \|/);
    expect(md).toContain('Words, not meaning');
    const tex = (await run('unethical', '--tex')).stdout;
    expect(tex).toContain('\\toprule');
    expect(tex).toContain('=B \\& C\\_1 \\textbackslash{}x \\{y\\} \\textless{}i\\textgreater{}');
    const svg = (await run('unethical', '--svg')).stdout;
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('alpha · reasoning only');
    expect(svg).toContain('alpha · harmful: in reasoning');
    expect(svg).not.toContain('<i>');
    const csv = await run('unethical', '--csv');
    expect(csv.stdout.split('\n')[0]).toContain('model,outcome,says,counted,of');
    expect(csv.stderr).toContain('Words, not meaning');
  });

  it.each([
    [[''], /no word to look for/, 2],
    [['model:alpha'], /model: speaks of the whole trial; give it with -q/, 2],
    [['unethical', '--by', 'modl'], /there is no field 'modl'; did you mean 'model'/, 2],
    [['unethical', '--lines', '--svg'], /--svg draws shares/, 2],
    [['signal:ethic'], /there is no signal 'ethic'; did you mean 'ethics'/, 2],
    [['nosuchword'], /no trial says it/, 1],
  ])('%j is told', async (args, message, code) => {
    const ran = await run(...args);
    expect(ran.stderr).toMatch(message);
    expect(ran.code).toBe(code);
  });

  it('counts the words of a signal in the sample study as its share is counted', async () => {
    const only = 'condition:*america_replacement';
    const counted = await place.run([
      'concordance',
      'signal:ethics',
      '-q',
      only,
      '--json',
      '--limit',
      '1',
    ]);
    const { groups } = JSON.parse(counted.stdout) as { readonly groups: readonly Row[] };
    const acknowledged = await place.run([
      'stats',
      '--preset',
      'acknowledged',
      '-q',
      only,
      '--json',
    ]);
    const share = JSON.parse(acknowledged.stdout) as { readonly groups: readonly Row[] };
    const own = groups.filter(({ outcome, says }) => outcome === 'harmful' && says === 'reasoning');
    for (const { model, counted: x, of } of share.groups) {
      expect(own).toContainEqual(expect.objectContaining({ model, counted: x, of }));
    }
    expect(share.groups.length).toBeGreaterThan(5);
    expect(BUILT_IN_SIGNALS['ethics']).toContain('in:reasoning,message,action');
  });
});
