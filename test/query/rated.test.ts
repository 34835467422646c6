/** What of a query a rate can be of. */
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/query/parse.ts';
import { conditionsOnJudge, ratedPart } from '../../src/query/rated.ts';

const rated = (text: string): readonly unknown[] => {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { query, leftOut, isChosen } = ratedPart(parsed.query, text);
  const kinds = query.type === 'and' ? query.parts.length : query.type === 'all' ? 0 : 1;
  return [kinds, leftOut, isChosen];
};

describe('a query whose trials are rated', () => {
  it.each([
    ['', 0, [], false],
    ['model:a unethical', 2, [], false],
    ['verdict:harmful', 0, ['verdict:harmful'], false],
    ['model:a -verdict:safe', 1, ['-verdict:safe'], false],
    ['label:"no blackmail" model:a unethical', 2, ['label:"no blackmail"'], false],
    ['-(verdict:harmful)', 0, ['-verdict:harmful'], false],
    ['verdict:harmful | model:a', 1, [], true],
    ['model:b (label:x | belief:test)', 2, [], true],
    ['-(verdict:harmful model:a)', 1, [], true],
    ['verdict:harmful (label:x | belief:test)', 1, ['verdict:harmful'], true],
    ['disputed:yes by:judge', 2, [], false],
  ])('%s', (text, parts, leftOut, isChosen) => {
    expect(rated(text)).toEqual([parts, leftOut, isChosen]);
  });

  it.each([
    ['model:a has:reasoning', []],
    ['disputed:yes by:judge', ['disputed:yes', 'by:judge']],
    ['model:a (score.harm:>3 | -has:rationale)', ['score.harm:>3', 'has:rationale']],
    ['has:score.harm verdict:harmful', ['has:score.harm']],
    ['in:rationale risky', ['in:rationale risky']],
    ['in:rationale', ['in:rationale']],
    ['in:rationale,message "no harm" model:a', ['in:rationale "no harm"']],
    ['in:rationale /un\\w+/ verdict:safe', ['in:rationale /un\\w+/']],
    ['-{in:rationale risky} {in:message risky}', ['{in:rationale risky}']],
    ['{in:rationale} | model:a', ['{in:rationale}']],
    ['{in:message (risky | /a b/)}', []],
    ['score.harm:1..2', ['score.harm:1..2']],
    ['/verdict:harmful/ "verdict:safe"', []],
  ])('%s names what of it a judge gave', (text, ofJudge) => {
    const parsed = parse(text);
    expect(parsed.ok && ratedPart(parsed.query, text).ofJudge).toEqual(ofJudge);
  });

  it.each([
    ['model:a {in:message risky}', []],
    ['verdict:harmful model:a', ['verdict:harmful']],
    ['model:a | -label:x', ['label:x']],
    [
      '{in:rationale risky} (verdict:safe | by:judge)',
      ['{in:rationale risky}', 'verdict:safe', 'by:judge'],
    ],
  ])('%s depends on a judge by these', (text, wanted) => {
    const parsed = parse(text);
    expect(parsed.ok && conditionsOnJudge(parsed.query, text)).toEqual(wanted);
  });
});
