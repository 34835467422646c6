import { expect, test } from 'vitest';

import {
  precomputedScores,
  type SampleVerdict,
  scoutValidation,
} from '../../src/formats/verdicts-out.ts';

const verdicts: readonly SampleVerdict[] = [
  {
    id: 1,
    epoch: 2,
    uuid: 'Fg3K',
    outcome: 'harmful',
    label: 'blackmail',
    rationale: 'He "did", see 9.',
    by: 'ann',
    at: '2031-01-02',
  },
  { id: 'ascii/bike', outcome: 'safe' },
  { id: 'say "x"', outcome: 'safe' },
  { id: 3, outcome: 'unjudged' },
  { id: 4, outcome: 'judge-failed' },
  { id: 5, outcome: 'error' },
  { id: '=1+1', outcome: 'harmful' },
  { id: 'a,b', outcome: 'harmful' },
];

test('a validation set for Scout has an id and a target a row', () => {
  expect(scoutValidation(verdicts)).toEqual({
    text: 'id,target\nFg3K,true\nascii/bike,false\n"say ""x""",false\n',
    // What nobody decided; a formula; what Scout would take for two ids.
    leftOut: ['3', '4', '5', '=1+1', 'a,b'],
  });
});

test('precomputed scores for Inspect are a record a line, with ids of their own type', () => {
  const { text, leftOut } = precomputedScores(verdicts);
  expect(text.endsWith('\n')).toBe(true);
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      id: 1,
      epoch: 2,
      value: 1,
      answer: 'harmful',
      explanation: 'He "did", see 9.',
      metadata: { label: 'blackmail', by: 'ann', at: '2031-01-02' },
    },
    { id: 'ascii/bike', value: 0, answer: 'safe' },
    { id: 'say "x"', value: 0, answer: 'safe' },
    { id: '=1+1', value: 1, answer: 'harmful' },
    { id: 'a,b', value: 1, answer: 'harmful' },
  ]);
  expect(leftOut).toEqual(['3', '4', '5']);
});

test('no verdicts make an empty file', () => {
  expect(scoutValidation([]).text).toBe('id,target\n');
  expect(precomputedScores([]).text).toBe('');
});
