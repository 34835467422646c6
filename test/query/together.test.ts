/** Queries put together hold for the trials that each of them holds for, whichever turns say what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../src/query/parse.ts';
import { together } from '../../src/query/together.ts';
import { openTrials } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';

describe('queries together', () => {
  it('are none, or the only one as it is', () => {
    expect(together('', ' ')).toBe('');
    expect(together('', ' a | b ')).toBe('a | b');
  });

  it.each([
    ['verdict:harmful', 'verdict:harmful'],
    ['unethical', '{unethical}'],
    ['verdict:harmful in:reasoning risky', 'verdict:harmful {in:reasoning risky}'],
    ['{leverage}', '{leverage}'],
    ['verdict:safe | belief:real', '(verdict:safe | belief:real)'],
    ['a | b', '{a | b}'],
    ['-unethical', '-unethical'],
    ['turns:5..20 risky', 'turns:5..20 {risky}'],
    ['-verdict:safe risky -sorry', '-verdict:safe {risky -sorry}'],
    ['in:reasoning', 'has:reasoning'],
    ['in:reasoning in:email', '-(-(in:reasoning in:email))'],
    ['(verdict:harmful | belief:real) risky', '-(-((verdict:harmful | belief:real) risky))'],
    ['(', '(()'],
  ])('%s stands alone as %s', (text, alone) => {
    expect(together(text, 'synthetic:yes')).toBe(`${alone} synthetic:yes`);
  });
});

describe('the trials of queries together', () => {
  let opened: Awaited<ReturnType<typeof openTrials>>;
  beforeAll(async () => {
    opened = await openTrials(SMALL_STUDY);
  });
  afterAll(() => opened.close());

  const idsOf = async (text: string): Promise<readonly string[]> => {
    const sort = { field: 'id', descending: false } as const;
    const answer = await opened.engine.ask('list', { query: { text }, sort, offset: 0 });
    if (answer.status !== 'answered') throw new Error(`${text}: ${JSON.stringify(answer)}`);
    return answer.result.rows.map(({ id }) => id);
  };

  const QUERIES = [
    'verdict:harmful',
    'unethical',
    'in:reasoning leverage',
    'in:email figures',
    'kind:action',
    'in:message,action shutdown',
    '-unethical',
    'verdict:harmful -sample:2 leverage -careful',
    '(verdict:harmful | belief:unstated) accept',
    'unethical | -leverage',
    'unethical | leverage',
    'verdict:safe | unethical',
    '-(-(leverage))',
    'in:reasoning kind:reasoning',
    'in:reasoning verdict:harmful',
    '{in:reasoning risky} -{in:action hear}',
    'in:reasoning in:email',
    'sample:2..4 everybody',
    'from:ann',
    '-from:nobody',
  ];
  it.each(QUERIES.flatMap((one) => QUERIES.map((other) => [one, other] as const)))(
    '%s and %s',
    async (one, other) => {
      const text = together(one, other);
      expect(parse(text)).toMatchObject({ ok: true });
      const others = await idsOf(other);
      expect(await idsOf(text)).toEqual((await idsOf(one)).filter((id) => others.includes(id)));
    },
  );
});
